"""
What the structure of a page adds to a choice of its blocks, and what it takes away.

The paragraphs of an article are in one container, the main one. So what is in it between
two of them belongs to the article, and what is between them in another container does not: a
caption, a teaser, a box. A page repeats its headline as its title, and its lead as its
description.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import islice

from textflow_plugins.html.blocks import Block
from textflow_plugins.html.rules import is_linked, is_prose
from textflow_plugins.html.titles import LONGEST, letters
from textflow_plugins.html.votes import WORD

HEADINGS = frozenset(["h2", "h3", "h4", "h5", "h6"])
PARAGRAPHS = frozenset(["p", "div", "br"])
LINES = frozenset(["p", "div", "br", "li", "dt", "dd"])
PICTURES = frozenset(["figure", "figcaption"])
#: So many headings of a page are compared with its title.
FEW = 20
#: With this much of the words that are kept, the main container has the whole article.
WHOLE = 0.9
#: A part that was lost has as many words, and not so many times those that are kept: more of
#: them are comments or other articles.
LOST, MOST = 60, 2
#: A line of the article has as many words, a lead as many letters.
LINE, LEAD = 4, 30


def headlines(blocks: Sequence[Block]) -> list[str]:
    """Return the first headings of the highest rank."""
    found = (block.text[:LONGEST] for block in blocks if "h1" in (block.tag, block.place))
    return list(islice(found, FEW))


def without_headline(
    blocks: Sequence[Block], kept: Sequence[bool], titles: Collection[str]
) -> list[bool]:
    """Return ``kept`` without the headline, which is in ``meta.title``."""
    known = {letters(title) for title in titles} - {""}
    return [
        keep and block.tag != "h1" and letters(block.text) not in known
        for keep, block in zip(kept, blocks, strict=True)
    ]


def without_captions(blocks: Sequence[Block], kept: Sequence[bool]) -> list[bool]:
    """Return ``kept`` without what is in a figure."""
    return [keep and block.place not in PICTURES for keep, block in zip(kept, blocks, strict=True)]


def with_siblings(blocks: Sequence[Block], kept: Sequence[bool]) -> list[bool]:
    """Return ``kept`` with the lines and headings between the paragraphs of the main container."""
    made = list(kept)
    main, _ = _main(blocks, kept)
    stretch = _stretch(blocks, kept, main)
    for at in range(_below(blocks, stretch.start, main), stretch.stop):
        if blocks[at].home == main and _is_line(blocks[at]):
            made[at] = True
    return made


def with_lost(blocks: Sequence[Block], kept: Sequence[bool]) -> list[bool]:
    """Return ``kept`` with the rest of the main container, where a coherent part of it was lost."""
    main, _ = _main(blocks, kept)
    lost = [
        block.home == main and not keep and block.tag == "p" and is_prose(block)
        for block, keep in zip(blocks, kept, strict=True)
    ]
    if not LOST <= _words(blocks, lost) <= MOST * _words(blocks, kept):
        return list(kept)
    return [keep or back for keep, back in zip(kept, lost, strict=True)]


def _words(blocks: Sequence[Block], marked: Sequence[bool]) -> int:
    """Return how many words are in the blocks that are marked."""
    texts = (block.text for block, mark in zip(blocks, marked, strict=True) if mark)
    return sum(len(WORD.findall(text)) for text in texts)


def _below(blocks: Sequence[Block], first: int, main: int) -> int:
    """Return where the headings directly above the first block of ``main`` begin."""
    while first and blocks[first - 1].home == main and blocks[first - 1].tag in HEADINGS:
        first -= 1
    return first


def without_insets(blocks: Sequence[Block], kept: Sequence[bool]) -> list[bool]:
    """Return ``kept`` without the paragraphs of others between those of the main container."""
    made = list(kept)
    main, share = _main(blocks, kept)
    if share < WHOLE:
        return made
    for at in _stretch(blocks, kept, main):
        made[at] = kept[at] and (blocks[at].home == main or not _is_inset(blocks[at]))
    return made


def with_lead(
    blocks: Sequence[Block], kept: Sequence[bool], descriptions: Collection[str]
) -> list[bool]:
    """Return ``kept`` with the block above that the page gives as its description."""
    first = kept.index(True) if True in kept else 0
    known = [text for text in map(letters, descriptions) if len(text) >= LEAD]
    lead = next((at for at in range(first) if _is_lead(blocks[at], known)), None)
    if lead is None or _is_repeated(blocks, kept, lead):
        return list(kept)
    return [*kept[:lead], True, *kept[lead + 1 :]]


def _main(blocks: Sequence[Block], kept: Sequence[bool]) -> tuple[int, float]:
    """Return the container with the most words that are kept, and its share of them."""
    words: Counter[int] = Counter()
    for block, keep in zip(blocks, kept, strict=True):
        if keep:
            words[block.home] += len(WORD.findall(block.text))
    ((main, most),) = words.most_common(1) or [(0, 0)]
    return main, most / max(words.total(), 1)


def _stretch(blocks: Sequence[Block], kept: Sequence[bool], main: int) -> range:
    """Return the places from the first to the last block of ``main`` that is kept."""
    places = [at for at, keep in enumerate(kept) if keep and blocks[at].home == main]
    return range(places[0], places[-1] + 1) if places else range(0)


def _is_line(block: Block) -> bool:
    if block.tag in HEADINGS:
        return True
    return block.tag in LINES and not is_linked(block) and block.text.count(" ") >= LINE - 1


def _is_inset(block: Block) -> bool:
    return block.tag in PARAGRAPHS and block.place != "blockquote" and is_prose(block)


def _is_lead(block: Block, descriptions: Collection[str]) -> bool:
    text = letters(block.text)
    if len(text) < LEAD or block.place in {*PICTURES, "nav"}:
        return False
    return any(text.startswith(one) or one.startswith(text) for one in descriptions)


def _is_repeated(blocks: Sequence[Block], kept: Sequence[bool], at: int) -> bool:
    """Return whether the text of a block is that of one that is kept, too."""
    text = letters(blocks[at].text)
    return any(
        keep and letters(block.text) == text for keep, block in zip(kept, blocks, strict=True)
    )
