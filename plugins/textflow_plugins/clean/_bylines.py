"""Lines that say when something was published, and by whom."""

import re

from textflow_plugins.clean._lexicon import date_words, months
from textflow_plugins.clean._lines import Line

#: No date and no byline has more words, and no name in one more than these.
SHORT = 20
NAME = 6
NAMES = 7

STAMPS = frozenset(["published", "updated", "posted", "veröffentlicht", "aktualisiert", "publié"])
DATED = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:\d{2}){1,2}\b|\d{4}-\d{2}-\d{2}\b")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
NUMBER = re.compile(r"\d{1,4}(?:st|nd|rd|th|am|pm|[ap])?\Z")
DAY = re.compile(r"\d{1,2}(?:st|nd|rd|th)?\Z")
DATELINE = re.compile(r"[^\W\d_]{5,12},?\s[^\W\d_]{3,10}\s\d{1,2},?\s\d{4}\Z")
TODAY = re.compile(r"(?:today|yesterday),?\s(?:at\s)?\d{1,2}:\d\d", re.IGNORECASE)
#: What parts a name from a date, or a time, which no headline states.
PARTED = re.compile(r"\s-\s|[|/@\u2022\u2013]|\d:\d\d")
LABEL = re.compile(r":\s|---")
CONTACT = re.compile(
    r"(?: @\w{2,30} | [\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,63}){1,4}"
    r" | (?:www\.)?twitter\.com/\w{1,30} )\Z",
    re.VERBOSE | re.IGNORECASE,
)
REPORTED = re.compile(
    r"\(? (?: (?: additional \s )? reporting | writing | editing | compiled ) \s by \s [A-Z]",
    re.VERBOSE | re.IGNORECASE,
)
BYLINE = re.compile(
    r"(?i:by | posted \s by | written \s by | von | par | por | di ) :? \s+"
    r" (?: [Tt]he \s )? [^\W\d_a-z]",
    re.VERBOSE,
)
#: What may stand between the names of a byline.
BETWEEN = (
    """and the for of in special to from staff writer reporter by jdadmin und et y e de la van"""
)
LINKS = frozenset(BETWEEN.split())
#: So begins the signature of a quoted tweet; a line that opens with a year is a programme.
SIGNATURE = ("\u2014", "\u2013", "19", "20")
PARTS = re.compile(r"[\s/|]+")


def is_date(line: Line) -> bool:
    """Say whether a line states nothing but when something was published."""
    if len(line.words) > SHORT or line.text.endswith("."):
        return False
    known = date_words()
    if not all(NUMBER.match(word) or word in known for word in line.words):
        return False
    if is_dateline(line):
        return False
    today = TODAY.match(line.text) is not None
    return today or _is_full_date(line) or line.words[-1:] == ("ago",)


def is_dateline(line: Line) -> bool:
    """Say whether a line is a date as articles open with it: "Friday, July 21, 2017"."""
    return DATELINE.match(line.text) is not None


def is_byline(line: Line) -> bool:
    """Say whether a line names who wrote the text, perhaps with the date or an address."""
    if line.words == ("by",) or REPORTED.match(line.text):
        return True
    if len(line.words) > SHORT or line.text.endswith(("?", "!", ":")):
        return False
    shouted = line.text.isupper() and len(line.words) > NAME  # a headline
    named = (BYLINE.match(line.text) is not None and not shouted) or _dated_name(line)
    return CONTACT.match(line.text) is not None or (named and _only_names(line))


def is_stamp(line: Line) -> bool:
    """Say whether a date says that it is when something was published."""
    return bool(line.words) and line.words[0] in STAMPS


def is_name(line: Line) -> bool:
    """Say whether a line could be the name of a person or a paper."""
    return len(line.words) <= NAME and _only_names(line)


def _is_full_date(line: Line) -> bool:
    names = months()
    named = any(word in names for word in line.words) and YEAR.search(line.text)
    return bool(named or DATED.search(line.text))


def _dated_name(line: Line) -> bool:
    """Say whether a line has a whole date and few other words: "Ann Lee - Nov 19, 2019"."""
    known = date_words()
    others = [word for word in line.words if word not in known and not word[0].isdigit()]
    return (
        0 < len(others) <= NAMES
        and _is_full_date(line)
        and any(DAY.match(word) for word in line.words)
        and PARTED.search(line.text) is not None
        and LABEL.search(line.text) is None
        and not line.text.endswith(".")
        and not line.text.startswith(SIGNATURE)
    )


def _only_names(line: Line) -> bool:
    words = [word.strip(".,:;()-\u2013\u2014") for word in PARTS.split(line.text)]
    return all(_in_byline(word) for word in words[1:] if word)


def _in_byline(word: str) -> bool:
    bare = word.casefold()
    known = bare in LINKS or bare in date_words() or bare.replace(".", "") in date_words()
    return known or not word[0].islower() or "@" in word
