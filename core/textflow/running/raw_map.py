"""Where every character of the clean text came from: rows, composed edit by edit."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from textflow.document import Edit

#: text_start, text_end, raw_start, raw_end.
Row = tuple[int, int, int, int]


def _is_verbatim(row: Row) -> bool:
    return row[1] - row[0] == row[3] - row[2]


@attrs.frozen
class RawMap:
    """
    Rows ``(text_start, text_end, raw_start, raw_end)`` that cover the text without gaps.

    Rows of equal lengths are verbatim, others substituted; raw ranges never overlap.

    >>> text, rows = RawMap.identity(8).edited("a&amp;b!", [Edit(1, 6, "&")])
    >>> text, rows.rows
    ('a&b!', ((0, 1, 0, 1), (1, 2, 1, 6), (2, 4, 6, 8)))
    >>> rows.to_raw(1, 3)
    (1, 7)
    """

    rows: tuple[Row, ...]
    _starts: tuple[int, ...] = attrs.field(
        init=False,
        repr=False,
        eq=False,
        default=attrs.Factory(lambda self: tuple(row[0] for row in self.rows), takes_self=True),
    )

    @classmethod
    def identity(cls, size: int) -> "RawMap":
        """Return the map of a text of ``size`` characters that nothing has changed."""
        return cls(((0, size, 0, size),) if size else ())

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> "RawMap":
        """Return the map that a record contains."""
        return cls(tuple((a, b, c, d) for a, b, c, d in record["raw_map"]))

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw range of ``text[start:end]``; an empty span has an empty range."""
        if not self.rows:
            return 0, 0
        low = self._raw_range(start)[0] if start < self.rows[-1][1] else self.rows[-1][3]
        if start >= end:
            return low, low
        return low, self._raw_range(end - 1)[1]

    def edited(self, text: str, edits: Sequence[Edit]) -> tuple[str, "RawMap"]:
        """Return the text after ``edits`` (in order, apart) and its map to the raw text."""
        pieces: list[str] = []
        rows: list[Row] = []
        done = 0
        for start, end, new, _ in (*edits, _end(text)):
            if start < end and text[start:end] == new:
                continue  # it changes nothing: the text stays verbatim
            pieces += (text[done:start], new)
            for size, raw, verbatim in self._parts(done, start):
                _append(rows, size, raw, verbatim=verbatim)
            _append(rows, len(new), self.to_raw(start, end), verbatim=False)
            done = end
        return "".join(pieces), RawMap(tuple(rows))

    def _row_at(self, place: int) -> int:
        return max(bisect_right(self._starts, place) - 1, 0)

    def _raw_range(self, place: int) -> tuple[int, int]:
        """Return the raw range of the character at ``place``."""
        row = self.rows[self._row_at(place)]
        if not _is_verbatim(row):
            return row[2], row[3]
        return row[2] + place - row[0], row[2] + place - row[0] + 1

    def _parts(self, start: int, end: int) -> Iterator[tuple[int, tuple[int, int], bool]]:
        """Yield (length, raw range, verbatim) of the rows, or parts of rows, between two places."""
        at = self._row_at(start)
        while start < end:
            row = self.rows[at]
            stop = min(row[1], end)
            yield stop - start, self.to_raw(start, stop), _is_verbatim(row)
            start, at = stop, at + 1


def _end(text: str) -> Edit:
    """Return the edit that changes nothing behind the last character."""
    return Edit(len(text), len(text))


def _append(rows: list[Row], size: int, raw: tuple[int, int], *, verbatim: bool) -> None:
    """Add ``size`` characters of text; two verbatim neighbours become one row."""
    if not size:
        return
    at, floor = (rows[-1][1], rows[-1][3]) if rows else (0, 0)
    if verbatim:
        row = (at, at + size, *raw)
        if rows and raw[0] == floor and _is_verbatim(rows[-1]):
            last = rows.pop()
            row = (last[0], row[1], last[2], row[3])
        rows.append(row)
        return
    for length, low, high in _substituted(size, max(raw[0], floor), max(raw[1], floor)):
        rows.append((at, at + length, low, high))
        at += length


def _substituted(size: int, low: int, high: int) -> Iterator[tuple[int, int, int]]:
    """
    Yield (length, raw_start, raw_end) for ``size`` new characters in unequal rows.

    Equal lengths mean "copied verbatim", so a substitution of equal length is told
    in two rows. A single character for a single one has no such pair: its row has
    an empty raw range at the place where the old one was.
    """
    if size != high - low:
        yield size, low, high
    elif size == 1:
        yield 1, low, low
    elif size == 2:  # noqa: PLR2004 - one and one would be equal again
        yield 1, low, high
        yield 1, high, high
    else:
        yield size - 1, low, low + 1
        yield 1, low + 1, high
