"""The html stage takes twice the time for twice the text, whatever the text."""

import pytest
from doubling import LIMIT, growth

import textflow
from textflow_plugins.html import Html

pytest.importorskip("trafilatura", reason="the extra [html] is not installed")

PROSE = "<p>The mayor told the people that the bridge would be closed for a week.</p>"
#: Pages that a careless reader, of ours or below, would choke on.
HOSTILE = {
    "opened": "<div>",
    "opened with text": "<div><p>word ",
    "less-than signs": "<",
    "tags without end": "<p",
    "comments without end": "<!--",
    "quotes without end": '<a href="',
    "quotes after quotes": "<a b='",
    "declarations without end": "<!x",
    "scripts without end": "<script>",
    "pictures without end": "<svg><p>",
    "ampersands": "&",
    "entities": "&amp;",
    "paragraphs": PROSE,
    "short paragraphs": "<p>a b c d e f g</p>",
    "items": "<li>word word",
    "cells": "<table><tr><td>a",
    "line breaks": "a<br>",
    "headings": "<h1>Title</h1>" + PROSE,
    "closed": "</div></p>",
    "preformatted": "<pre>\n\n",
    "spaces": " ",
    "text": "word ",
}
SIZE = 20_000


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_with_the_text(unit: str) -> None:
    """Twice the text takes no more than 2.5 times as long."""
    text, html = unit * (SIZE // len(unit)), Html()
    once, twice = textflow.Document(text), textflow.Document(text + text)
    assert growth(lambda: html(once), lambda: html(twice)) <= LIMIT
