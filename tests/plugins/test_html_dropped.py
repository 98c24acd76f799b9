"""What the stage html leaves out is listed: each block with its rule and its place."""

from typing import Any

import pytest
from case_files import read_cases
from hypothesis import given, settings
from hypothesis import strategies as st

import textflow
from textflow.running.raw_map import RawMap
from textflow_plugins.html import Html
from textflow_plugins.html.blocks import page

pytest.importorskip("trafilatura", reason="the extra [html] is not installed")

PIECES = st.sampled_from(
    [
        *("<nav>", "</nav>", "<p>", "</p>", "<h1>", "</h1>", "<figure>", "</figure>", "<aside>"),
        *("</aside>", "<div>", "</div>", "<a href='x'>", "</a>", "<br>", "word ", "&amp;", " "),
        "The board of the harbour voted on Monday to keep the old ferry for two more winters.",
    ]
)


def left_out(html: str, edits: list[textflow.Edit]) -> list[list[str]]:
    """Return the rule and the HTML of each block that is left out."""
    return [[edit.rule, html[edit.start : edit.end]] for edit in edits if edit.rule]


@pytest.mark.parametrize("case", read_cases("html", "dropped"))
def test_dropped_blocks(case: dict[str, Any]) -> None:
    """The text is that of the case, and so is what is dropped."""
    html = case["text"]
    edits = Html()(textflow.Document(html)).edits
    assert RawMap.identity(len(html)).edited(html, edits)[0] == case["kept"]
    if case["dropped"] is not None:
        assert left_out(html, edits) == case["dropped"]


@settings(deadline=None, max_examples=150)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_every_block_is_kept_or_dropped(html: str) -> None:
    """Blocks without an edit of their own rule are those whose text is left."""
    edits = Html()(textflow.Document(html)).edits
    dropped = {edit.start for edit in edits if edit.rule}
    kept = [block.text for block in page(html).blocks if block.atoms[0].start not in dropped]
    text = RawMap.identity(len(html)).edited(html, edits)[0]
    assert text.split() == " ".join(kept).split()


def test_recall_keeps_the_headline_and_captions() -> None:
    """Who wants all of a page gets what the structure of the page would take away."""
    prose = "<p>The board of the harbour voted on Monday to keep the old ferry for two winters.</p>"
    html = f"<main><h1>Ferry stays</h1>{prose * 3}</main>"
    edits = Html(favour="recall")(textflow.Document(html)).edits
    assert left_out(html, edits) == []
