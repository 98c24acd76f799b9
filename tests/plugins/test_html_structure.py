"""What the structure of a page adds to a choice of its blocks, and what it takes away."""

from collections.abc import Callable

import pytest

from textflow_plugins.html.blocks import page
from textflow_plugins.html.structure import (
    with_lead,
    with_lost,
    with_siblings,
    without_captions,
    without_headline,
    without_insets,
)

Rule = Callable[..., list[bool]]

PROSE = "<p>The council voted on Tuesday to close the old bridge until spring, the mayor said.</p>"
SHORT = "<p>Photo: Ann Ames</p>"
LINK = "<p><a href='/x'>Ten things that nobody told you about the old bridge in our town</a></p>"
ALIKE = f"<div class='part p1'>{PROSE}</div><div class='part p2'>{PROSE}</div>"


def kept(rule: Rule, html: str, marks: str) -> str:
    """Return which blocks are kept by ``rule``, as a string like ``marks``: "x" or "."."""
    found = rule(page(html).blocks, [mark == "x" for mark in marks])
    return "".join("x" if keep else "." for keep in found)


@pytest.mark.parametrize(
    ("rule", "html", "marks", "wanted"),
    [
        (without_captions, f"{PROSE}<figure>{PROSE}</figure>", "xx", "x."),
        (with_siblings, PROSE * 4, "x..x", "xxxx"),
        (with_siblings, f"{PROSE}<h3>Spring</h3>{PROSE}", "x.x", "xxx"),
        (with_siblings, f"<h2>Spring</h2>{PROSE * 2}", ".xx", "xxx"),
        (with_siblings, f"{PROSE}{LINK}{PROSE}", "x.x", "x.x"),
        (with_siblings, f"{PROSE}<div>{PROSE}</div>{PROSE}", "x.x", "x.x"),
        (with_siblings, PROSE * 3, "...", "..."),
        (without_insets, f"{PROSE * 10}<div>{PROSE}</div>{PROSE}", "x" * 12, f"{'x' * 10}.x"),
        (without_insets, f"{PROSE * 10}<div>{SHORT}</div>{PROSE}", "x" * 12, "x" * 12),
        (without_insets, f"{PROSE}<div>{PROSE}</div>{PROSE}", "xxx", "xxx"),
        (with_lost, ALIKE * 6, "xxxxx.......", "x" * 12),
        (with_lost, ALIKE * 3, "xxxx..", "xxxx.."),
        (with_lost, ALIKE * 9, f"xx{'.' * 16}", f"xx{'.' * 16}"),
        (with_lost, f"<div>{PROSE * 5}</div><ul>{PROSE * 5}</ul>", "xxxxx.....", "xxxxx....."),
    ],
    ids=[
        *("a caption", "paragraphs between two", "a heading between two", "a heading above"),
        *("a link between two", "a box between two is no sibling", "nothing kept"),
        *("a box in a long article", "a short line", "where no container has nearly all"),
        *("the rest of containers that are alike", "two paragraphs are left out on purpose"),
        *("much more than what was kept", "another container"),
    ],
)
def test_structure(rule: Rule, html: str, marks: str, wanted: str) -> None:
    """Each rule keeps what the marks on the right say of those on the left."""
    assert kept(rule, html, marks) == wanted


def test_the_headline_goes_by_its_words() -> None:
    """Whatever element a page has it in, and whatever marks are around it."""
    blocks = page(f"<div>Bridge stays: closed</div>{PROSE}").blocks
    assert without_headline(blocks, [True, True], ["Bridge stays closed"]) == [False, True]


@pytest.mark.parametrize(
    ("description", "wanted"),
    [
        ("What the town loses when nobody can cross the river.", [False, True, True]),
        ("What the town loses when nobody can cross the ri...", [False, True, True]),
        ("What the town loses", [False, False, True]),
        ("Another story of another town", [False, False, True]),
        ("", [False, False, True]),
    ],
)
def test_a_lead_is_told_by_the_description(description: str, wanted: list[bool]) -> None:
    """A description may be the lead, or its beginning, but no few words that others begin with."""
    lead = "<div>What the town loses when nobody can cross the river.</div>"
    blocks = page(f"<div>Menu</div>{lead}{PROSE}").blocks
    assert with_lead(blocks, [False, False, True], [description]) == wanted


def test_a_lead_is_not_repeated() -> None:
    """Where the article begins with the same words, the teaser above stays out."""
    blocks = page(PROSE * 2).blocks
    assert with_lead(blocks, [False, True], [blocks[0].text]) == [False, True]


def test_containers_that_are_alike_have_one_number() -> None:
    """Name, class and place make them alike; numbers within a class do not."""
    html = "<div class='a 1'>x</div><div class='a 22'>x</div><div class=b>x</div><nav>x</nav>"
    homes = [block.home for block in page(html).blocks]
    assert homes[0] == homes[1]
    assert len(set(homes)) == 3
