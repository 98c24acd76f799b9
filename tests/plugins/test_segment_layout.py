"""Paragraphs: which newlines end one."""

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textflow_plugins.segment import layout
from textflow_plugins.segment.layout import Newlines, Paragraphs, paragraphs

FERRY = (
    "The council of the small harbour town agreed on Monday to close the old ferry terminal for "
    "good, after two years in which it had carried fewer than nine passengers a day."
)
CREW = (
    "Its staff of twelve will move to the new pier, where two ships call every day, and will be "
    "paid as before until their contracts run out in the spring of next year."
)
SHORT = "Nobody voted against it."


def pieces(text: str) -> list[str]:
    """Return the paragraphs of ``text``, each on one line."""
    return [" ".join(text[start:end].split()) for start, end in paragraphs(text)]


@pytest.mark.parametrize("width", [30, 45, 60, 72, 80, 100])
def test_wrapped_paragraphs_with_blank_lines(width: int) -> None:
    """Lines wrapped at any usual width are joined."""
    text = "\n\n".join(textwrap.fill(part, width) for part in (FERRY, CREW, SHORT))
    assert pieces(text) == [FERRY, CREW, SHORT]


@pytest.mark.parametrize("width", [45, 60, 72, 80])
def test_wrapped_paragraphs_without_blank_lines(width: int) -> None:
    """A short line that ends with its sentence ends the paragraph too."""
    text = "\n".join(textwrap.fill(part, width) for part in (FERRY, CREW, SHORT))
    assert pieces(text) == [FERRY, CREW, SHORT]


def test_wrapped_and_indented() -> None:
    """In a wrapped text, an indented line begins a paragraph."""
    parts = [textwrap.fill(part, 60, initial_indent="    ") for part in (FERRY, CREW, SHORT)]
    assert pieces("\n".join(parts)) == [FERRY, CREW, SHORT]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028", "\u2029"])
def test_one_paragraph_a_line(newline: str) -> None:
    """Where lines were not wrapped, each is a paragraph, whatever ends it."""
    assert pieces(newline.join([FERRY, CREW, SHORT])) == [FERRY, CREW, SHORT]


def test_headline_above_wrapped_lines() -> None:
    """A headline is a line that had room for more."""
    text = "Ferry closes\n" + textwrap.fill(FERRY, 60)
    assert pieces(text) == ["Ferry closes", FERRY]


@pytest.mark.parametrize(
    "part",
    [
        "The stones of the old harbour wall were set there around the year 40 v. Chr. by the town.",
        "The company, which had ships of all kinds on the river, had also a yard, z. B. for sails.",
        "Nobody had asked the fishermen of the bay, and none of the boats - not one - left it.",
    ],
)
@pytest.mark.parametrize("width", range(40, 75))
def test_no_paragraph_begins_where_a_line_was_full(part: str, width: int) -> None:
    """An abbreviation or a dash that comes to the head of a wrapped line makes no item of it."""
    text = "\n\n".join(textwrap.fill(one, width) for one in (FERRY, part, CREW))
    assert pieces(text) == [FERRY, part, CREW]


def test_short_lines_before_items_of_a_wrapped_text() -> None:
    """A line that had room for more ends before a list, even without a mark."""
    items = ["- one rope", "- two oars", "a. three sails"]
    parts = [textwrap.fill(FERRY, 40), "\n".join(["Wanted are", *items]), textwrap.fill(CREW, 40)]
    assert pieces("\n\n".join(parts)) == [FERRY, "Wanted are", *items, CREW]


def test_wrapped_list_items() -> None:
    """An item begins a paragraph in a wrapped text."""
    text = textwrap.fill(FERRY, 60) + "\n- sugar and\n- salt\n* eggs\n1. flour"
    assert pieces(text) == [FERRY, "- sugar and", "- salt", "* eggs", "1. flour"]


def test_bare_list_is_not_wrapped() -> None:
    """Short lines in small letters are items, not a narrow column."""
    assert pieces("apples\noranges\nsour cherries") == ["apples", "oranges", "sour cherries"]


def test_bylines_stay_apart() -> None:
    """Short lines with capitals stand alone."""
    assert pieces("Ferry closes\nBy Ann Lee\nOslo") == ["Ferry closes", "By Ann Lee", "Oslo"]


def test_ragged_lines_are_wrapped_lines() -> None:
    """Lines copied from a proportional type are of uneven length, yet one paragraph."""
    text = (
        "The council of the small harbour town\n"
        "agreed on Monday to close the old\n"
        "ferry terminal for good, after two years\n"
        "in which it had carried fewer than\n"
        "nine passengers a day."
    )
    assert len(paragraphs(text)) == 1


def test_wrapped_chinese() -> None:
    """A script without spaces is wrapped at any character."""
    sentence = "港口小镇的议会在星期一决定永久关闭旧的渡轮码头因为过去两年每天的乘客还不到九个人"
    lines = [sentence[at : at + 26] for at in range(0, len(sentence), 26)]
    assert len(paragraphs("\n".join(lines) + "。")) == 1


def test_every_newline_may_end_a_paragraph() -> None:
    """``end`` takes wrapped lines apart."""
    lines = textwrap.wrap(FERRY, 60)
    assert [FERRY[start:end] for start, end in paragraphs(FERRY, "end")] == [FERRY]
    assert len(paragraphs("\n".join(lines), "end")) == len(lines)


def test_no_newline_may_end_a_paragraph() -> None:
    """``wrap`` joins all but blank lines, indented lines and items."""
    text = "One.\nTwo.\n\nThree.\n   Four.\nFive.\n- Six."
    found = [text[start:end] for start, end in paragraphs(text, "wrap")]
    assert found == ["One.\nTwo.", "Three.", "Four.\nFive.", "- Six."]


def test_white_lines_are_blank() -> None:
    """A line of spaces parts paragraphs as an empty one does."""
    assert pieces("One.\n \t\nTwo.") == ["One.", "Two."]


@pytest.mark.parametrize("newlines", ["auto", "end", "wrap"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_long_text_has_the_paragraphs_of_a_short_one(
    newline: str, newlines: Newlines, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its lines are split part by part, and never all there."""
    monkeypatch.setattr(layout, "_PART", 100)
    parts = [textwrap.fill(part, 60) for part in (FERRY, CREW, SHORT, FERRY)]
    text = newline.join("\n".join([*parts, "", *parts]).split("\n"))
    assert list(Paragraphs(text, newlines)) == paragraphs(text, newlines)


@settings(deadline=None)
@given(st.text(st.sampled_from("aA. -\n\t\r\x0b\x1c\x85\u2029"), max_size=80))
def test_paragraphs_are_trimmed_and_in_order(text: str) -> None:
    """No paragraph begins or ends with white space, and none overlaps the one before."""
    last = 0
    for start, end in paragraphs(text):
        assert last <= start < end
        assert text[start:end] == text[start:end].strip()
        last = end
