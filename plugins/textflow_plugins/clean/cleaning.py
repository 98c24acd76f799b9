"""Clean a text: normalise it, drop its furniture, until neither finds anything more."""

from collections.abc import Iterator, Sequence

from textflow import Edit
from textflow_plugins.clean.edits import apply, compose
from textflow_plugins.clean.furniture import Choice, furniture
from textflow_plugins.clean.language import phrasebook
from textflow_plugins.clean.lines import Line
from textflow_plugins.clean.normalise import normalise

__all__ = ["Choice", "clean_edits"]

#: Real texts need two; nothing says that a text made for it could not need many.
ROUNDS = 4


def clean_edits(text: str, choice: Choice, language: str = "en") -> list[Edit]:
    r"""
    Return the edits that clean ``text``; those that drop a line carry a rule.

    Cleaning twice equals cleaning once, and no text becomes empty.

    >>> clean_edits("He said no.\nThis website uses cookies.", Choice())
    [Edit(start=11, end=38, new='', rule='cookies')]
    """
    edits, now = normalise(text)
    for _ in range(ROUNDS):
        dropped = list(_drops(now, furniture(now, phrasebook(language), choice)))
        if not dropped:
            break
        edits, now = compose(edits, now, dropped), apply(now, dropped)
        mended, after = normalise(now)
        edits, now = compose(edits, now, mended), after
    return edits


def _drops(text: str, gone: Sequence[tuple[Line, str]]) -> Iterator[Edit]:
    """
    Yield the edits that drop whole lines, each with the line breaks on one side.

    Of the empty lines before and after, the larger gap stays, so that paragraphs
    stay apart and no empty line is left over.
    """
    at = 0
    while at < len(gone):
        end = at + 1
        while end < len(gone) and not text[gone[end - 1][0].end : gone[end][0].start].strip():
            end += 1
        yield from _group(text, gone[at:end])
        at = end


def _ends_before(text: str, at: int) -> int:
    """Return where what is no white space ends before ``at``; no copy of the text is made."""
    while at and text[at - 1].isspace():
        at -= 1
    return at


def _past_breaks(text: str, at: int) -> int:
    """Return where the line breaks from ``at`` on end."""
    while text.startswith("\n", at):
        at += 1
    return at


def _group(text: str, gone: Sequence[tuple[Line, str]]) -> Iterator[Edit]:
    """Yield the edits for neighbouring lines: all with the gap before, or with the one after."""
    first, last = gone[0][0].start, gone[-1][0].end
    before, after = _ends_before(text, first), _past_breaks(text, last)
    if before and (after == len(text) or first - before <= after - last):
        starts = [before, *(line.end for line, _ in gone[:-1])]
        ends = [line.end for line, _ in gone]
    else:
        starts = [line.start for line, _ in gone]
        ends = [*starts[1:], after]
    for start, end, (_, rule) in zip(starts, ends, gone, strict=True):
        yield Edit(start, end, "", rule)
