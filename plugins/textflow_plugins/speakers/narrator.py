"""Narrator: the name of one who tells a story as "I", by what the others say to them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from textflow_plugins.speakers.cast import Cast
from textflow_plugins.speakers.line import NARRATOR, Line

#: Paragraphs between lines of one conversation; a name that is no known one must come again.
_NEAR, _OFTEN = 2, 2


def narrator(lines: Sequence[Line], cast: Cast) -> str | None:
    """Return the name by which others call the narrator, and put down where they do."""
    name = _known_as(lines, cast)
    if name is not None:
        for line in lines:
            line.called.update([NARRATOR] if name in line.hailed | line.called else [])
    return name


def _known_as(lines: Sequence[Line], cast: Cast) -> str | None:
    """Return who is called most often beside what the narrator says, and never speaks."""
    told = " ".join(line.told.lower() for line in lines if line.told)
    others = frozenset(told.split(" "))
    counts = Counter(name for name in _hailed(lines) if name.lower() not in others)
    name, times = next(iter(counts.most_common(1)), ("", 0))
    return name if times >= _OFTEN or cast.is_first_name(name) else None


def _hailed(lines: Sequence[Line]) -> Iterator[str]:
    """Yield who is called right before and right behind what the narrator says."""
    for first, second in pairwise(lines):
        if second.paragraph - first.paragraph <= _NEAR:
            yield from _called(first, second)
            yield from _called(second, first)


def _called(one: Line, other: Line) -> Sequence[str]:
    """Return whom a line calls, if the narrator speaks the other one."""
    speaks = one.told == NARRATOR and other.told != NARRATOR
    return sorted(other.hailed | other.called) if speaks else ()
