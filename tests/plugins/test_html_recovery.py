"""What is taken back of the blocks that trafilatura left out."""

from textflow_plugins.html.blocks import page
from textflow_plugins.html.recovery import recovered

PROSE = "<p>The council voted on Tuesday to close the old bridge until spring, the mayor said.</p>"


def kept(html: str, marks: str) -> str:
    """Return which blocks are kept, as a string like ``marks``: "x" or "."."""
    found = recovered(page(html).blocks, [mark == "x" for mark in marks])
    return "".join("x" if keep else "." for keep in found)


def test_lead_below_the_headline_is_taken_back() -> None:
    """The first paragraph belongs to the article, whatever its class is called."""
    assert kept("<h1>Bridge</h1>" + PROSE * 3, "..xx") == ".xxx"


def test_short_lines_below_the_headline_are_not() -> None:
    """A byline is no lead."""
    assert kept("<h1>Bridge</h1><p>By Ann Lee</p>" + PROSE, "..x") == "..x"


def test_paragraph_between_two_is_taken_back() -> None:
    """One paragraph that is missing from the middle was an oversight."""
    assert kept(PROSE * 3, "x.x") == "xxx"


def test_links_between_two_paragraphs_are_not() -> None:
    """What is mostly a link leads to another article."""
    link = (
        "<p><a href='/x'>Ten things that nobody told you about the old bridge in our town</a></p>"
    )
    assert kept(PROSE + link + PROSE, "x.x") == "x.x"


def test_longer_gaps_stay() -> None:
    """Two paragraphs in a row that are left out are left out on purpose."""
    assert kept(PROSE * 4, "x..x") == "x..x"
