"""Lines that are told by their shape: counts, credits of pictures, ways through the site."""

import re

from textflow_plugins.clean._lexicon import Lexicon
from textflow_plugins.clean._lines import Line

#: The longest caption, the longest credit on a line of its own, in words.
CAPTION, CREDIT_WORDS, CRUMBS = 60, 16, 8
#: The longest number that stands alone, in characters.
NUMBER = 3

COUNT = re.compile(
    r"(?: \d[\d.,]{0,8} \s? [kKmM]? \s? (?: shares? | comments? | views? | likes? | retweets? ) )\Z"
    r"| (?: image \s )? \d{1,3} \s? (?: of | / | of\ / ) \s? \d{1,3} \Z"
    r"| \( \d{1,3} \s videos? \) \Z",
    re.VERBOSE | re.IGNORECASE,
)
AGENCIES = r"\b(?:AP|AFP|EPA|Reuters|REUTERS|Associated\sPress|Getty(?:\sImages)?|Shutterstock)"
#: A line that is nothing but a credit.
CREDIT = re.compile(
    rf"""
      (?i: (?: file \s )? (?: photo | image | picture | photograph | foto ) s?
        (?: \s (?: credit | by | courtesy | source ) )? \s? : \s? \S )
    | (?i: (?: main \s | image \s | photo \s )? credit \s? : \s? \S )
    | (?: [^\W\d_a-z] [\w.'-]{{0,20}} \s ){{1,4}} [^\W\d_a-z] [\w'-]{{0,20}} , \s {AGENCIES} \Z
    | [^.!?]{{0,80}} [/|] \s? (?: {AGENCIES} | iStock\w* | Bloomberg | The\sNew\sYork\sTimes )
        [^.!?/|]{{0,24}} \Z
    """,
    re.VERBOSE,
)
#: A credit at the end of a caption.
CAPTION_CREDIT = re.compile(
    rf"""
      \( [^()]{{0,60}} {AGENCIES} \b [^()]{{0,40}} \) \Z
    | [.] \s \( [^():]{{2,60}} / [A-Z] [^():]{{1,40}} \) \Z
    | \bREUTERS/ [A-Z] [\w.-]{{1,20}} \s [A-Z] [\w.\x20-]{{1,30}} \Z
    | (?<= [a-z.] ) (?: Credit: | Credit\.\.\. | {AGENCIES} \Z )
    | \s [Cc]redit: \s [A-Z] [^.!?]{{0,60}} \Z
    | [.\x20] © \s? (?: {AGENCIES} ) \b [^.!?]{{0,40}} \Z
    | \s / \s AP \s file \Z | \b [Ss]ubmitted \s [Pp]hoto \Z | / {AGENCIES} \Z
    """,
    re.VERBOSE,
)
#: What every one of these holds some of; quicker to look for.
HINTS = (
    *("AP", "AFP", "EPA", "euters", "REUTERS", "ssociated", "etty", "hutterst", "redit", "hoto"),
    "/",
)
SIGN = re.compile(r"© \s? [A-Z] | © \s? \d{4}", re.VERBOSE)
ELSEWHERE = re.compile(r"(?:also\s)?on\s[\w-]{2,30}\.(?:com|org|net)\b:?\s", re.IGNORECASE)
CRUMB = re.compile(r"[\w)] \s [>\u203a\xbb] (?: \s [\w(] | \Z )", re.VERBOSE)
SITE = re.compile(r"[a-z0-9-]{2,40}\.(?:com|org|net)\Z")
FOLLOW = re.compile(r"follow\s.{1,40}\son\Z", re.IGNORECASE)
CHAINED = re.compile(r"PrevPrevious\w|Next[A-Z].{1,200}Next\Z")


def sure_shape(line: Line) -> str | None:
    """Return the rule for a line whose shape says enough, wherever it stands."""
    if len(line.words) > CAPTION:
        return None
    if COUNT.match(line.text):
        return "count"
    if _is_credit(line):
        return "credit"
    return "related" if ELSEWHERE.match(line.text) and not line.prose else None


def edge_shape(line: Line, words: Lexicon) -> str | None:
    """Return the rule for a line whose shape says enough outside the prose."""
    if len(line.words) > CRUMBS or not line.words:
        return "navigation" if CHAINED.match(line.text) else None
    if line.text.endswith(("?", ".")):
        return None
    if FOLLOW.match(line.text) or all(word in words.buttons for word in line.words):
        return "share"
    crumbs = CRUMB.search(line.text) and "\xab" not in line.text
    return "navigation" if crumbs or SITE.match(line.text) else None


def is_number(line: Line) -> bool:
    """Say whether a line is a small number: of comments, or a place in a list."""
    return len(line.text) <= NUMBER and line.text.isdecimal()


def _is_credit(line: Line) -> bool:
    if len(line.words) <= CREDIT_WORDS and CREDIT.match(line.text):
        return True
    if SIGN.match(line.text):
        return True
    hinted = any(hint in line.text for hint in HINTS)
    return hinted and CAPTION_CREDIT.search(line.text) is not None
