"""Edits of a text: carry them out, and join two rounds of them into one."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from textflow import Edit


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return ``text`` with ``edits`` (in order, not overlapping) carried out."""
    pieces: list[str] = []
    at = 0
    for edit in edits:
        pieces += (text[at : edit.start], edit.new)
        at = edit.end
    pieces.append(text[at:])
    return "".join(pieces)


def compose(first: list[Edit], between: str, second: list[Edit]) -> list[Edit]:
    """
    Return the edits of the old text that do what ``first`` and then ``second`` do.

    ``between`` is the text after ``first``. Only edits that really overlap are
    merged, so that the map back to the old text stays as fine as it can be.

    >>> compose([Edit(0, 5, "&")], "& so", [Edit(0, 1, "and"), Edit(2, 3, "S")])
    [Edit(start=0, end=5, new='and', rule=None), Edit(start=6, end=7, new='S', rule=None)]
    """
    if not first or not second:
        return first or second
    spans = list(_spans(first))
    starts, ends = zip(*spans, strict=True)
    shifts = [0, *(end - edit.end for end, edit in zip(ends, first, strict=True))]
    joined: list[Edit] = []
    at = 0
    for edit in _widened(spans, between, second):
        inside = bisect_right(ends, edit.start, at)
        behind = bisect_left(starts, edit.end, inside)
        joined += first[at:inside]
        start, end = edit.start - shifts[inside], edit.end - shifts[behind]
        joined.append(Edit(start, end, edit.new, edit.rule or _rule(first[inside:behind])))
        at = behind
    return joined + first[at:]


def _rule(edits: Iterable[Edit]) -> str | None:
    """Return the first rule that any of the edits has."""
    for edit in edits:
        if edit.rule:
            return edit.rule
    return None


def _spans(edits: list[Edit]) -> Iterator[tuple[int, int]]:
    """Yield where the replacements stand in the new text."""
    shift = 0
    for edit in edits:
        start = edit.start + shift
        end = start + len(edit.new)
        yield start, end
        shift = end - edit.end


def _widened(spans: list[tuple[int, int]], text: str, edits: list[Edit]) -> Iterator[Edit]:
    """Yield ``edits`` so widened that none cuts a span: each holds it whole or not at all."""
    held: Edit | None = None  # widened; its replacement still wants text[at : held.end]
    at = 0
    for edit in edits:
        if held and edit.start < held.end:
            new = held.new + text[at : edit.start] + edit.new
            held = held._replace(new=new, rule=held.rule or edit.rule)
        else:
            if held:
                yield held._replace(new=held.new + text[at : held.end])
            start = _outside(spans, edit.start)[0]
            held = Edit(start, edit.end, text[start : edit.start] + edit.new, edit.rule)
        at = edit.end
        held = held._replace(end=max(held.end, _outside(spans, edit.end)[1]))
    if held:
        yield held._replace(new=held.new + text[at : held.end])


def _outside(spans: list[tuple[int, int]], position: int) -> tuple[int, int]:
    """Return the span that ``position`` lies within, or the position twice."""
    place = bisect_left(spans, (position, position)) - 1
    if place >= 0 and spans[place][0] < position < spans[place][1]:
        return spans[place]
    return position, position
