"""The date that a page shows beside its headline, in the words of its language."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from textflow_plugins.html.blocks import Block
from textflow_plugins.html.rules import is_prose
from textflow_plugins.languages import language, tags

#: A date is so many blocks before the headline at most, or behind it, in so short a block.
BEFORE, BEHIND, LONGEST = 3, 6, 120
#: A number, or a word with the marks that belong to it.
TOKEN = re.compile(r"\d+|[^\s\d,;:|/()\[\]]+")
#: 3.5.2024, 3/5/2024, 2024-05-03, and as China, Japan and Korea write it.
PARTED = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?![\d/-])")
YEAR_FIRST = re.compile(
    r"(?<![\d./-])(\d{4})\s?[-./年년]\s?(\d{1,2})\s?[-./月월]\s?(\d{1,2})(?!\d)"
)
#: The year of the Buddhists is so far ahead.
BUDDHIST = 543
#: Years that a page may be of.
YEARS = range(1990, 2100)
MONTHS = 12
#: Words of so few letters may stand between the parts of a date: de, th.
SHORT = 3
#: The "in" of Hebrew, which is joined to the month.
IN = "\u05d1"
#: Where the month is before the day.
MONTH_FIRST = ("en-us", "en_us", "fil", "en-ph", "en_ph")


def shown_date(blocks: Sequence[Block], tag: str) -> str | None:
    """Return the first date beside the headline; of several in one block, the earliest."""
    for block in _beside(blocks):
        found = list(dates(block.text, tag))
        if found:
            return min(found).isoformat()
    return None


def _beside(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the short blocks behind the headline, then those before it."""
    places = [at for at, block in enumerate(blocks) if block.tag == "h1"][:1]
    for at in places:
        near = [*blocks[at + 1 : at + 1 + BEHIND], *reversed(blocks[max(0, at - BEFORE) : at])]
        yield from (one for one in near if len(one.text) <= LONGEST and not is_prose(one))


def dates(text: str, tag: str) -> Iterator[date]:
    """
    Yield the dates with a year that ``text`` states in the language of ``tag``.

    >>> [*map(str, dates("Updated 5 June 2024, published May 3rd, 2024", "en"))]
    ['2024-06-05', '2024-05-03']
    >>> [*map(str, dates("03/05/2024", "en-US"))], [*map(str, dates("03/05/2024", ""))]
    (['2024-03-05'], [])
    """
    yield from _in_words(text, tag)
    for year, month, day in YEAR_FIRST.findall(text):
        yield from _day(int(year), int(month), int(day))
    for first, mark, second, year in PARTED.findall(text):
        day, month = int(first), int(second)
        if _is_month_first(day, month, mark, tag):
            day, month = month, day
        if mark == "." or tag or max(day, month) > MONTHS:
            yield from _day(int(year), month, day)


def _is_month_first(first: int, second: int, mark: str, tag: str) -> bool:
    """Return whether a date in digits has its month first: 5/3/2024."""
    if mark == "." or first > MONTHS:
        return False
    return second > MONTHS or tag.lower().startswith(MONTH_FIRST)


def _in_words(text: str, tag: str) -> Iterator[date]:
    known = _months(tag.replace("_", "-").partition("-")[0].lower())
    words = TOKEN.findall(text)
    for at, word in enumerate(words):
        name = word.replace(".", "").lower()
        month = known.get(name) or known.get(name.removeprefix(IN))
        if month:
            yield from _around(words[max(0, at - SHORT) : at], month, words[at + 1 : at + 5])


def _around(before: Sequence[str], month: int, behind: Sequence[str]) -> Iterator[date]:
    """Yield the date of a month, with the words before and behind it."""
    left, right = _numbers(reversed(before)), _numbers(behind)
    numbers = [*left[:1], *right[:1], *right[1:2], *left[1:2]]
    days = [number for number in numbers if number <= 31]  # noqa: PLR2004 - of a month
    years = [number for number in numbers if number > 31]  # noqa: PLR2004 - as above
    if days and years:
        yield from _day(years[0], month, days[0])


def _numbers(words: Iterator[str] | Sequence[str]) -> list[int]:
    """Return the first numbers of ``words``, with nothing but short words between."""
    found: list[int] = []
    for word in words:
        if word.isdecimal():
            found.append(int(word[:4]))
        elif len(word) > SHORT:
            break
    return found


def _day(year: int, month: int, day: int) -> Iterator[date]:
    """Yield a day if there is one, of the calendar of the Buddhists too."""
    year = year - BUDDHIST if year - BUDDHIST in YEARS else year
    if year not in YEARS:
        return
    try:
        yield date(year, month, day)
    except ValueError:
        return


@lru_cache(maxsize=64)
def _months(tag: str) -> dict[str, int]:
    """Return the months by their names; of English where the language is not known."""
    known = language(tag if tag in tags() else "en").months
    return {name: one.month for one in known for name in one.names}
