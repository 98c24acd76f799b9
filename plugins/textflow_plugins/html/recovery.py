"""What a precise extract leaves out of an article: its lead, and a paragraph here and there."""

from collections.abc import Sequence
from itertools import pairwise

from textflow_plugins.html.blocks import Block
from textflow_plugins.html.rules import is_prose

#: A lead is so many blocks below the headline at most; so many blocks make a hole.
LEAD, HOLE = 4, 1


def recovered(blocks: Sequence[Block], kept: Sequence[bool]) -> list[bool]:
    """
    Return ``kept`` with the lead, and with paragraphs between two that are kept.

    Only running text outside of links is taken back.
    """
    made = list(kept)
    places = [at for at, keep in enumerate(kept) if keep]
    for above, below in pairwise(places):
        if below - above - 1 <= HOLE:
            _take(blocks, made, range(above + 1, below))
    if places:
        _take(blocks, made, _lead(blocks, places[0]))
    return made


def _lead(blocks: Sequence[Block], first: int) -> range:
    """Return what is between the headline and the first block that is kept."""
    start = max(first - LEAD, 0)
    headline = next((at for at in range(first, start - 1, -1) if blocks[at].tag == "h1"), first)
    return range(headline + 1, first)


def _take(blocks: Sequence[Block], kept: list[bool], places: range) -> None:
    for at in places:
        kept[at] = kept[at] or is_prose(blocks[at])
