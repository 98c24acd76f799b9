"""Lines that are told by their shape: counts, credits of pictures, ways through the site."""

import re
from functools import cache

from textflow_plugins.clean.language import Phrasebook
from textflow_plugins.clean.lines import Line
from textflow_plugins.languages import any_of, anywhere, late

#: The longest caption, the longest credit on a line of its own, in words.
CAPTION, CREDIT_WORDS, CRUMBS = 60, 16, 8
#: A word of so many letters shows nothing.
SHORT = 3
#: The longest number that stands alone, in characters.
NUMBER = 3
#: A credit behind which a sentence ends, or which is in the middle of a line, has one of these.
ENDED, ENDED_SIGNS = (".", '"'), ("/", ":", "©", "...")

SIGN = re.compile(r"© \s? [A-Z] | © \s? \d{4}", re.VERBOSE)
CRUMB = late(r"[\w)] \s [>\u203a\xbb] (?: \s [\w(] | \Z )", re.VERBOSE)
SITE = late(r"[a-z0-9-]{2,40}\.(?:com|org|net)\Z")


def sure_shape(line: Line) -> str | None:
    """Return the rule for a line whose shape says enough, wherever it stands."""
    if len(line.words) > CAPTION:
        return None
    if _count().match(line.text):
        return "count"
    if _is_credit(line):
        return "credit"
    return "related" if _elsewhere().match(line.text) and not line.prose else None


def edge_shape(line: Line, words: Phrasebook) -> str | None:
    """Return the rule for a line whose shape says enough outside the prose."""
    if len(line.words) > CRUMBS or not line.words:
        return "navigation" if _chained().match(line.text) else None
    if line.text.endswith(("?", ".")):
        return None
    if _follow().match(line.text) or words.buttons.issuperset(line.words):
        return "share"
    return "navigation" if _is_way(line.text) else None


def _is_way(text: str) -> bool:
    """Return whether a line is a way through the site, or the name of one."""
    crumbs = CRUMB.search(text) is not None and "\xab" not in text
    return crumbs or SITE.match(text) is not None


def is_number(line: Line) -> bool:
    """Return whether a line is a small number: of comments, or a place in a list."""
    return len(line.text) <= NUMBER and line.text.isdecimal()


def _is_credit(line: Line) -> bool:
    if len(line.words) <= CREDIT_WORDS and _credit().match(line.text):
        return True
    if SIGN.match(line.text):
        return True
    return may_hold_credit(line.text) and caption_credit().search(line.text) is not None


def may_hold_credit(text: str) -> bool:
    """Return False where no caption ends in a credit; substrings are quicker to look for."""
    if text.endswith(ENDED) and not any(map(text.__contains__, ENDED_SIGNS)):
        return False
    return any(map(text.__contains__, _hints()))


@cache
def _count() -> re.Pattern[str]:
    """Return the pattern of what a page counts: "12 comments", "image 3 of 5", "(2 videos)"."""
    counted = any_of(anywhere(lambda one: one.page.counted))
    pictures = any_of(anywhere(lambda one: one.page.picture))
    films = any_of(anywhere(lambda one: one.page.film))
    of = any_of({*anywhere(lambda one: one.words.genitive), "/"})
    return re.compile(
        rf"""
          \d (?: [\d.,]{{0,7}} \d )? \s? [km]? \s? {counted} \Z
        | (?: {pictures} \s )? \d{{1,3}} \s? {of} (?: \s? / )? \s? \d{{1,3}} \Z
        | \( \d{{1,3}} \s {films} s? \) \Z
        """,
        re.VERBOSE | re.IGNORECASE,
    )


@cache
def _elsewhere() -> re.Pattern[str]:
    """Return the pattern of a link to another site: "Also on site.com: ..."."""
    openings = any_of(anywhere(lambda one: one.page.elsewhere))
    return re.compile(
        rf"{openings} \s [\w-]{{2,30}} \. (?: com | org | net ) \b :? \s",
        re.VERBOSE | re.IGNORECASE,
    )


@cache
def _follow() -> re.Pattern[str]:
    openings = any_of(anywhere(lambda one: one.page.follow))
    endings = any_of(anywhere(lambda one: one.page.follow_end))
    return re.compile(rf"{openings} \s .{{1,40}} \s {endings} \Z", re.VERBOSE | re.IGNORECASE)


@cache
def _chained() -> re.Pattern[str]:
    """Return the pattern of links to the pages beside this one, glued to their titles."""
    steps = any_of(anywhere(lambda one: one.page.step))
    return re.compile(rf"{steps}{steps}\w | {steps} [A-Z] .{{1,200}} {steps} \Z", re.VERBOSE)


def _agencies() -> str:
    return rf"\b {any_of(anywhere(lambda one: one.page.agency))}"


@cache
def _credit() -> re.Pattern[str]:
    """Return the pattern of a line that is nothing but a credit."""
    pictures = rf"{any_of(anywhere(lambda one: one.page.picture))} s?"
    kinds = any_of(anywhere(lambda one: one.page.picture_kind))
    made = any_of(anywhere(lambda one: one.page.picture_made))
    credits_ = any_of(anywhere(lambda one: one.page.credit))
    sellers = any_of(anywhere(lambda one: one.page.agency_credit))
    return re.compile(
        rf"""
          (?i: (?: {kinds} \s )? {pictures} (?: \s {made} )? \s? : \s? \S )
        | (?i: (?: (?: {kinds} | {pictures} ) \s )? {credits_} \s? : \s? \S )
        | (?: [^\W\d_a-z] [\w.'-]{{0,20}} \s ){{1,4}} [^\W\d_a-z] [\w'-]{{0,20}} , \s
          {_agencies()} \Z
        | [^.!?]{{0,80}} [/|] \s? (?: {_agencies()} | {sellers} ) [^.!?/|]{{0,24}} \Z
        """,
        re.VERBOSE,
    )


@cache
def caption_credit() -> re.Pattern[str]:
    """Return the pattern of a credit at the end of a caption."""
    agencies = _agencies()
    credits_ = any_of(word.capitalize() for word in anywhere(lambda one: one.page.credit))
    endings = any_of(anywhere(lambda one: one.page.caption_end))
    shouted = any_of(filter(str.isupper, anywhere(lambda one: one.page.agency)))
    return re.compile(
        rf"""
          \( [^()]{{0,60}} {agencies} \b [^()]{{0,40}} \) \Z
        | [.] \s \( [^():]{{2,60}} / [A-Z] [^():]{{1,40}} \) \Z
        | \b {shouted} / [A-Z] [\w.-]{{1,20}} \s [A-Z] [\w.\x20-]{{1,30}} \Z
        | (?<= [a-z.] ) (?: {credits_} (?: : | \.\.\. ) | {agencies} \Z )
        | \s (?i:{credits_}) : \s [A-Z] [^.!?]{{0,60}} \Z
        | [.\x20] © \s? {agencies} \b [^.!?]{{0,40}} \Z
        | [\s/] (?i:{endings}) \Z | / {agencies} \Z
        """,
        re.VERBOSE,
    )


@cache
def _hints() -> tuple[str, ...]:
    """Return what each credit of a caption has some of; it is quicker to look for."""
    endings = anywhere(lambda one: one.page.caption_end)
    words = anywhere(lambda one: one.page.credit) | {ending.split()[0] for ending in endings}
    agencies = anywhere(lambda one: one.page.agency)
    first = {agency for agency in agencies if not agency.startswith(tuple(agencies - {agency}))}
    return ("/", *sorted(first), *sorted(word[1:] for word in words if len(word) > SHORT))
