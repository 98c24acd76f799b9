"""The article of a page: which of its blocks trafilatura keeps, or our own rules."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Literal

from attrs import frozen

from textflow_plugins.html._blocks import Block, Page, page
from textflow_plugins.html._rules import by_rules, prose_words
from textflow_plugins.html._trafilatura import Extract, extract
from textflow_plugins.html._vote import common

Favour = Literal["precision", "recall"]

WORD = re.compile(r"\w+")
#: trafilatura loses text without a word below this depth, and in texts longer than that.
DEEPEST, LONGEST = 250, 1_000_000
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
    unfit = _unfit(shown)
    found = None if unfit else _extracted(html, shown, tables=tables, favour=favour)
    kept = _voted(shown.blocks, found.text) if found else []
    if any(kept):
        return Article(tuple(_chosen(shown.blocks, kept)), found.meta if found else {})
    reason = unfit or "trafilatura found no article"
    kept = by_rules(shown.blocks)
    return Article(tuple(_chosen(shown.blocks, kept)), {"html_fallback": reason})


def _unfit(shown: Page) -> str | None:
    """Say why trafilatura would lose text of this page without a word."""
    if not shown.blocks:
        return "the page shows no text"
    if shown.depth > DEEPEST:
        return f"elements are nested {shown.depth} deep, too deep for trafilatura"
    longest = max(len(block.text) for block in shown.blocks)
    if longest > LONGEST:
        return f"a text of {longest} characters is too long for trafilatura"
    return None


def _extracted(html: str, shown: Page, *, tables: bool, favour: Favour) -> Extract | None:
    found = extract(html, tables=tables, favour=favour)
    if favour == "precision" and _is_little(found, shown):
        more = extract(html, tables=tables, favour="balance")
        return more or found
    return found


def _is_little(found: Extract | None, shown: Page) -> bool:
    words = found.text.count(" ") if found else 0
    return words < TOO_LITTLE * prose_words(shown.blocks)


def _voted(blocks: Sequence[Block], text: str) -> list[bool]:
    """Say for each block whether most of its words are in ``text``, in order."""
    words = [WORD.findall(block.text) for block in blocks]
    votes = iter(common(WORD.findall(text), [word for block in words for word in block]))
    return [sum(islice(votes, len(block))) >= max(MOST * len(block), 1) for block in words]


def _chosen(blocks: Sequence[Block], kept: Sequence[bool]) -> Iterator[Block]:
    return (block for block, keep in zip(blocks, kept, strict=True) if keep)
