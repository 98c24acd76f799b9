"""The article by rules of our own, for pages that trafilatura cannot read."""

from collections.abc import Sequence

from textflow_plugins.html.blocks import Block

#: A block with this many words is running text, if less than LINKED of it is in links.
PROSE = 12
LINKED = 0.4
#: What a short block between paragraphs costs, in words.
SHORT = 2


def by_rules(blocks: Sequence[Block]) -> list[bool]:
    """
    Say which blocks to keep: the stretch of the page with the most running text.

    Each word of running text counts for a stretch, each short block and each word
    in a list of links against it. What is mostly links goes from within it, too.
    """
    start, end = _best([_weight(block) for block in blocks])
    if start == end:
        start, end = 0, len(blocks)
    kept = [start <= at < end and _unlinked(block) for at, block in enumerate(blocks)]
    return kept if any(kept) else [True] * len(blocks)


def is_linked(block: Block) -> bool:
    """Return whether much of a block is links."""
    return block.linked >= LINKED * len(block.text)


def _unlinked(block: Block) -> bool:
    return not is_linked(block)


def is_prose(block: Block) -> bool:
    """Return whether a block is running text."""
    return _weight(block) >= PROSE


def _weight(block: Block) -> int:
    words = block.text.count(" ") + 1
    if not _unlinked(block):
        return -words
    return words if words >= PROSE else -SHORT


def _best(weights: Sequence[int]) -> tuple[int, int]:
    """Return the stretch with the greatest sum (empty where all are negative)."""
    best = (0, 0, 0)
    start = total = 0
    for end, weight in enumerate(weights, 1):
        total += weight
        if total <= 0:
            start, total = end, 0
        elif total > best[0]:
            best = (total, start, end)
    return best[1], best[2]


def prose_words(blocks: Sequence[Block]) -> int:
    """Return how many words of running text the blocks contain."""
    return sum(max(_weight(block), 0) for block in blocks)
