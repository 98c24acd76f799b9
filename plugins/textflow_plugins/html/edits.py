"""The edits that leave, of the HTML of a page, the text of the blocks that are kept."""

from collections.abc import Iterator, Sequence

from textflow import Edit
from textflow_plugins.html.blocks import Atom, Block
from textflow_plugins.html.elements import LINES

#: What is before a block, by the element that began it; paragraphs are apart.
BREAKS = {"br": "\n", "td": "\t", "th": "\t"}


def edits_for(html: str, blocks: Sequence[Block], rules: Sequence[str | None]) -> list[Edit]:
    """
    Return the edits of ``html`` that leave the text of the blocks without a rule, one by one.

    A block with a rule is dropped under its name, with the tags within it. Characters
    that are shown as they are in the HTML are not touched, so every one keeps its place.
    """
    made = _edits(html, blocks, rules)
    return [edit for edit in made if html[edit.start : edit.end] != edit.new]


def _edits(html: str, blocks: Sequence[Block], rules: Sequence[str | None]) -> Iterator[Edit]:
    at = 0
    above: Block | None = None
    for block, rule in zip(blocks, rules, strict=True):
        start, end = block.atoms[0].start, block.atoms[-1].end
        if rule is None:
            yield Edit(at, start, _break(above, block))
            yield from _inside(block.atoms)
            above = block
        else:
            yield Edit(at, start)
            yield Edit(start, end, rule=rule)
        at = end
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
