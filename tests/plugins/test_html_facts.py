"""What the stage html knows about an article: what its page states, and nothing else."""

import json
from typing import Any

import pytest
from case_files import read_cases

import textflow
from textflow_plugins.html import Html
from textflow_plugins.html.blocks import page
from textflow_plugins.html.notes import MOST, notes, texts
from textflow_plugins.html.titles import without_site

pytest.importorskip("trafilatura", reason="the extra [html] is not installed")


@pytest.mark.parametrize("case", read_cases("html", "facts"))
def test_facts(case: dict[str, Any]) -> None:
    """Title, date, authors and section are those that the case says."""
    assert Html()(textflow.Document(case["text"])).meta == case["expect"]


def test_no_half_of_a_character_gets_into_meta() -> None:
    """JSON can hold it, a record cannot."""
    data = '{"@type": "NewsArticle", "headline": "Ferry \\ud800 stays"}'
    html = f'<script type="application/ld+json">{data}</script><p>One.'
    assert Html()(textflow.Document(html)).meta["title"] == "Ferry stays"


@pytest.mark.parametrize(
    "data",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        json.dumps([{"@type": "NewsArticle"}] * (2 * MOST)),
        '{"n": ' + "9" * 5_000 + "}",
        '{"headline": "\\ud800"}',
    ],
    ids=["deep lists", "deep objects", "many objects", "a long number", "half a character"],
)
def test_hostile_data_costs_only_itself(data: str) -> None:
    """Structured data that is too deep, too much or none at all is left out."""
    html = f'<script type="application/ld+json">{data}</script>'
    assert len(notes(html, page(html).notes).items) <= MOST


def test_only_so_many_titles_are_compared() -> None:
    """A list that never ends has an end here."""
    assert len(texts(["Ann Ames"] * (2 * MOST))) == MOST


def test_a_title_is_never_cut_to_nothing() -> None:
    """Where all of a title is the name of its site, it stays."""
    assert without_site("Port Times", ["Port Times"], []) == "Port Times"
    assert without_site("Port Times | Port Times", ["Port Times"], []) == "Port Times"
