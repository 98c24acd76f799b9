"""Furniture that is told by where it stands: before or after the prose, or beside furniture."""

from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from textflow_plugins.clean.bylines import is_bare_byline, is_byline, is_name
from textflow_plugins.clean.dates import is_date, is_stamp
from textflow_plugins.clean.language import Phrasebook
from textflow_plugins.clean.lines import Line
from textflow_plugins.clean.patterns import edge_shape, is_number
from textflow_plugins.clean.prose import LineRules, closing, prose_of

#: A line that stands twice in the text can be furniture if it has more words.
REPEATED = 3
#: The rules beside which it is.
NOTHING: frozenset[str] = frozenset()
PICTURES = frozenset(["credit", "count", "repeated"])
BUTTONS = PICTURES | {"share", "date", "byline", "navigation", "related", "advert", "comments"}


def mark_edges(found: Sequence[Line], marks: LineRules, words: Phrasebook) -> None:
    """Mark what is furniture outside the prose, or beside furniture within it."""
    page = _Page(found, marks, words)
    for order in (range(len(found)), range(len(found) - 1, -1, -1)):
        beside: str | None = None
        for at in order:
            marks[at] = beside = marks[at] or page.look(at, beside)
        if not any(marks):
            return  # the way back would find no more


class _Page:
    """What the lines of a page are where they stand."""

    def __init__(self, found: Sequence[Line], marks: LineRules, words: Phrasebook) -> None:
        self._found = found
        self._words = words
        #: What each line would be outside the prose, or beside furniture.
        self._edges = [_edge(line, words) for line in found]
        known = [mark or edge for mark, edge in zip(marks, self._edges, strict=True)]
        self._prose = prose_of(found, known, words)

    @cached_property
    def _again(self) -> list[frozenset[str]]:
        return _again(self._found)

    def look(self, at: int, beside: str | None) -> str | None:
        """Return the rule for a line that has furniture ``beside`` it, or none."""
        line, edge, prose = self._found[at], self._edges[at], self._prose
        if edge and (beside or not prose.first <= at <= prose.last):
            return edge
        if (beside or at < prose.first or is_stamp(line)) and is_date(line):
            return "date"
        if at > prose.last and (rule := closing(line, self._words)):
            return rule
        return _beside(self._found, at, beside, self._again[at]) if beside else None


def _beside(found: Sequence[Line], at: int, beside: str, again: frozenset[str]) -> str | None:
    """Return the rule for what is furniture only beside other furniture."""
    if beside in again:
        return "repeated"
    if beside == "byline" and is_name(found[at]) and is_bare_byline(found[at - 1]):
        return "byline"
    return "number" if beside != "number" and is_number(found[at]) else None


def _again(found: Sequence[Line]) -> list[frozenset[str]]:
    """
    Return, for each line, beside which furniture it is furniture for standing twice.

    A caption stands twice beside a credit or the number of a picture, and may go
    wholly. A headline or a name stands twice beside buttons; the first time it stays.
    """
    often = Counter(line.words for line in found)
    seen: set[tuple[str, ...]] = set()
    rows: list[frozenset[str]] = []
    for line in found:
        twice = often[line.words] > 1 and len(line.words) > REPEATED
        second = line.words in seen and not line.prose
        rows.append(BUTTONS if twice and second else PICTURES if twice else NOTHING)
        seen.add(line.words)
    return rows


def _edge(line: Line, words: Phrasebook) -> str | None:
    if not line.text.endswith((".", "?")) or line.text.endswith("..."):
        rule = words.edge.get(line.words) or words.heads.get(line.words)
        if rule:
            return rule
    return "byline" if is_byline(line) else edge_shape(line, words)
