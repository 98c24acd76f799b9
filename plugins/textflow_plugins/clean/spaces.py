"""White space that says nothing: at line ends, in runs, in heaps of empty lines."""

from collections.abc import Iterator

from textflow import Edit
from textflow_plugins.languages import late

TRAILING = late(r"(?<![ \t])[ \t]+(?=\n)")
EMPTY_LINES = late(r"\n{3,}")
#: A gap this wide sets columns; a line with two of them is a row of a table. The set comes
#: before what must be before it, since a set is looked for fastest.
COLUMN = late(r"[ \t](?<=[^ \t].)[ \t]{2,}(?=[^ \t])")
RUN = late(r"[ \t](?<=[^ \t].)[ \t]+(?=[^ \t])")
COLUMNS = 2


def spare_spaces(text: str) -> list[Edit]:
    r"""
    Return the edits that take spare white space out of ``text``.

    Indentation stays (it can open a paragraph, or be verse), and so do the gaps
    between the columns of a table.

    >>> [edit[:3] for edit in spare_spaces("one  two \nthree")]
    [(3, 5, ' '), (8, 9, '')]
    """
    first = text.rfind("\n", 0, len(text) - len(text.lstrip())) + 1
    end = len(text.rstrip())
    if first >= end:
        return []
    edits = [*_line_ends(text, first, end), *_empty_lines(text, first, end)]
    if "  " in text or "\t" in text:
        edits += _runs(text[:end])
    edges = (Edit(0, first), Edit(end, len(text)))
    return sorted(edits + [edge for edge in edges if edge.start < edge.end])


def _line_ends(text: str, first: int, end: int) -> list[Edit]:
    """Return the edits that take out white space at line ends."""
    if " \n" not in text and "\t\n" not in text:
        return []
    return [Edit(*found.span()) for found in TRAILING.finditer(text, first, end)]


def _empty_lines(text: str, first: int, end: int) -> list[Edit]:
    """Return the edits that leave one of several empty lines."""
    if "\n\n\n" not in text:
        return []
    empty = EMPTY_LINES.finditer(text, first, end)
    return [Edit(found.start() + 2, found.end()) for found in empty]


def _runs(text: str) -> Iterator[Edit]:
    """Yield the edits that make one space, or one tab, of a run within a line."""
    at = 0
    for line in text.split("\n") if RUN.search(text) else ():
        if "  " in line or "\t" in line:
            yield from _runs_of_line(line, at)
        at += len(line) + 1


def _runs_of_line(line: str, at: int) -> Iterator[Edit]:
    if len(COLUMN.findall(line)) >= COLUMNS:
        return
    for found in RUN.finditer(line):
        new = "\t" if "\t" in found[0] else " "
        yield Edit(at + found.start(), at + found.end(), new)
