"""
The text cut into pieces, each with the marks that lie on it.

Findings overlap and cross in every way, which nested elements cannot. So a paragraph
is cut wherever a mark begins or ends. The page's script cuts in the same way.
"""

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import attrs

from textflow.looking.findings import Dropped, Finding
from textflow.review.items import is_span

#: Hues and line patterns; their numbers share no divisor, so that together they make 40.
HUES = 8
PATTERNS = 5


@attrs.frozen
class Mark:
    """Something to be seen on a range of the text."""

    start: int
    end: int
    #: Names of style classes.
    look: str
    #: Shown before its first piece.
    head: str = ""
    #: Shown behind its last piece.
    tail: str = ""


@attrs.frozen
class Piece:
    """A stretch of one paragraph on which the same marks lie, or something dropped."""

    text: str
    look: str = ""
    heads: tuple[tuple[str, str], ...] = ()
    tails: tuple[tuple[str, str], ...] = ()
    dropped: Dropped | None = None


def look_of(number: int | None) -> str:
    """Return the classes of the speaker with this number: a hue and a line pattern."""
    if number is None:
        return "nobody"
    return f"c{number % HUES} p{number % PATTERNS}"


def initials(name: str) -> str:
    """
    Return what is shown for a name where there is little room.

    >>> initials("Ingrid van der Halloway"), initials("witness")
    ('IH', 'W')
    """
    words = [word for word in name.split() if word[0].isalnum()]
    big = [word for word in words if word[0].isupper()] or words
    return "".join(word[0].upper() for word in (big[:1] + big[1:][-1:])) or "?"


def value_of(fields: Mapping[str, Any]) -> str:
    """
    Return what an amount comes to.

    >>> value_of({"value": "4200000", "currency": "USD"})
    '4,200,000 USD'
    >>> value_of({"low": "2", "high": "3", "kind": "percent"})
    '2 to 3 %'
    """
    numbers = (
        [fields.get("value")] if "value" in fields else [fields.get("low"), fields.get("high")]
    )
    said = " to ".join(grouped(str(number)) for number in numbers if number is not None)
    unit = fields.get("currency") or fields.get("unit") or ""
    sign = "%" if fields.get("kind") == "percent" else str(unit)
    return " ".join(filter(None, (said, sign)))


def marks(
    found: Iterable[Finding], names: Mapping[str, str], numbers: Mapping[str, int]
) -> Iterator[Mark]:
    """Yield the marks of ``found``; ``numbers`` are those of the speakers by name."""
    for one in found:
        if one.layer == "quotes":
            yield from _quote(one, names, numbers)
        elif one.layer == "amounts":
            yield Mark(one.start, one.end, "amount", tail=value_of(one.fields))
        elif one.layer == "summary":
            yield Mark(one.start, one.end, "summary", head=str(one.fields.get("rank", "")))
        else:
            yield Mark(one.start, one.end, "other")
        if one.said and one.said.label:
            yield Mark(one.start, one.end, f"gold {one.said.what}", head=one.said.label)


def blocks(
    text: str, spans: Sequence[tuple[int, int]], on: Iterable[Mark], gone: Iterable[Dropped]
) -> Iterator[list[Piece]]:
    """
    Yield the pieces of each paragraph; what was dropped between two comes as a block alone.

    Paragraphs and what was dropped come in text order.
    """
    sweep = _Sweep.over(on)
    left = deque(gone)
    for start, end in spans:
        while left and left[0].at <= start:
            yield [Piece("", dropped=left.popleft())]
        inside: list[Dropped] = []
        while left and left[0].at < end:
            inside.append(left.popleft())
        yield list(_pieces(text, (start, end), sweep, inside))
    yield from ([Piece("", dropped=drop)] for drop in left)


@attrs.define
class _Sweep:
    """Marks in text order, and those that lie on the place that was reached."""

    waiting: deque[Mark]
    #: Where marks begin and end, sorted.
    edges: list[int]
    active: list[Mark] = attrs.field(factory=list)

    @classmethod
    def over(cls, marks: Iterable[Mark]) -> "_Sweep":
        every = sorted(marks, key=lambda mark: mark.start)
        edges = sorted({edge for mark in every for edge in (mark.start, mark.end)})
        return cls(deque(every), edges)

    def within(self, start: int, end: int) -> list[int]:
        """Return where marks begin and end between two places."""
        return self.edges[bisect_right(self.edges, start) : bisect_left(self.edges, end)]

    def at(self, place: int) -> list[Mark]:
        """Go on to ``place`` and return the marks that lie on the character there."""
        on = list(self.active)
        while self.waiting and self.waiting[0].start <= place:
            on.append(self.waiting.popleft())
        self.active = [mark for mark in on if mark.end > place]
        return self.active


def _pieces(
    text: str, span: tuple[int, int], sweep: _Sweep, gone: Sequence[Dropped]
) -> Iterator[Piece]:
    start, end = span
    left = deque(gone)
    cuts = sorted({start, end, *sweep.within(start, end), *(drop.at for drop in gone)})
    for low, high in pairwise(cuts):
        while left and left[0].at == low:
            yield Piece("", dropped=left.popleft())
        yield _piece(text, (low, high), sweep.at(low))


def _starting(marks: Sequence[Mark], at: int) -> Iterator[Mark]:
    return (mark for mark in marks if mark.start == at)


def _ending(marks: Sequence[Mark], at: int) -> Iterator[Mark]:
    return (mark for mark in marks if mark.end == at)


def _piece(text: str, span: tuple[int, int], on: Sequence[Mark]) -> Piece:
    low, high = span
    looks = dict.fromkeys(name for mark in on for name in mark.look.split())
    return Piece(
        text[low:high],
        " ".join(looks),
        tuple((mark.look, mark.head) for mark in _starting(on, low) if mark.head),
        tuple((mark.look, mark.tail) for mark in _ending(on, high) if mark.tail),
    )


def _quote(one: Finding, names: Mapping[str, str], numbers: Mapping[str, int]) -> Iterator[Mark]:
    name = names.get(str(one.fields.get("speaker")), "")
    look = look_of(numbers.get(name) if name else None)
    yield Mark(one.start, one.end, f"quote {look}", head=initials(name) if name else "?")
    for part in ("mention", "cue"):
        held = one.fields.get(part)
        if is_span(held):
            yield Mark(held["start"], held["end"], f"{part} {look}")


def grouped(number: str) -> str:
    """
    Return a number with commas between its thousands.

    >>> grouped("-1234567.25")
    '-1,234,567.25'
    """
    whole, dot, rest = number.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    head = len(digits) % 3 or 3
    groups = [digits[:head], *(digits[at : at + 3] for at in range(head, len(digits), 3))]
    return f"{sign}{','.join(groups)}{dot}{rest}"
