"""
Lines that many documents of a run have in common, of which a first pass has counted the keys.

A site says the same around each of its articles. But articles, too, have lines in common:
what an agency has sent to all, a paragraph of background, the questions of an interview. So
such a line goes only outside the prose or beside other furniture, a paragraph only where furniture
is between it and the article, and none goes where most of the prose is in other documents as well.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from textflow_plugins.clean.lines import Line, lines
from textflow_plugins.clean.menus import ENDED, LETTER
from textflow_plugins.clean.normalise import normalise
from textflow_plugins.clean.prose import LineRules

#: The rule that such a line goes by.
SITE = "site"
#: Lines with a longer key are no furniture.
LONGEST = 300
#: So much of the prose of a copy is in other documents.
COPY = 0.5
#: Within the prose, labels go where so many are one below the other.
RUN = 2
DIGIT = re.compile(r"\d")


def line_keys(text: str) -> frozenset[str]:
    """Return the keys of the lines of ``text`` as it is once normalised."""
    return frozenset(filter(None, map(_key, lines(normalise(text)[1]))))


def _key(line: Line) -> str:
    """Return what lines of the same words have in common, whatever their numbers; "" for none."""
    key = DIGIT.sub("0", " ".join(line.words))
    return key if len(key) <= LONGEST and LETTER.search(key) else ""


def mark_repeated(found: Sequence[Line], marks: LineRules, keys: frozenset[str]) -> None:
    """Mark the lines with one of ``keys`` that are outside the prose, or beside furniture."""
    if not keys:
        return
    known = [_key(line) in keys for line in found]
    prose = [at for at, line in enumerate(found) if line.prose and not known[at]]
    if True not in known or not prose or _is_copy(found, known):
        return
    for around in (range(prose[0] - 1, -1, -1), range(prose[-1] + 1, len(found))):
        _mark_around(found, marks, known, around)
    for run in _runs(range(prose[0], prose[-1]), known):
        if _is_furniture(found, marks, run):
            for at in run:
                marks[at] = marks[at] or SITE


def _mark_around(
    found: Sequence[Line], marks: LineRules, known: Sequence[bool], places: range
) -> None:
    """Mark known lines outward from the prose; more prose only beyond what is furniture."""
    apart = False
    for at in places:
        if known[at] and (apart or not found[at].prose):
            marks[at] = marks[at] or SITE
        apart = apart or marks[at] is not None


def _is_copy(found: Sequence[Line], known: Sequence[bool]) -> bool:
    words = [len(line.words) * line.prose for line in found]
    return sum(count for count, one in zip(words, known, strict=True) if one) > COPY * sum(words)


def _runs(places: range, known: Sequence[bool]) -> Iterator[list[int]]:
    """Yield the lines that are known, those that are one below the other together."""
    for one, run in groupby(places, known.__getitem__):
        if one:
            yield [*run]


def _is_furniture(found: Sequence[Line], marks: LineRules, run: list[int]) -> bool:
    """Return whether known lines within the prose are labels, several or beside furniture."""
    if any(found[at].prose or found[at].text.endswith(ENDED) for at in run):
        return False
    return len(run) >= RUN or any(marks[at] for at in range(run[0] - 1, run[-1] + 2))
