"""The article of a page: the blocks that are kept of it, and what is known about it."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from attrs import evolve, frozen

from textflow_plugins.html.blocks import Block, Page, page
from textflow_plugins.html.bounded_page import bounded
from textflow_plugins.html.extraction import Extract, Wish, extract
from textflow_plugins.html.facts import LANGUAGES, descriptions, facts, stated_headlines, titles
from textflow_plugins.html.notes import Notes, notes
from textflow_plugins.html.reasons import reasons
from textflow_plugins.html.recovery import recovered
from textflow_plugins.html.rules import by_rules, prose_words
from textflow_plugins.html.shown_dates import shown_date
from textflow_plugins.html.stated_text import by_statement
from textflow_plugins.html.structure import (
    headlines,
    with_lead,
    with_lost,
    with_siblings,
    without_captions,
    without_headline,
    without_insets,
)
from textflow_plugins.html.votes import voted

Favour = Literal["precision", "recall"]

#: trafilatura loses text without a word below this depth, and in texts longer than that.
DEEPEST, LONGEST = 250, 1_000_000
#: trafilatura takes 2 kB of memory and 30 us for each tag: with more than these it is not asked.
#: (Of 600 pages of news, the largest has a twentieth of it.)
TAGS = 200_000
#: With more blocks than this, trafilatura is asked for a fast answer.
MANY = 2_000
#: Where a precise extract has less than this of the running text of a page, ask again.
TOO_LITTLE = 0.35


@frozen
class Article:
    """The blocks of a page, those to keep, and what is known about its article."""

    blocks: Sequence[Block]
    #: The rule by which each block is left out; None where it is kept.
    rules: Sequence[str | None]
    #: ``title``, ``date``, ``author``, ``section``, and ``html_fallback`` where trafilatura was
    #: of no use.
    meta: Mapping[str, Any]


def article(html: str, *, tables: bool, favour: Favour) -> Article:
    """Return the article of the page ``html``."""
    shown = page(html)
    said = notes(html, shown.notes)
    stated = facts(said, headlines(shown.blocks))
    if "date" not in stated and (day := shown_date(shown.blocks, next(said.meta(*LANGUAGES), ""))):
        stated["date"] = day
    wish = Wish(
        tables, favour, fast=len(shown.blocks) > MANY, known={"title", "date"} <= set(stated)
    )
    kept, found = _kept(html, shown, said, wish)
    meta = {**found, **stated}
    names = [*titles(said), *stated_headlines(said), str(meta.get("title", ""))]
    if favour == "precision":
        kept = _refined(shown.blocks, kept, said, names)
    return Article(shown.blocks, reasons(shown.blocks, kept, names), meta)


def _kept(html: str, shown: Page, said: Notes, wish: Wish) -> tuple[list[bool], Mapping[str, Any]]:
    """Return which blocks are kept, by whoever can say, and what else was found."""
    problem = _unfit(shown)
    stated = by_statement(shown.blocks, said) if wish.favour == "precision" else None
    if stated and (wish.known or problem):
        return stated, {}
    if problem is None:
        found = _extracted(bounded(html), shown, wish)
        kept = stated or recovered(shown.blocks, voted(shown.blocks, found.text))
        if any(kept):
            return kept, found.meta
        problem = found.problem
    return by_rules(shown.blocks), {"html_fallback": problem}


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


def _refined(
    blocks: Sequence[Block], kept: list[bool], said: Notes, names: Sequence[str]
) -> list[bool]:
    """Return ``kept`` with what the structure of the page adds, and without what it takes away."""
    made = without_captions(blocks, without_headline(blocks, kept, names))
    made = without_insets(blocks, with_siblings(blocks, with_lost(blocks, made)))
    made = with_lead(blocks, made, descriptions(said))
    return made if any(made) else kept
