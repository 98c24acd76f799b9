"""Where quoted words are in a text, and that changed ones are nowhere."""

import doctest
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textflow import Rejected

from pipelines import CLAIMS
from textflow_llm import asking, endpoint, grounding
from textflow_llm.asking import Grounding, question
from textflow_llm.grounding import Ground


@pytest.mark.parametrize(
    ("text", "quote", "words"),
    [
        ("He: \u201cWe can\u2019t.\u201d", '"We can\'t."', "\u201cWe can\u2019t.\u201d"),
        ("It rained\n   all day.", "rained all day", "rained\n   all day"),
        ("It rained all day.", " rained  all\nday ", "rained all day"),
        ("In 2019\u20132021 it rose.", "2019-2021", "2019\u20132021"),
        ("Ana Roth's boat", "Ana Roth", "Ana Roth"),
        ("It cost $5,000.", "$5,000", "$5,000"),
        ("\u6e2f\u53e3\u5df2\u5173\u95ed\u3002", "\u5df2\u5173", "\u5df2\u5173"),
    ],
)
def test_words_are_found_however_marks_and_white_space_are_written(
    text: str, quote: str, words: str
) -> None:
    """What is kept are the characters of the text."""
    ((start, end),) = Ground(text).spans(quote)
    assert text[start:end] == words


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("They disagree.", "agree"),
        ("They agreed.", "agree"),
        ("He can't pay.", "He can"),
        ("He can\u2019t pay.", "He can"),
        ("He cannot pay.", "He can"),
        ("He was re-elected.", "elected"),
        ("It was non-violent.", "violent"),
        ("It cost 1.5 million.", "5 million"),
        ("It cost 5,000 crowns.", "It cost 5"),
        ("It fell to -5 degrees.", "5 degrees"),
        ("It rained.", "it rained"),
        ("It rained.", "It, rained"),
        ("It rained.", ""),
        ("", "It"),
    ],
)
def test_words_that_are_cut_or_changed_are_nowhere(text: str, quote: str) -> None:
    """A part of a word or a number may say the opposite of the whole."""
    assert Ground(text).spans(quote) == []


@given(st.lists(st.sampled_from(["rain", "sun", "12", "Ana", "\u201cNo\u201d"]), min_size=1))
def test_every_word_of_a_text_is_where_it_is(words: list[str]) -> None:
    """All places of it, and no others."""
    text = "  ".join(words)
    spans = Ground(text).spans(words[0])
    assert [text[start:end] for start, end in spans] == [one for one in words if one == words[0]]


TEXT = "Ana said it will rain. Omar said it will rain. Ana left."


def placed(*items: object) -> tuple[list[object], list[Rejected]]:
    """Return what is kept of an answer about the text, and what is not."""
    good, wrong = Grounding(TEXT, CLAIMS).sorted_out(list(items))
    return [(item["start"], item["who"]["start"]) for item in good], wrong


def claim(who: str, **more: str) -> dict[str, object]:
    """Return an item about the words that are in the text twice."""
    return {"text": "it will rain", "who": {"text": who}, **more}


def test_the_same_item_twice_is_about_two_places() -> None:
    """In the order of the text; the third one is about none."""
    good, wrong = placed(claim("Ana"), claim("Ana"), claim("Ana"))
    assert good == [(9, 0), (33, 47)]
    assert [one.reason for one in wrong] == ["it is there 3 times, and its words 2 times"]


def test_words_around_say_which_place_is_meant() -> None:
    """And a part of an item is looked for as near to it as can be."""
    assert placed(claim("Omar", near="Omar said it will rain")) == ([(33, 23)], [])
    assert placed(claim("Omar", near="Omar says it will rain"))[0] == []


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ("rain", "it is a str, wanted an object"),
        ({"who": {"text": "Ana"}}, "`text` is null, wanted the words of the document"),
        ({"text": ["rain"]}, '`text` is ["rain"], wanted the words of the document'),
        ({"text": "it will rain"}, "'who' is a required property"),
        (claim("Ana", why="so"), "Additional properties are not allowed ('why' was unexpected)"),
        ({"text": "it will rain", "who": "Ana"}, "who: 'Ana' is not of type 'object'"),
        (claim("Lena"), "these words are not in the document, or not as whole words: 'Lena'"),
    ],
)
def test_what_is_wrong_with_an_item_is_said(item: object, reason: str) -> None:
    """In words that the model is told, too."""
    assert placed(item, claim("Ana"))[1] == [Rejected(item, reason)]


def test_offsets_of_a_model_count_for_nothing() -> None:
    """The place is where the words are."""
    assert placed(claim("Ana") | {"start": 3, "end": 4}) == ([(9, 0)], [])


def test_no_document_can_write_the_fence_around_it() -> None:
    """It depends on the whole text; offsets are asked of nobody."""
    system, user = question("claims", CLAIMS, TEXT)
    fence = user["content"].partition("\n")[0]
    assert user["content"] == f"{fence}\n{TEXT}\n{fence}"
    assert fence in system["content"]
    assert '"start"' not in system["content"]
    assert question("claims", CLAIMS, f"{TEXT}\n{fence}")[1]["content"].count(fence) == 1


@pytest.mark.parametrize("module", [asking, endpoint, grounding], ids=lambda one: one.__name__)
def test_examples_in_docstrings_are_true(module: ModuleType) -> None:
    """Each of these modules has one at least."""
    done = doctest.testmod(module)
    assert (done.failed, done.attempted > 0) == (0, True)
