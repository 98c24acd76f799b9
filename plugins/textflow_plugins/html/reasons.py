"""Why a block is left out: the rule that ``dropped`` gives for it."""

from collections.abc import Collection, Sequence

from textflow_plugins.html.blocks import Block
from textflow_plugins.html.rules import is_linked
from textflow_plugins.html.titles import letters

#: The rule for what is in these places.
PLACES = {
    "figure": "caption",
    "figcaption": "caption",
    "nav": "navigation",
    "menu": "navigation",
    "footer": "footer",
    "aside": "aside",
    "header": "header",
    "form": "form",
    "button": "form",
    "label": "form",
    "dialog": "dialog",
}


def reasons(
    blocks: Sequence[Block], kept: Sequence[bool], titles: Collection[str]
) -> list[str | None]:
    """
    Return the rule by which each block is left out, None where it is kept.

    It is told by what the block is or where it is: ``headline``, one of PLACES, ``links``;
    ``inset`` between two blocks that are kept, ``outside`` before and after them.
    """
    known = {letters(title) for title in titles} - {""}
    beside = _beside(kept)
    given = (_reason(block, known) or where for block, where in zip(blocks, beside, strict=True))
    return [None if keep else rule for keep, rule in zip(kept, given, strict=True)]


def _beside(kept: Sequence[bool]) -> list[str]:
    """Return for each block whether it is between two that are kept, or outside of all."""
    if True not in kept:
        return ["outside"] * len(kept)
    first, after = kept.index(True), len(kept) - kept[::-1].index(True)
    return ["inset" if first < at < after else "outside" for at in range(len(kept))]


def _reason(block: Block, titles: Collection[str]) -> str | None:
    if block.tag == "h1" or letters(block.text) in titles:
        return "headline"
    return PLACES.get(block.place) or ("links" if is_linked(block) else None)
