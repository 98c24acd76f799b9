"""The html stage takes twice the time for twice the text, whatever the text."""

from collections.abc import Callable

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
ITEM = '{"@type": "Person", "name": "Ann Ames"},'
DATA = '<script type="application/ld+json">['
ARTICLE = '{"@type": "NewsArticle", "headline": "A | B", "publisher": {"name": "B"}},'
STATED = '<script type="application/ld+json">{{"@type": "Article", "articleBody": "{}"}}</script>'
DESCRIBED = "<meta name=description content='The old bridge is closed until the spring comes.'>"
#: More of them, each with a part that grows: what is numbered differs each time.
SHAPED: dict[str, Callable[[int], str]] = {
    "attributes": lambda n: crowded("<p ", "a{}=1 ", n),
    "attributes without values": lambda n: crowded("<p ", "a{} ", n),
    "quoted attributes": lambda n: crowded("<p ", 'a{}=">" ', n),
    "slashed attributes": lambda n: crowded("<p ", "a{}/", n),
    "attributes of a tag without end": lambda n: f"{PROSE * 9}<p " + numbered("a{}=1 ", n),
    "attributes behind a stray quote": lambda n: crowded('<p x=a" ', "a{}=1 ", n),
    "attributes of html": lambda n: crowded("<html ", "a{}=1 ", n),
    "attributes in a comment that ends at once": lambda n: crowded("<!--><p ", "a{}=1 ", n),
    "attributes in a script": lambda n: crowded("<script><b x=</script><p ", "a{}=1 ", n),
    "attributes in a text field": lambda n: crowded("<textarea></textareas><p ", "a{}=1 ", n),
    "tags of html": lambda n: numbered("<html a{}=1>", n) + PROSE * 9,
    "a large attribute": lambda n: "<p a='" + "x" * n + "'>" + PROSE * 9,
    "headings only": lambda n: repeated("<h1>a</h1>", n),
    "headings of two kinds": lambda n: repeated("<h2>a</h2><h1>b c</h1>", n),
    "links": lambda n: numbered('<a href="/b{0}">link {0}</a> ', n),
    "tables": lambda n: repeated("<table><tr><td>a</td></tr></table>", n),
    "rows": lambda n: "<table>" + repeated("<tr><td>a b c</td></tr>", n),
    "lists": lambda n: repeated("<ul><li>word</li></ul>", n),
    "lists in lists": lambda n: repeated("<ul><li>a", n),
    "terms": lambda n: repeated("<dl><dt>a<dd>b</dl>", n),
    "comments": lambda n: repeated("<!-- a -->b ", n),
    "sections": lambda n: repeated("<![CDATA[ a ]]>", n) + PROSE * 9,
    "sections without end": lambda n: repeated("<![CDATA[", n) + PROSE * 9,
    "instructions": lambda n: repeated("<?a b?>", n) + PROSE * 9,
    "forms in forms": lambda n: repeated("<form>a", n),
    "formulas": lambda n: repeated("<math><mi>x</mi></math>", n) + PROSE * 9,
    "pictures": lambda n: repeated('<svg><path d="M0 0"/></svg>', n) + PROSE * 9,
    "a style": lambda n: "<style>" + repeated("p{a:b}", n) + "</style>" + PROSE * 9,
    "styles": lambda n: repeated("<style>p{}</style>", n) + PROSE * 9,
    "a script": lambda n: "<script>" + repeated("</scrip", n) + "</script>" + PROSE * 9,
    "data": lambda n: DATA + repeated(ITEM, n) + "1]</script>" + PROSE * 9,
    "articles in data": lambda n: DATA + repeated(ARTICLE, n) + "1]</script>" + PROSE * 9,
    "a stated text": lambda n: STATED.format(repeated("word and more ", n)) + PROSE * 9,
    "descriptions": lambda n: numbered("<meta name=description content='a{}'>", n) + PROSE * 9,
    "leads": lambda n: (
        DESCRIBED + repeated("<div>The old bridge is closed until the spring</div>", n) + PROSE * 9
    ),
    "names of meta elements": lambda n: numbered("<meta name=a{} content=b>", n) + PROSE * 9,
    "scripts": lambda n: repeated("<script>a</script>", n) + PROSE * 9,
    "a title of parts": lambda n: f"<title>{repeated('a | ', n)}</title>" + PROSE * 9,
    "keywords": lambda n: "<meta name=keywords content='" + repeated("a, ", n) + "'>" + PROSE * 9,
    "titles": lambda n: repeated("<title>a</title>", n) + PROSE * 9,
    "times": lambda n: numbered('<time datetime="2019-01-01T00:00:{}">a</time>', n),
    "authors": lambda n: numbered('<span class="author">Ann{} Ames</span> ', n),
    "classes": lambda n: repeated("<div class='" + "content " * 20 + "'>a b c</div>", n),
    "comments of readers": lambda n: repeated('<div class="comment"><p>a b c d</p></div>', n),
    "names of elements": lambda n: numbered("<x{0}>a</x{0}>", n),
    "end tags": lambda n: numbered("</x{}>", n) + PROSE * 9,
    "spaces in a paragraph": lambda n: "<p>" + " " * n + "a</p>" + PROSE * 9,
    "one word": lambda n: "<p>" + "a" * n + "</p>",
    "zeros": lambda n: repeated("<p>a\0", n),
    "two hundred deep": lambda n: "<div>" * 200 + repeated(PROSE, n),
}


def repeated(unit: str, size: int) -> str:
    """Return ``unit`` again and again, ``size`` characters or a little more."""
    return unit * (size // len(unit) + 1)


def crowded(opening: str, unit: str, size: int) -> str:
    """Return a page with very many attributes behind ``opening``."""
    return opening + numbered(unit, size) + ">" + PROSE * 9


def numbered(unit: str, size: int) -> str:
    """Return ``unit`` with a number in it, another one each time."""
    return "".join(unit.format(number) for number in range(size // len(unit.format(1000)) + 1))


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_with_the_text(unit: str) -> None:
    """Twice the text takes no more than 2.5 times as long."""
    text, html = unit * (SIZE // len(unit)), Html()
    once, twice = textflow.Document(text), textflow.Document(text + text)
    assert growth(lambda: html(once), lambda: html(twice)) <= LIMIT


@pytest.mark.parametrize("shape", SHAPED.values(), ids=SHAPED)
def test_time_grows_with_the_page(shape: Callable[[int], str]) -> None:
    """A page of twice the size takes no more than 2.5 times as long."""
    html = Html()
    once, twice = textflow.Document(shape(2 * SIZE)), textflow.Document(shape(4 * SIZE))
    assert growth(lambda: html(once), lambda: html(twice)) <= LIMIT


def test_a_page_of_very_many_tags_is_not_given_to_trafilatura() -> None:
    """It would take minutes and gigabytes; our own rules read the page, and the record says so."""
    cleaning = Html()(textflow.Document("<br>" * 200_001 + PROSE))
    assert cleaning.meta["html_fallback"] == "200003 tags are too many for trafilatura"
    assert cleaning.edits
