"""The article of a page: which of its blocks trafilatura keeps, or our own rules."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Literal

from attrs import evolve, frozen

from textflow_plugins.html.alignment import align
from textflow_plugins.html.blocks import Block, Page, page
from textflow_plugins.html.bounded_page import bounded
from textflow_plugins.html.extraction import Extract, Wish, extract
from textflow_plugins.html.recovery import recovered
from textflow_plugins.html.rules import by_rules, prose_words

Favour = Literal["precision", "recall"]

WORD = re.compile(r"\w+")
#: trafilatura loses text without a word below this depth, and in texts longer than that.
DEEPEST, LONGEST = 250, 1_000_000
#: trafilatura takes 2 kB of memory and 30 us for each tag: with more than these it is not asked.
#: (Of 600 pages of news, the largest has a twentieth of it.)
TAGS = 200_000
#: With more blocks than this, trafilatura is asked for a fast answer.
MANY = 2_000
#: A block is kept if this much of its words is.
MOST = 0.5
#: Where a precise extract has less than this of the running text of a page, ask again.
TOO_LITTLE = 0.35


@frozen
class Article:
    """What is kept of a page, and what is known about it."""

    blocks: tuple[Block, ...]
    #: ``title``, ``date``, and ``html_fallback`` where trafilatura was of no use.
    meta: Mapping[str, Any]


def article(html: str, *, tables: bool, favour: Favour) -> Article:
    """Return the article of the page ``html``."""
    shown = page(html)
    problem = _unfit(shown)
    if problem is None:
        wish = Wish(tables, favour, fast=len(shown.blocks) > MANY)
        found = _extracted(bounded(html), shown, wish)
        kept = _voted(shown.blocks, found.text)
        if any(kept):
            kept = recovered(shown.blocks, kept)
            return Article(tuple(_chosen(shown.blocks, kept)), found.meta)
        problem = found.problem
    kept = by_rules(shown.blocks)
    return Article(tuple(_chosen(shown.blocks, kept)), {"html_fallback": problem})


def _unfit(shown: Page) -> str | None:
    """Say why trafilatura would lose text of this page without a word."""
    if not shown.blocks:
        return "the page shows no text"
    if shown.depth > DEEPEST:
        return f"elements are nested {shown.depth} deep, too deep for trafilatura"
    if shown.tags > TAGS:
        return f"{shown.tags} tags are too many for trafilatura"
    longest = max(len(block.text) for block in shown.blocks)
    if longest > LONGEST:
        return f"a text of {longest} characters is too long for trafilatura"
    return None


def _extracted(html: str, shown: Page, wish: Wish) -> Extract:
    found = extract(html, wish)
    enough = found.text.count(" ") >= TOO_LITTLE * prose_words(shown.blocks)
    if enough or wish.favour == "recall":
        return found
    more = extract(html, evolve(wish, favour="balance"))
    return more if more.text else found


def _voted(blocks: Sequence[Block], text: str) -> list[bool]:
    """Say for each block whether most of its words are in ``text``, in order."""
    words = [WORD.findall(block.text) for block in blocks]
    votes = iter(align(WORD.findall(text), [word for block in words for word in block]))
    return [sum(islice(votes, len(block))) >= max(MOST * len(block), 1) for block in words]


def _chosen(blocks: Sequence[Block], kept: Sequence[bool]) -> Iterator[Block]:
    return (block for block, keep in zip(blocks, kept, strict=True) if keep)
