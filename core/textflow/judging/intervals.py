"""How sure a figure is: what it would be in other draws of as many documents."""

import random
from collections.abc import Iterator, Sequence
from operator import itemgetter

import attrs

from textflow.judging.scores import Count

#: Between which figures something is.
Bounds = tuple[float, float]
#: The counts of one figure, document by document.
Counted = Sequence[Count]

_SEED = 20_260_101
_TAILS = (0.025, 0.975)


def interval(counts: Counted, resamples: int) -> Bounds | None:
    """
    Return where F1 is in 95 of 100 draws of as many documents.

    None where fewer than two documents have anything to measure: one has no spread.

    The same counts give the same answer: the draws are seeded.
    """
    return intervals([counts], resamples)[0]


def intervals(rows: Sequence[Counted], resamples: int) -> list[Bounds | None]:
    """Return the interval of each row; those of as many documents are drawn together."""
    found: list[Bounds | None] = [None] * len(rows)
    for size in {len(row) for row in rows} if resamples else ():
        alike = _of_size(rows, size)
        drawn = _drawn([rows[at] for at in alike], size, resamples)
        for at, shares in zip(alike, drawn, strict=True):
            found[at] = _bounds(sorted(shares))
    return found


def _of_size(rows: Sequence[Counted], size: int) -> list[int]:
    return [at for at, row in enumerate(rows) if len(row) == size and _has_spread(row)]


def _has_spread(counts: Counted) -> bool:
    return sum(one.gold + one.found > 0 for one in counts) > 1


def _bounds(shares: Sequence[float]) -> Bounds | None:
    if not shares:
        return None
    low, high = (shares[round(tail * (len(shares) - 1))] for tail in _TAILS)
    return low, high


def _drawn(rows: Sequence[Counted], size: int, resamples: int) -> list[list[float]]:
    """Return F1 of each row in each draw in which there is anything to measure."""
    if not rows:
        return []
    columns, parts = _shared_columns(rows)
    drawn: list[list[float]] = [[] for _ in rows]
    for places in _draws(size, resamples):
        pick = itemgetter(*places)
        sums = [sum(pick(column)) for column in columns]
        for shares, part in zip(drawn, parts, strict=True):
            shares.extend(_f1(Count(*(sums[number] for number in part))))
    return drawn


def _draws(size: int, resamples: int) -> Iterator[list[int]]:
    chance = random.Random(_SEED)  # noqa: S311 - no secret
    return (chance.choices(range(size), k=size) for _ in range(resamples))


def _f1(count: Count) -> list[float]:
    return [] if count.f1 is None else [count.f1]


def _shared_columns(rows: Sequence[Counted]) -> tuple[list[tuple[int, ...]], list[list[int]]]:
    """
    Return the columns of numbers in all ``rows``, and which of them each row is made of.

    Rows of one layer share what is in gold and what is found: each is added up once.
    """
    numbers: dict[tuple[int, ...], int] = {}
    parts = [[numbers.setdefault(column, len(numbers)) for column in _columns(row)] for row in rows]
    return list(numbers), parts


def _columns(row: Counted) -> Iterator[tuple[int, ...]]:
    return zip(*map(attrs.astuple, row), strict=True)
