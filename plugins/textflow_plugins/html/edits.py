"""The edits that leave, of the HTML of a page, the text of the blocks that are kept."""

from collections.abc import Iterator, Sequence

from textflow import Edit
from textflow_plugins.html.blocks import LINES, Atom, Block

#: What is before a block, by the element that began it; paragraphs are apart.
BREAKS = {"br": "\n", "td": "\t", "th": "\t"}


def edits_for(html: str, kept: Sequence[Block]) -> list[Edit]:
    """
    Return the edits of ``html`` that leave the text of ``kept``, block after block.

    Characters that are shown as they are in the HTML are not touched, so every
    one keeps its place.
    """
    return [edit for edit in _edits(html, kept) if html[edit.start : edit.end] != edit.new]


def _edits(html: str, kept: Sequence[Block]) -> Iterator[Edit]:
    at = 0
    above: Block | None = None
    for block in kept:
        yield Edit(at, block.atoms[0].start, _break(above, block))
        at = block.atoms[0].start
        yield from _inside(block.atoms)
        at = block.atoms[-1].end
        above = block
    yield Edit(at, len(html))


def _inside(atoms: Sequence[Atom]) -> Iterator[Edit]:
    at = atoms[0].start
    for atom in atoms:
        if atom.start > at:
            yield Edit(at, atom.start)
        if atom.new is not None:
            yield Edit(atom.start, atom.end, atom.new)
        at = atom.end


def _break(above: Block | None, block: Block) -> str:
    if above is None:
        return ""
    if block.tag in LINES and above.tag in {*LINES, "td", "th"}:
        return "\n"
    return BREAKS.get(block.tag, "\n\n")
