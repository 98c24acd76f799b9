"""
Tell the paragraphs of a plain text apart.

A blank line always ends a paragraph. A single newline ends one in a text that
has a paragraph on every line, and ends nothing in a text that was hard-wrapped
at some width. Which of the two a text is shows in its lines: a line that was
wrapped had no room for the first word of the next.
"""

import re
from array import array
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import pairwise
from typing import Literal, NamedTuple

from textflow_plugins.languages import late
from textflow_plugins.segment.characters import BULLETS, CLOSING, FULL_STOPS

Newlines = Literal["auto", "end", "wrap"]

#: Hard wraps leave lines of these lengths; longer ones are paragraphs, shorter ones a list.
WIDTHS = range(24, 161)
#: Of the newlines of a wrapped text, this share comes in the middle of a sentence, before a small
#: letter,
_INSIDE = 0.1
#: and of those, this share where the next word had no room.
_FULL = 0.75
#: Lines set in a proportional type fall short of the width by so much.
_RAGGED = 0.85
#: So much shorter is a line whose first word was cut and went up to the line above.
_NEARLY = 0.9
#: So much of a long text is split into lines at once.
_PART = 100_000
_WORDS = 4  # a shorter line is a headline or a label
#: From here on scripts do without spaces, so that lines break after any character.
_UNSPACED = "\N{CJK RADICAL REPEAT}"

_FIRST_WORD = re.compile(r"\S{1,40}")
_BULLETS = re.escape(BULLETS + "-*+\N{EN DASH}")
_ITEM = late(rf"(?: [{_BULLETS}] | \(? (?: \d{{1,3}} | [A-Za-z] ) [.)] ) [ \t]", re.VERBOSE)
_OVER = late(rf"[.!?:;…{FULL_STOPS}{re.escape(CLOSING)}]")
#: A letter with a full stop, of an abbreviation with spaces or of initials: "z. / B.", "J. / Lee".
_INITIAL = late(r"(?<= \s ) [^\W\d_] \. (?= \s )", re.VERBOSE)


class Line(NamedTuple):
    """One line that is not blank, without the space around it."""

    start: int
    end: int
    #: Whether a blank line stands before it.
    parted: bool
    #: How far it is indented.
    indent: int
    #: How long its first word is, for the question whether it had had room one line up.
    first: int
    #: Whether it begins with a letter that is no capital.
    small: bool

    @property
    def length(self) -> int:
        """The length in characters."""
        return self.end - self.start


class Wrap(NamedTuple):
    """How wide a wrapped text is; a line that leaves less room than a word was broken there."""

    #: For a line that ends in the middle of a sentence.
    inside: float
    #: For a line that ends with one, where its paragraph may end too.
    over: float


def _line(text: str, span: tuple[int, int], indent: int, *, parted: bool) -> Line:
    start, end = span
    initial = text[start]
    word = _FIRST_WORD.match(text, start, end)
    first = word.end() - start if word and initial < _UNSPACED else 1
    return Line(start, end, parted, indent, first, initial.isalpha() and not initial.isupper())


class _Lines:
    """The lines of a long text, made anew each time: kept, they would cost far more than it."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __iter__(self) -> Iterator[Line]:
        return _lines(self._text)


def _split(text: str) -> Iterator[str]:
    """Yield the lines of ``text`` with what ends them, of a long text part by part."""
    at = 0
    while at < len(text):
        end = text.find("\n", at + _PART) + 1 or len(text)
        yield from text[at:end].splitlines(keepends=True)
        at = end


def _lines(text: str) -> Iterator[Line]:
    at, parted = 0, True
    for raw in _split(text):
        body = raw.strip()
        if body:
            indent = len(raw) - len(raw.lstrip())
            span = at + indent, at + indent + len(body)
            yield _line(text, span, indent, parted=parted)
        parted = not body
        at += len(raw)


def _had_no_room(line: Line, after: Line, width: float) -> bool:
    return line.length + 1 + after.first > width


def _wrap(text: str, lines: Iterable[Line]) -> Wrap | None:
    """Return how ``text`` was wrapped, or None if it was not."""
    lengths = sorted(line.length for line in lines)
    width = lengths[len(lengths) * 9 // 10] if lengths else 0
    ragged = width * _RAGGED
    if width not in WIDTHS or not _is_broken_inside(text, lines, ragged):
        return None
    return Wrap(ragged, ragged if _parted(lines) else width)


def _is_broken_inside(text: str, lines: Iterable[Line], width: float) -> bool:
    """Return whether sentences go on from line to line, mostly where the next word had no room."""
    breaks = inside = full = 0
    for line, after in pairwise(lines):
        breaks += not after.parted
        if after.small and not after.parted and not _OVER.match(text, line.end - 1):
            inside += 1
            full += _had_no_room(line, after, width)
    return 0 < inside >= _INSIDE * breaks and full >= _FULL * inside


def _parted(lines: Iterable[Line]) -> bool:
    """Return whether blank lines or indents part the paragraphs already."""
    return any(after.parted or after.indent > line.indent + 1 for line, after in pairwise(lines))


def _begins(text: str, line: Line, after: Line) -> bool:
    """Return whether a line looks like the first of a paragraph, beside the one before it."""
    return after.indent > line.indent + 1 or bool(_ITEM.match(text, after.start))


def _runs_on(text: str, wrap: Wrap | None, line: Line, after: Line) -> bool:
    """Return whether a full line breaks off before what looks like an item: "1900 / v. Chr."."""
    if not wrap or line.length < _NEARLY * wrap.inside or after.indent > line.indent + 1:
        return False
    return not _OVER.match(text, line.end - 1) or bool(_INITIAL.match(text, line.end - 2))


def _ends(text: str, wrap: Wrap | None, line: Line, after: Line) -> bool:
    """Return whether a paragraph ends between two neighbouring lines."""
    if _begins(text, line, after):
        return not _runs_on(text, wrap, line, after)
    over = bool(_OVER.match(text, line.end - 1))
    if not wrap:
        return over or not _broken(text, line, after)
    if over:
        return not _had_no_room(line, after, wrap.over)
    return not after.small and not _had_no_room(line, after, wrap.inside)


def _broken(text: str, line: Line, after: Line) -> bool:
    """Return whether one sentence was broken over two lines of a text that is not wrapped."""
    words = text.count(" ", line.start, line.end) + 1
    return after.small and not line.small and words >= _WORDS and text[after.end - 1] in ".!?…"


def _judge(text: str, lines: Iterable[Line], newlines: Newlines) -> Callable[[Line, Line], bool]:
    """Return what tells whether a paragraph ends between two lines."""
    if newlines == "end":
        return lambda _line, _after: True
    if newlines == "wrap":
        return partial(_begins, text)
    return partial(_ends, text, _wrap(text, lines))


def paragraphs(text: str, newlines: Newlines = "auto") -> list[tuple[int, int]]:
    r"""
    Return the span of each paragraph, trimmed, in order.

    A single newline ends a paragraph (``end``), or ends none unless the next
    line is indented or an item of a list (``wrap``), or the text tells (``auto``).

    >>> paragraphs("One.\nTwo.\n\nThree.")
    [(0, 4), (5, 9), (11, 17)]
    >>> paragraphs("One.\nTwo.\n\nThree.", "wrap")
    [(0, 9), (11, 17)]
    """
    return list(_spans(text, list(_lines(text)), newlines))


class Paragraphs:
    """The same for a long text: neither lines nor spans may take more memory than the text."""

    def __init__(self, text: str, newlines: Newlines) -> None:
        self._starts, self._ends = array("i"), array("i")
        for start, end in _spans(text, _Lines(text), newlines):
            self._starts.append(start)
            self._ends.append(end)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(self._starts, self._ends, strict=True)


def _spans(text: str, lines: Iterable[Line], newlines: Newlines) -> Iterator[tuple[int, int]]:
    ends = _judge(text, lines, newlines)
    start, before = 0, None
    for line in lines:
        if before is None or line.parted or ends(before, line):
            if before is not None:
                yield start, before.end
            start = line.start
        before = line
    if before is not None:
        yield start, before.end
