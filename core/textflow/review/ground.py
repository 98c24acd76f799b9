"""The ground that selectors point at: a record's text, and the way to the raw text and back."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import attrs

from textflow.review.folding import Folded, folded
from textflow.running.raw_map import RawMap, Row

#: A half-open range of characters.
Span = tuple[int, int]


@attrs.frozen
class Ground:
    """A clean text, and its map to the raw text."""

    text: str
    rows: tuple[Row, ...]

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> "Ground":
        """Return the ground of ``record``."""
        rows: Sequence[Sequence[int]] = record["raw_map"]
        return cls(record["text"], tuple((row[0], row[1], row[2], row[3]) for row in rows))

    @cached_property
    def raw_map(self) -> RawMap:
        """The map to the raw text."""
        return RawMap(self.rows)

    @cached_property
    def folded(self) -> Folded:
        """The text as it is compared."""
        return folded(self.text)

    @cached_property
    def _raw_starts(self) -> tuple[int, ...]:
        return tuple(row[2] for row in self.rows)

    def to_raw(self, span: Span) -> Span:
        """Return the raw range of ``span``."""
        return self.raw_map.to_raw(*span)

    def to_text(self, raw: Span) -> Span:
        """
        Return the span of the text that came out of the raw range; empty where nothing did.

        A substituted row has no parts: it belongs to the span where any of it does.
        """
        pieces = [piece for row in self.rows if (piece := _piece(row, raw))]
        return (pieces[0][0], pieces[-1][1]) if pieces else (0, 0)

    def place_of(self, raw: int) -> int:
        """Return the place in the text where what was at ``raw`` would be now."""
        at = bisect_right(self._raw_starts, raw) - 1
        if at < 0:
            return 0
        text_start, text_end, raw_start, raw_end = self.rows[at]
        if raw < raw_end and text_end - text_start == raw_end - raw_start:
            return text_start + raw - raw_start
        return text_end

    def trimmed(self, span: Span) -> Span:
        """Return ``span`` without white space at its ends."""
        words = self.text[span[0] : span[1]]
        start = span[0] + len(words) - len(words.lstrip())
        return start, max(start, span[0] + len(words.rstrip()))

    def folded_at(self, place: int) -> int:
        """Return the place in the folded text of what is at ``place`` or next behind it."""
        return bisect_left(self.folded.places, place)


def _piece(row: Row, raw: Span) -> Span | None:
    """Return the part of a row's text that came out of ``raw``."""
    text_start, text_end, raw_start, raw_end = row
    low, high = max(raw[0], raw_start), min(raw[1], raw_end)
    if low >= high:
        return None
    if text_end - text_start == raw_end - raw_start:
        return text_start + low - raw_start, text_start + high - raw_start
    return text_start, text_end
