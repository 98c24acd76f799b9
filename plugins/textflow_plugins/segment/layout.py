"""
Tell the paragraphs of a plain text apart.

A blank line always ends a paragraph. A single newline ends one in a text that
has a paragraph on every line, and ends nothing in a text that was hard-wrapped
at some width. Which of the two a text is shows in its lines: a line that was
wrapped had no room for the first word of the next.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from textflow_plugins.segment.characters import BULLETS, CLOSING, FULL_STOPS

#: Hard wraps leave lines no longer than this; longer ones are paragraphs.
WIDEST = 160
#: Of the newlines of a wrapped text, this share comes where the next word had no room,
_FULL = 0.6
#: and this share in the middle of a sentence, before a small letter.
_INSIDE = 0.2

_FIRST_WORD = re.compile(r"\S{1,40}")
_BULLETS = re.escape(BULLETS + "-*+\N{EN DASH}")
_ITEM = re.compile(rf"(?: [{_BULLETS}] | \(? (?: \d{{1,3}} | [A-Za-z] ) [.)] ) [ \t]", re.VERBOSE)
_OVER = re.compile(rf"[.!?:;…{FULL_STOPS}{re.escape(CLOSING)}]")


class Line(NamedTuple):
    """One line that is not blank, without the space around it."""

    start: int
    end: int
    #: Whether a blank line stands before it.
    parted: bool
    #: How long its first word is, for the question whether it had had room one line up.
    first: int
    #: Whether it begins with a small letter.
    small: bool

    @property
    def length(self) -> int:
        """The length in characters."""
        return self.end - self.start


def _line(text: str, start: int, end: int, *, parted: bool) -> Line:
    word = _FIRST_WORD.match(text, start, end)
    first = word.end() - start if word else 0
    return Line(start, end, parted, first, text[start].islower())


def _lines(text: str) -> Iterator[Line]:
    at, parted = 0, True
    for raw in text.splitlines(keepends=True):
        body = raw.strip()
        if body:
            start = at + len(raw) - len(raw.lstrip())
            yield _line(text, start, start + len(body), parted=parted)
        parted = not body
        at += len(raw)


def _had_no_room(line: Line, after: Line, width: int) -> bool:
    return line.length + 1 + after.first > width


def _width(text: str, lines: list[Line]) -> int:
    """Return the width at which ``text`` was wrapped, or 0 if it was not."""
    breaks = [(a, b) for a, b in pairwise(lines) if not b.parted]
    if not breaks:
        return 0
    lengths = sorted(line.length for line in lines)
    width = lengths[len(lengths) * 9 // 10]
    if width > WIDEST:
        return 0
    full = sum(_had_no_room(a, b, width) for a, b in breaks)
    inside = sum(b.small and not _OVER.match(text, a.end - 1) for a, b in breaks)
    wrapped = full >= _FULL * len(breaks) and inside >= _INSIDE * len(breaks)
    return width if wrapped else 0


def _ends(text: str, line: Line, after: Line, width: int) -> bool:
    """Tell whether a paragraph ends between two neighbouring lines of a wrapped text."""
    if _ITEM.match(text, after.start):
        return True
    if _had_no_room(line, after, width):
        return False
    return not after.small or bool(_OVER.match(text, line.end - 1))


def paragraphs(text: str) -> list[tuple[int, int]]:
    r"""
    Return the span of each paragraph, trimmed, in order.

    >>> paragraphs("One.\nTwo.\n\nThree.")
    [(0, 4), (5, 9), (11, 17)]
    """
    lines = list(_lines(text))
    width = _width(text, lines)
    spans: list[tuple[int, int]] = []
    before = None
    for line in lines:
        if before is None or line.parted or not width or _ends(text, before, line, width):
            spans.append((line.start, line.end))
        else:
            spans[-1] = (spans[-1][0], line.end)
        before = line
    return spans
