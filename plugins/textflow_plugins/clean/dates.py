"""Lines that say only when something was published."""

import re
from functools import cache

from textflow_plugins.clean.lines import Line
from textflow_plugins.languages import any_of, anywhere, late

#: No date and no byline has more words.
SHORT = 20

DIGIT = re.compile(r"\d")
DATED = late(r"\d{1,2}[./-]\d{1,2}[./-](?:\d{2}){1,2}\b|\d{4}-\d{2}-\d{2}\b")
YEAR = late(r"\b(?:19|20)\d\d\b")
DATELINE = re.compile(r"[^\W\d_]{5,12},?\s[^\W\d_]{3,10}\s\d{1,2},?\s\d{4}\Z")


def is_date(line: Line) -> bool:
    """Return whether a line states nothing but when something was published."""
    if len(line.words) > SHORT or line.text.endswith("."):
        return False
    if is_dateline(line) or not _is_of_date_words(line):
        return False
    today = _today().match(line.text) is not None
    return today or is_full_date(line) or line.words[-1:] in _ago()


def _is_of_date_words(line: Line) -> bool:
    known, number = date_words(), _number()
    return all(number.match(word) or word in known for word in line.words)


def is_dateline(line: Line) -> bool:
    """Return whether a line is a date as articles open with it: "Friday, July 21, 2017"."""
    return DATELINE.match(line.text) is not None


def is_stamp(line: Line) -> bool:
    """Return whether a date says that it is when something was published."""
    return bool(line.words) and line.words[0] in _published()


def is_full_date(line: Line) -> bool:
    """Return whether a line has a date with its year."""
    if DIGIT.search(line.text) is None:
        return False
    named = not _names().isdisjoint(line.words) and YEAR.search(line.text)
    return bool(named or DATED.search(line.text))


@cache
def date_words() -> frozenset[str]:
    """Return the words of which a mere date is made."""
    other = anywhere(lambda one: one.calendar.beside | one.calendar.ago)
    clock = anywhere(lambda one: one.calendar.day | one.calendar.half | one.calendar.zone)
    return _names() | _published() | clock | other


@cache
def _names() -> frozenset[str]:
    """Return the names of months and weekdays; a line without one is no date."""
    months = anywhere(lambda one: one.calendar.month | one.calendar.month_short)
    return months | anywhere(lambda one: one.calendar.weekday | one.calendar.weekday_short)


@cache
def _published() -> frozenset[str]:
    return anywhere(lambda one: one.calendar.published)


@cache
def _number() -> re.Pattern[str]:
    """Return the pattern of a number in a date, with what may be glued to it: 3rd, 7pm."""
    endings = any_of(anywhere(lambda one: one.endings.ordinal | one.calendar.half))
    return re.compile(rf"\d{{1,4}} {endings}? \Z", re.VERBOSE)


@cache
def _ago() -> frozenset[tuple[str, ...]]:
    return frozenset((word,) for word in anywhere(lambda one: one.calendar.ago))


@cache
def _today() -> re.Pattern[str]:
    """Return the pattern of a day told from today, and a time."""
    days = any_of(anywhere(lambda one: one.calendar.day))
    return re.compile(rf"{days},?\s (?: \w{{1,3}} \s )? \d{{1,2}}:\d\d", re.VERBOSE | re.IGNORECASE)
