"""Days, months or years: whichever makes a readable row."""

import re
from collections.abc import Callable, Mapping
from datetime import date

import attrs

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@attrs.frozen
class Step:
    """One column of a timeline."""

    label: str
    documents: int
    quotes: int


@attrs.frozen
class _Unit:
    """A length of time, and how its columns are numbered and called."""

    most: int
    number: Callable[[date], int]
    label: Callable[[int], str]


_UNITS = (
    _Unit(62, date.toordinal, lambda number: date.fromordinal(number).isoformat()),
    _Unit(60, lambda day: day.year * 12 + day.month - 1, lambda n: f"{n // 12}-{n % 12 + 1:02}"),
    _Unit(10_000, lambda day: day.year, str),
)


def day_of(said: object) -> date | None:
    """
    Return the day that a document's ``meta.date`` begins with, or None.

    >>> day_of("2024-05-17T08:00:00Z"), day_of("17 May")
    (datetime.date(2024, 5, 17), None)
    """
    found = _DAY.match(str(said))
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def timeline(days: Mapping[date, tuple[int, int]]) -> list[Step]:
    """
    Return days, months or years from the first to the last, none left out between them.

    >>> [step.label for step in timeline({date(2024, 2, 28): (1, 2), date(2024, 3, 1): (1, 0)})]
    ['2024-02-28', '2024-02-29', '2024-03-01']
    """
    if not days:
        return []
    first, last = min(days), max(days)
    unit = next(one for one in _UNITS if one.number(last) - one.number(first) < one.most)
    sums: dict[int, tuple[int, int]] = {}
    for day, (documents, quotes) in days.items():
        before = sums.get(unit.number(day), (0, 0))
        sums[unit.number(day)] = (before[0] + documents, before[1] + quotes)
    numbers = range(unit.number(first), unit.number(last) + 1)
    return [Step(unit.label(number), *sums.get(number, (0, 0))) for number in numbers]
