"""
Scripts: what is said in screenplays and plays, below or behind a name in capitals.

A line in capitals alone is no name: headings are such as well. They are believed where two
of them come again.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from textflow_plugins.speakers.quotation_marks import Quotation

_NAME = r"[^\W\d_][^\W_.]*\.?(?:[ ][^\W_][^\W_.]*\.?){0,3}"
#: "FINN (V.O.)" alone on its line, and "PARKER. " before what is said.
_ABOVE = re.compile(rf"[ \t]*(?P<name>{_NAME})(?:[ ]?\([^()\n]{{1,30}}\)){{0,2}}[ \t]*\n(?=[^\n])")
_BEFORE = re.compile(rf"[ \t]*(?P<name>{_NAME})(?<=\.)[ ](?:\([^()\n]{{1,60}}\)[ ])?(?=\S)")
_LINE = re.compile(r"[^\n]+")
#: What the one who speaks does: "(not looking up)".
_ASIDE = re.compile(r"[ \t]*\([^()\n]*\)[ \t]*")
_LEAST_NAMES, _LONGEST = 2, 80


class _Speech(NamedTuple):
    """Words that are said, and the name above or before them."""

    name: str
    start: int
    end: int


def scripts(text: str) -> list[Quotation]:
    """Return what is said in a script as quotations without marks, nothing in other texts."""
    if not _has_capitals(text):
        return []
    for found in (list(_below(text)), list(_behind(text))):
        counts = Counter(speech.name for speech in found)
        if sum(count > 1 for count in counts.values()) >= _LEAST_NAMES:
            return [_quotation(text, speech) for speech in found]
    return []


def _has_capitals(text: str) -> bool:
    """Return whether lines begin in capitals; to look for one takes little time."""
    starts = (line.group()[:_LONGEST].split(None, 1)[:1] for line in _LINE.finditer(text))
    capital = (start for start in starts if start and len(start[0]) > 1 and start[0].isupper())
    return sum(1 for _ in zip(capital, range(2 * _LEAST_NAMES), strict=False)) > _LEAST_NAMES


def _below(text: str) -> Iterator[_Speech]:
    """Yield what is below a name, up to the next empty line."""
    name, before = "", 0
    for line in _LINE.finditer(text):
        parted = text.count("\n", before, line.start()) != 1
        before = line.end()
        if parted:
            name = _cue(text, line)
        elif name and not _ASIDE.fullmatch(text, *line.span()):
            yield _Speech(name, *line.span())


def _cue(text: str, line: re.Match[str]) -> str:
    """Return the name in capitals that a line is, or ""."""
    cue = _ABOVE.match(text, line.start())
    return cue["name"] if cue is not None and cue["name"].isupper() else ""


def _behind(text: str) -> Iterator[_Speech]:
    """Yield what is behind a name on its line."""
    for line in _LINE.finditer(text):
        cue = _BEFORE.match(text, *line.span())
        if cue is not None and cue["name"].isupper():
            yield _Speech(cue["name"], cue.end(), line.end())


def _quotation(text: str, speech: _Speech) -> Quotation:
    end = speech.start + len(text[speech.start : speech.end].rstrip())
    span = (speech.start, end, speech.start, end)
    edges = (text[speech.start], text[end - 1])
    return Quotation(*span, *edges, False, True, False, turn=True, headed=True)  # noqa: FBT003
