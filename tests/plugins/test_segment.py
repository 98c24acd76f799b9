"""The segment stage: what it cuts, and what it must not lose."""

from typing import Any

import pytest
from case_files import read_cases
from hypothesis import given, settings
from hypothesis import strategies as st

import textflow
from textflow_plugins.segment import segment

TEXTS = st.text(st.sampled_from("aB1 .!?…\"'”“()\n\t\r。•-—é\x1c"), max_size=80)


def cut(text: str, **options: Any) -> list[str]:
    """Return the text of each sentence."""
    found = segment(textflow.Document(text), **options)["sentences"]
    return [text[item["start"] : item["end"]] for item in found]


@pytest.mark.parametrize("case", read_cases("segment", "wild", "negative", "synthetic"))
def test_sentence_cases(case: dict[str, Any]) -> None:
    """Each text is cut where a treebank would cut it."""
    assert cut(case["text"]) == case["expect"]


def test_whole_quotation_is_one_sentence() -> None:
    """With ``quotes: whole``, two quoted sentences and their clause stay together."""
    text = '"It rains. It pours," said Ann. She left.'
    assert cut(text, quotes="whole") == ['"It rains. It pours," said Ann.', "She left."]


def test_wrapped_lines_are_one_paragraph() -> None:
    """A newline at the wrapping width ends neither a paragraph nor a sentence."""
    text = (
        "The council of the small town agreed on\n"
        "Monday to close the old ferry terminal for\n"
        "good. Its staff of twelve will move to the\n"
        "new pier, where two ships call every day.\n"
        "\n"
        "Nobody voted against the plan that evening.\n"
    )
    found = segment(textflow.Document(text))
    assert len(found["paragraphs"]) == 2
    assert len(found["sentences"]) == 3


def test_lines_of_their_own_are_paragraphs() -> None:
    """Where lines were not wrapped, each is a paragraph."""
    assert cut("Ferry closes\nBy Ann Lee\nOslo") == ["Ferry closes", "By Ann Lee", "Oslo"]


@settings(deadline=None)
@given(TEXTS, st.sampled_from(["split", "whole"]))
def test_every_visible_character_lies_in_one_sentence(text: str, quotes: str) -> None:
    """Sentences and paragraphs each cover all that is not white space, once."""
    found = segment(textflow.Document(text), quotes=quotes)
    for layer in ("paragraphs", "sentences"):
        pieces = [text[item["start"] : item["end"]] for item in found[layer]]
        assert [piece.strip() for piece in pieces] == pieces
        assert "".join("".join(pieces).split()) == "".join(text.split())


@settings(deadline=None)
@given(TEXTS)
def test_sentence_lies_in_its_paragraph(text: str) -> None:
    """A sentence names the paragraph that holds it."""
    found = segment(textflow.Document(text))
    for sentence in found["sentences"]:
        home = found["paragraphs"][sentence["paragraph"]]
        assert home["start"] <= sentence["start"] < sentence["end"] <= home["end"]
