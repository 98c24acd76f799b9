"""Lines that say by whom something was written."""

import re
from functools import cache

from textflow_plugins.clean.dates import SHORT, date_words, is_full_date
from textflow_plugins.clean.lines import Line
from textflow_plugins.languages import any_of, anywhere, late

#: No name has more words than these, nor those of one line.
NAME = 6
NAMES = 7

DAY = late(r"\d{1,2}(?:[^\W\d_]{2})?\Z")
#: What parts a name from a date, or a time, which no headline states.
PARTED = late(r"\s-\s|[|/@\u2022\u2013]|\d:\d\d")
LABEL = late(r":\s|---")
CONTACT = re.compile(
    r"(?: @\w{2,30} | [\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,63}){1,4}"
    r" | (?:www\.)?twitter\.com/\w{1,30} )\Z",
    re.VERBOSE | re.IGNORECASE,
)
#: So begins the signature of a quoted tweet; a line that opens with a year is a programme.
SIGNATURE = ("\u2014", "\u2013", "19", "20")
PARTS = late(r"[\s/|]+")


def is_byline(line: Line) -> bool:
    """Return whether a line names who wrote the text, perhaps with the date or an address."""
    if is_bare_byline(line) or _reported().match(line.text):
        return True
    if len(line.words) > SHORT or line.text.endswith(("?", "!", ":")):
        return False
    if CONTACT.match(line.text):
        return True
    return (_opens_byline(line) or _dated_name(line)) and _only_names(line)


def _opens_byline(line: Line) -> bool:
    shouted = line.text.isupper() and len(line.words) > NAME  # a headline
    return not shouted and _byline().match(line.text) is not None


def is_bare_byline(line: Line) -> bool:
    """Return whether a line opens a byline that goes on in the next."""
    return len(line.words) == 1 and line.words[0] in _openings()


def is_name(line: Line) -> bool:
    """Return whether a line could be the name of a person or a paper."""
    return len(line.words) <= NAME and _only_names(line)


def _dated_name(line: Line) -> bool:
    """Return whether a line has a whole date and few other words: "Ann Lee - Nov 19, 2019"."""
    if not is_full_date(line):
        return False
    known = date_words()
    others = [word for word in line.words if word not in known and not word[0].isdigit()]
    return 0 < len(others) <= NAMES and _has_day_apart(line)


def _has_day_apart(line: Line) -> bool:
    """Return whether a line with a date has its day, parted from the rest, and is no sentence."""
    return (
        any(DAY.match(word) for word in line.words)
        and PARTED.search(line.text) is not None
        and LABEL.search(line.text) is None
        and not line.text.endswith(".")
        and not line.text.startswith(SIGNATURE)
    )


def _only_names(line: Line) -> bool:
    words = [word.strip(".,:;()-\u2013\u2014") for word in PARTS.split(line.text)]
    if len(words) > 1 and words[-2].casefold() in _openings():
        words.pop()  # a user: "May 3, 2019 / by admin"
    return all(_in_byline(word) for word in words[1:] if word)


def _in_byline(word: str) -> bool:
    bare = word.casefold()
    known = bare in _inner() or bare in date_words() or bare.replace(".", "") in date_words()
    return known or not word[0].islower() or "@" in word


@cache
def _openings() -> frozenset[str]:
    return anywhere(lambda one: one.page.byline)


@cache
def _inner() -> frozenset[str]:
    return anywhere(lambda one: one.page.byline_inner)


@cache
def _reported() -> re.Pattern[str]:
    openings = any_of(anywhere(lambda one: one.page.reported))
    return re.compile(rf"\(? {openings} \s [A-Z]", re.VERBOSE | re.IGNORECASE)


@cache
def _byline() -> re.Pattern[str]:
    """Return the pattern of what opens a byline, and of the first letter of the name."""
    openings = any_of(_openings())
    acts = any_of(anywhere(lambda one: one.page.byline_act))
    articles = any_of(anywhere(lambda one: one.words.definite))
    return re.compile(
        rf"(?i: (?: {acts} \s )? {openings} ) :? \s+ (?: (?i:{articles}) \s )? [^\W\d_a-z]",
        re.VERBOSE,
    )
