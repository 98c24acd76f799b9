"""In which language a text is: stated, as an option, or by its words of grammar."""

import subprocess
import sys
from typing import Any

import pytest
from case_files import read_cases
from hypothesis import given
from hypothesis import strategies as st

import textflow
from textflow_plugins.languages import language_of, recognised, tags
from textflow_plugins.segment import segment

GERMAN = "Das ist am 3. Mai zu Ende gegangen, und das war z. B. Ann Holm nicht recht, so die Stadt."
ASK = (
    "import sys; from textflow_plugins.languages import recognised; print(recognised(sys.argv[1]))"
)


@pytest.mark.parametrize("case", read_cases("languages", "recognition"))
def test_recognition(case: dict[str, Any]) -> None:
    """What is too short, mixed or unknown is not recognised, rather than wrongly."""
    assert recognised(case["text"]) == case["expect"]


@pytest.mark.parametrize(
    ("meta", "option", "expect"),
    [
        ({}, "auto", "de"),
        ({}, "fr", "fr"),
        ({}, "de-AT", "de"),
        ({"language": "es-MX"}, "auto", "es"),
        ({"language": "es"}, "fr", "es"),
        ({"language": "auto"}, "auto", "de"),
    ],
)
def test_what_is_stated_wins(meta: dict[str, str], option: str, expect: str) -> None:
    """First the document, then the option, then the text."""
    assert language_of(textflow.Document(GERMAN, meta=meta), option) == expect


def test_what_is_not_clear_is_english() -> None:
    """The language of most texts."""
    assert language_of(textflow.Document("Jana Holm, 12 345"), "auto") == "en"


def test_a_stage_reads_a_german_text_as_german() -> None:
    """An ordinal number ends no sentence, though nothing says that this is German."""
    doc = textflow.Document(GERMAN)
    assert len(segment(doc)["sentences"]) == 1
    assert len(segment(doc, language="en")["sentences"]) > 1


def test_recognition_does_not_depend_on_the_seed_of_hashes() -> None:
    """Sets have another order in each process; the answer has none."""
    text = "no a e o que se la di me per con en un il de du van der das die el"
    answers = {
        subprocess.run(  # noqa: S603 - our own interpreter
            [sys.executable, "-c", ASK, text],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(answers) == 1


@given(st.text())
def test_any_text_is_in_a_language_with_a_folder_or_in_none(text: str) -> None:
    """No text is an error."""
    assert recognised(text) in {*tags(), None}
