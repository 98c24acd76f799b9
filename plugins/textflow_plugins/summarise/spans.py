"""SentenceSpans: in which sentence something stands, and how much of it is quotation."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]

#: A sentence is a quotation rather than a report if more of it than this is quoted.
_SPOKEN = 0.5
#: It is a bare quotation if more of it than this is.
_BARE = 0.9
#: Kinds of amounts that are the news.
STATED = frozenset(("money", "percent"))


class SentenceSpans:
    """The sentence in which each character stands."""

    def __init__(self, sentences: Sequence[Row]) -> None:
        self._starts: list[int] = [row["start"] for row in sentences]
        self._ends: list[int] = [row["end"] for row in sentences]

    def at(self, position: int) -> int:
        """Return the sentence at ``position``, or the nearest one before it."""
        return max(0, bisect_right(self._starts, position) - 1)

    def share(self, number: int, row: Row) -> float:
        """Return how much of a sentence the span of ``row`` covers."""
        start, end = self._starts[number], self._ends[number]
        covered: int = min(end, row["end"]) - max(start, row["start"])
        return covered / max(1, end - start)

    def quoted(self, quote: Row) -> Iterator[tuple[int, float]]:
        """Yield the sentences in which a direct quotation stands, and its share of each."""
        if quote["kind"] != "indirect":
            for number in range(self.at(quote["start"]), self.at(quote["end"] - 1) + 1):
                yield number, self.share(number, quote)

    def bare(self, quote: Row) -> Iterator[int]:
        """Yield the sentences that are nothing but this quotation."""
        return (number for number, share in self.quoted(quote) if share > _BARE)

    def stating(self, amounts: Iterable[Row]) -> set[int]:
        """Return the sentences that state a sum of money or a share."""
        return {self.at(row["start"]) for row in amounts if row["kind"] in STATED}

    def spoken(self, quotes: Iterable[Row]) -> set[int]:
        """Return the sentences that are quotation rather than report."""
        shares: dict[int, float] = {}
        for quote in quotes:
            for number, share in self.quoted(quote):
                shares[number] = shares.get(number, 0.0) + share
        return {number for number, share in shares.items() if share > _SPOKEN}
