"""The segment stage: what it cuts, and what it must not lose."""

import inspect
import json
from importlib.resources import files
from typing import Any

import pytest
from case_files import read_cases
from hypothesis import given, settings
from hypothesis import strategies as st

import textflow
from textflow_plugins.segment import segment

PARTS = [*"aAbI1i .!?…\"'”“«»()[]\n\t\r。।•-—é\x1c\u00a0", "The ", "Mr. ", "1) "]
TEXTS = st.lists(st.sampled_from(PARTS), max_size=60).map("".join)
LANGUAGES = st.sampled_from(["en", "de", "fr", "es", "pt", "it", "ru", "zh"])
QUOTES = st.sampled_from(["split", "whole"])


def cut(text: str, language: str = "en", **options: Any) -> list[str]:
    """Return the text of each sentence."""
    doc = textflow.Document(text, meta={"language": language})
    return [text[item["start"] : item["end"]] for item in segment(doc, **options)["sentences"]]


@pytest.mark.parametrize(
    "case", read_cases("segment", "wild", "negative", "synthetic", "known-failures")
)
def test_sentence_cases(case: dict[str, Any]) -> None:
    """Each text is cut where a treebank would cut it."""
    assert cut(case["text"], case.get("language", "en")) == case["expect"]


def test_option_names_the_language_of_unmarked_documents() -> None:
    """Without ``meta.language`` the option decides: "am 3. Mai" is German."""
    text = "Ende am 3. Runde folgt."
    german = segment(textflow.Document(text), language="de")
    english = segment(textflow.Document(text), language="en")
    assert [len(german["sentences"]), len(english["sentences"])] == [1, 2]


def test_language_of_the_document_wins_over_the_option() -> None:
    """``meta.language`` is asked first, by its primary subtag."""
    doc = textflow.Document("Ende am 3. Runde folgt.", meta={"language": "de-AT"})
    assert len(segment(doc, language="en")["sentences"]) == 1


def test_abbreviations_of_ones_own() -> None:
    """What the option names ends no sentence, stated with its full stop or without."""
    text = "They asked Cllr. Holm and Ald. Lee. Both agreed to the Ltg. Plan."
    assert cut(text, abbreviations=["Cllr.", "Ltg"]) == [
        "They asked Cllr. Holm and Ald. Lee.",
        "Both agreed to the Ltg. Plan.",
    ]


def test_options_and_their_schema_agree() -> None:
    """The shipped schema names the options of the signature, with the same defaults."""
    schema = json.loads(files("textflow_schemas").joinpath("options/segment.json").read_text())
    shipped = {name: option["default"] for name, option in schema["properties"].items()}
    stated = inspect.signature(segment).parameters
    assert shipped == {
        name: list(option.default) if isinstance(option.default, tuple) else option.default
        for name, option in stated.items()
        if option.kind is option.KEYWORD_ONLY
    }


def test_layers_fit_each_other() -> None:
    """Sentences name their paragraph by its index."""
    found = segment(textflow.Document("It rains. It pours.\n\nShe left."))
    assert found == {
        "paragraphs": [{"start": 0, "end": 19}, {"start": 21, "end": 30}],
        "sentences": [
            {"start": 0, "end": 9, "paragraph": 0},
            {"start": 10, "end": 19, "paragraph": 0},
            {"start": 21, "end": 30, "paragraph": 1},
        ],
    }


@settings(deadline=None)
@given(TEXTS, QUOTES, LANGUAGES)
def test_every_visible_character_lies_in_one_sentence(
    text: str, quotes: str, language: str
) -> None:
    """Sentences and paragraphs each cover all that is not white space, once."""
    doc = textflow.Document(text, meta={"language": language})
    found = segment(doc, quotes=quotes)  # type: ignore[arg-type]
    for layer in ("paragraphs", "sentences"):
        pieces = [text[item["start"] : item["end"]] for item in found[layer]]
        assert all(piece and piece.strip() == piece for piece in pieces)
        assert "".join("".join(pieces).split()) == "".join(text.split())


@settings(deadline=None)
@given(TEXTS, QUOTES, LANGUAGES)
def test_sentences_follow_each_other_within_their_paragraph(
    text: str, quotes: str, language: str
) -> None:
    """A sentence lies in the paragraph that it names, behind the sentence before."""
    doc = textflow.Document(text, meta={"language": language})
    found = segment(doc, quotes=quotes)  # type: ignore[arg-type]
    last = 0
    for sentence in found["sentences"]:
        home = found["paragraphs"][sentence["paragraph"]]
        assert home["start"] <= sentence["start"] < sentence["end"] <= home["end"]
        assert last <= sentence["start"]
        last = sentence["end"]


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_covered(text: str) -> None:
    """No character of Unicode is lost, surrogates and controls included."""
    pieces = cut(text)
    assert "".join("".join(pieces).split()) == "".join(text.split())


@settings(deadline=None)
@given(TEXTS)
def test_a_paragraph_is_cut_as_it_is_cut_alone(text: str) -> None:
    """What stands in other paragraphs does not move a sentence of this one."""
    alone = text.replace("\n", " ").replace("\r", " ").replace("\x1c", " ")
    assert cut(f"{alone}\n\nShe left.") == [*cut(alone), "She left."]
