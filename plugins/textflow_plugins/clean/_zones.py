"""Furniture that is told by where it stands: before or after the prose, or beside furniture."""

from collections import Counter
from collections.abc import Sequence

from textflow_plugins.clean._bylines import is_byline, is_date
from textflow_plugins.clean._lexicon import Lexicon
from textflow_plugins.clean._lines import Line
from textflow_plugins.clean._prose import Marks, closing, prose_of
from textflow_plugins.clean._shapes import edge_shape

#: A line that is twice in the text is furniture beside furniture, if it has more words.
REPEATED = 3


def mark_edges(found: Sequence[Line], marks: Marks, words: Lexicon) -> None:
    """Mark what is furniture outside the prose, or beside furniture within it."""
    edges = [_edge(line, words) for line in found]
    prose = prose_of(found, [mark or edge for mark, edge in zip(marks, edges, strict=True)], words)
    often = Counter(line.words for line in found)

    def look(at: int, *, beside: bool) -> str | None:
        line = found[at]
        if edges[at] and (beside or not prose.first <= at <= prose.last):
            return edges[at]
        if (beside or at < prose.first) and is_date(line):
            return "date"
        if beside and often[line.words] > 1 and (line.prose or len(line.words) > REPEATED):
            return "repeated"
        return closing(line, words) if at > prose.last else None

    for order in (range(len(found)), range(len(found) - 1, -1, -1)):
        beside = False
        for at in order:
            marks[at] = marks[at] or look(at, beside=beside)
            beside = marks[at] is not None


def _edge(line: Line, words: Lexicon) -> str | None:
    if not line.text.endswith((".", "?")) or line.text.endswith("..."):
        rule = words.edge.get(line.words) or words.heads.get(line.words)
        if rule:
            return rule
    return "byline" if is_byline(line) else edge_shape(line, words)
