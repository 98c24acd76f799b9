"""The stage html: of a page the article, and the place of every character of it."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from case_files import read_cases
from hypothesis import given, settings
from hypothesis import strategies as st

import textflow
from textflow.running.raw_map import RawMap
from textflow_plugins.html import Html, html_files
from textflow_plugins.html.charset import charset

pytest.importorskip("trafilatura", reason="the extra [html] is not installed")

PROSE = (
    "The council voted on Tuesday to close the old bridge until spring, the mayor told reporters."
)
PAGE = (
    "<html><head><title>Bridge stays closed</title>"
    '<meta property="article:published_time" content="2024-03-05T10:00:00Z"></head><body>'
    f"<article><h1>Bridge stays closed</h1><p>{PROSE}</p><p>It &amp; its <i>tunnel</i> are old, and"
    " they were built before the war, when there were few cars, an engineer said.</p></article>"
    "</body></html>"
)


def read(html: str, **options: Any) -> tuple[str, RawMap, dict[str, Any]]:
    """Return the text that the stage leaves, its map to the HTML, and what it adds to meta."""
    found = Html(**options)(textflow.Document(html))
    text, rows = RawMap.identity(len(html)).edited(html, found.edits)
    return text, rows, found.meta


@pytest.mark.parametrize("case", read_cases("html", "wild", "synthetic", "negative"))
def test_html_cases(case: dict[str, Any]) -> None:
    """Each page leaves the text that its case says."""
    assert read(case["text"])[0] == case["expect"]


def test_title_and_date_go_to_meta() -> None:
    """What the page says about itself is added to the document."""
    assert read(PAGE)[2] == {"title": "Bridge stays closed", "date": "2024-03-05T10:00:00+00:00"}


def test_fallback_is_said_in_meta() -> None:
    """A page that trafilatura would silently lose says so in its record."""
    html = "<div>" * 300 + f"<p>{PROSE}</p>"
    reason = "elements are nested 301 deep, too deep for trafilatura"
    assert read(html)[2] == {"html_fallback": reason}


def test_huge_text_is_not_lost() -> None:
    """A text too long for trafilatura is kept by rules of our own."""
    text, _, meta = read(f"<p>{'many words ' * 100_000}</p>")
    assert len(text) == 1_099_999
    assert meta["html_fallback"] == "a text of 1099999 characters is too long for trafilatura"


def test_rules_leave_lists_of_links_out() -> None:
    """Without trafilatura, too, navigation is no part of the article."""
    links = "<ul>" + "<li><a href='/'>Some other article of the day</a></li>" * 9 + "</ul>"
    html = "<div>" * 300 + links + f"<p>{PROSE}</p><p>{PROSE} Twice.</p>" + links
    assert read(html)[0] == f"{PROSE}\n\n{PROSE} Twice."


def test_cells_of_a_table_are_apart() -> None:
    """A row is a line, its cells are apart by tabs."""
    rows = "<tr><td>Milford</td><td>12</td></tr><tr><td>Ashton</td><td>7</td></tr>"
    html = "<div>" * 300 + f"<p>{PROSE}</p><table>{rows}</table><p>{PROSE}</p>"
    assert read(html)[0] == f"{PROSE}\n\nMilford\t12\nAshton\t7\n\n{PROSE}"


def shown(html: str) -> str:
    """Return what a stretch of HTML shows: no tags, entities decoded, white space folded."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


def test_every_line_maps_back() -> None:
    """The HTML behind a line, without its tags, is that line."""
    text, rows, _ = read(PAGE)
    for line in re.finditer(r"[^\n]+", text):
        start, end = rows.to_raw(*line.span())
        assert shown(PAGE[start:end]) == " ".join(line[0].split())


PIECES = [
    *("<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<br>", "<ul><li>", "<td>", "<a href='x'>"),
    *(
        "</a>",
        "&amp;",
        "&lt",
        "&nbsp;",
        "  ",
        "\n",
        "<!-- c -->",
        "<script>a<b</script>",
        "<",
        '="',
    ),
    *(PROSE, "word", "<h1>Title</h1>", "<svg>", "</svg>", "<pre>", "\x00", "é"),
]
PAGES = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


@settings(deadline=None, max_examples=150)
@given(PAGES)
def test_edits_are_in_order_and_copy_verbatim(html: str) -> None:
    """Edits are in order and apart, and what they leave alone is in the HTML as it is."""
    edits = Html()(textflow.Document(html)).edits
    ends = [0, *(edit.end for edit in edits)]
    assert all(end <= edit.start <= edit.end for end, edit in zip(ends, edits, strict=False))
    text, rows, _ = read(html)
    for t0, t1, r0, r1 in rows.rows:
        assert t1 - t0 != r1 - r0 or html[r0:r1] == text[t0:t1]


@settings(deadline=None, max_examples=100)
@given(PAGES)
def test_prose_is_never_lost_wholly(html: str) -> None:
    """A page that shows a paragraph of prose leaves some text."""
    page = f"<body><p>{PROSE}</p>{html}"
    assert read(page)[0].strip()


def test_a_page_is_read_in_the_encoding_that_it_declares() -> None:
    """A declaration counts, but not against bytes that are plainly UTF-8."""
    declared = '<META http-equiv="Content-Type" content="text/html; charset=windows-1250"><p>Česko'
    assert charset(declared.encode("cp1250")) == "windows-1250"
    assert charset(declared.encode("utf-8")) is None


def test_an_unknown_declaration_does_not_count() -> None:
    """Where the declared encoding is none, detection decides."""
    assert charset(b'<meta charset="none-such"><p>caf\xe9') is None


def test_file_is_one_document_of_raw_html() -> None:
    """The source gives the HTML as it is; the stage reads it."""
    (outcome,) = html_files(textflow.Input.from_bytes(PAGE.encode(), "a.html"))
    assert outcome == textflow.RawDocument(text=PAGE, id="a.html", uri="a.html")


def test_binary_file_is_a_dead_letter() -> None:
    """A picture called .html is named."""
    (outcome,) = html_files(textflow.Input.from_bytes(b"\x89PNG\r\n\x1a\n", "a.html"))
    assert isinstance(outcome, textflow.Unreadable)


def test_options_schema_agrees_with_the_signature() -> None:
    """The shipped schema states the defaults of the stage."""
    schemas = Path(__file__).parents[2] / "schemas" / "textflow_schemas" / "options"
    stated = json.loads((schemas / "html.json").read_text("utf-8"))["properties"]
    defaults = {"tables": "on", "favour": "precision"}
    assert {name: row["default"] for name, row in stated.items()} == defaults
    assert Html.__init__.__kwdefaults__ == defaults
