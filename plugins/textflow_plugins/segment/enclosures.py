"""Find quotations and brackets, for those who want them kept whole."""

import re

from textflow_plugins.languages import late
from textflow_plugins.segment.characters import APOSTROPHES, CLOSERS

Span = tuple[int, int]

_BOTH = late("[" + re.escape("".join({*CLOSERS, *"".join(CLOSERS.values())})) + "]")
#: Marks that close, or are apostrophes, as well as open.
_SAME_LOOK = "\"'\N{LEFT SINGLE QUOTATION MARK}"
#: No quotation nests deeper; the bound keeps hostile text linear.
_DEEPEST = 8


def _closes(mark: str, text: str, at: int) -> bool:
    """Tell an apostrophe inside a word from a closing mark."""
    return mark not in APOSTROPHES or not text[at + 1 : at + 2].isalnum()


def _opens(mark: str, text: str, at: int) -> bool:
    """Tell an opening mark from a closing one of the same look, which has a word before it."""
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    return mark not in _SAME_LOOK or (not before.isalnum() and bool(after) and not after.isspace())


def enclosures(text: str, start: int, end: int) -> list[Span]:
    """
    Return the outermost quotations and brackets, from opening to closing mark.

    A mark that nothing closes before ``end`` encloses nothing.

    >>> enclosures('He said "no (not now)" twice.', 0, 29)
    [(8, 21)]
    """
    pairs: list[Span] = []
    opened: list[tuple[str, int]] = []
    for match in _BOTH.finditer(text, start, end):
        mark, at = match[0], match.start()
        depth = _depth(mark, opened)
        if depth is not None and _closes(mark, text, at):
            pairs.append((opened[depth][1], at))
            del opened[depth:]
        elif mark in CLOSERS and len(opened) < _DEEPEST and _opens(mark, text, at):
            opened.append((mark, at))
    return _outermost(pairs)


def _depth(mark: str, opened: list[tuple[str, int]]) -> int | None:
    """Return the innermost of the opened marks that ``mark`` may close."""
    for depth in reversed(range(len(opened))):
        if mark in CLOSERS[opened[depth][0]]:
            return depth
    return None


def _outermost(pairs: list[Span]) -> list[Span]:
    outer: list[Span] = []
    for pair in sorted(pairs):
        if not outer or pair[0] > outer[-1][1]:
            outer.append(pair)
    return outer
