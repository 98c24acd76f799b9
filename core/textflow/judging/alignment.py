"""One ground for two records of one document, even where the document itself has changed."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from textflow.judging.grounded import Ground, Span, own_text, raw_text

Record = Mapping[str, Any]

#: The share of characters at equal raw places that must be equal in records of one raw text.
_SAME = 0.9
#: Lines that are compared one by one; a document may have any number of them.
_MOST_LINES = 2_000


def common_ground(before: Record, after: Record) -> tuple[Ground, Ground]:
    """
    Return the ways of two records to one ground.

    It is the text where both have the same, the raw text where that is the same, else the
    text of ``before``, in which each line of ``after`` has the place of an equal one.
    """
    if before["text"] == after["text"]:
        return own_text, own_text
    if _have_one_raw_text(before, after):
        return raw_text(before), raw_text(after)
    return own_text, _Lines.of(before["text"], after["text"]).to_before


def _have_one_raw_text(before: Record, after: Record) -> bool:
    both = equal = 0
    for one, other in _at_equal_places(before, after):
        both += len(one)
        equal += len(one) if one == other else sum(map(str.__eq__, one, other))
    return not both or equal >= _SAME * both


def _at_equal_places(before: Record, after: Record) -> Iterator[tuple[str, str]]:
    """Yield the two texts of each raw range that both have copied."""
    rows = [_copied(record) for record in (before, after)]
    at, place = 0, 0
    while at < len(rows[0]) and place < len(rows[1]):
        one, other = rows[0][at], rows[1][place]
        low, high = max(one[1], other[1]), min(one[2], other[2])
        if low < high:
            first, second = one[0] + low - one[1], other[0] + low - other[1]
            size = high - low
            yield before["text"][first : first + size], after["text"][second : second + size]
        if one[2] <= other[2]:
            at += 1
        else:
            place += 1


def _copied(record: Record) -> list[tuple[int, int, int]]:
    """Return ``(text start, raw start, raw end)`` of each row that was copied."""
    rows: Sequence[Sequence[int]] = record["raw_map"]
    return [(row[0], row[2], row[3]) for row in rows if row[1] - row[0] == row[3] - row[2]]


@attrs.frozen
class _Lines:
    """Where the lines of a later text are in an earlier one."""

    #: ``(start, end, start in the earlier text)`` of each run of equal lines.
    runs: tuple[tuple[int, int, int], ...]
    #: Where places begin that the earlier text does not have.
    beyond: int

    @classmethod
    def of(cls, before: str, after: str) -> "_Lines":
        """Compare two texts line by line."""
        texts = before.split("\n"), after.split("\n")
        starts = [_starts(lines) for lines in texts]
        runs = [
            (starts[1][other], starts[1][other + size], starts[0][one])
            for one, other, size in _equal(*texts)
        ]
        return cls(tuple(runs), len(before) + 1)

    def to_before(self, span: Span) -> Span:
        """Return where ``span`` is in the earlier text, or a place that this does not have."""
        for start, end, place in self.runs:
            if start <= span[0] and span[1] <= end:
                return span[0] - start + place, span[1] - start + place
        return span[0] + self.beyond, span[1] + self.beyond


def _starts(lines: Sequence[str]) -> list[int]:
    found = [0]
    for line in lines:
        found.append(found[-1] + len(line) + 1)
    return found


def _equal(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Yield ``(place, place, size)`` of runs of equal lines, in order."""
    shorter = min(len(one), len(other))
    head = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    tail = next(
        (at for at in range(shorter - head) if one[-1 - at] != other[-1 - at]), shorter - head
    )
    yield 0, 0, head
    middle = one[head : len(one) - tail], other[head : len(other) - tail]
    if max(map(len, middle)) <= _MOST_LINES:
        for block in difflib.SequenceMatcher(None, *middle, autojunk=False).get_matching_blocks():
            yield block.a + head, block.b + head, block.size
    yield len(one) - tail, len(other) - tail, tail
