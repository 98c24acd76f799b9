"""The summarise stage: which sentences it chooses, and what it promises about them."""

import inspect
import json
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest
from case_files import read_cases
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from summaries import numbers, story

from textflow_plugins.summarise import summarise

PARTS = [
    *("steel", "Toner", "the", "He", "I", "and", "By Ann", "cookies", "tariff", "3", "…", "“", "”"),
    *(".", "!", "?", "'", "(left)", "日本", "\x00", "e\u0301", "\u202e", "Photo:", "said", "-"),
]
SENTENCES = st.lists(
    st.lists(st.sampled_from(PARTS), min_size=1, max_size=8).map(" ".join), max_size=14
)


@pytest.mark.parametrize(
    "case", read_cases("summarise", "wild", "negative", "synthetic", "known-failures")
)
def test_cases(case: dict[str, Any]) -> None:
    """Of each text, one sentence a line, the expected ones are chosen."""
    doc = story(*case["text"].split("\n"), **case.get("meta", {}))
    assert numbers(doc, **case.get("options", {})) == case["expect"]


@given(SENTENCES, st.integers(1, 6))
@settings(max_examples=150, deadline=None)
def test_as_many_sentences_as_asked_for_or_all(sentences: list[str], count: int) -> None:
    """A summary has ``sentences`` sentences, or all there are."""
    assert len(summarise(story(*sentences), sentences=count)) == min(count, len(sentences))


@given(SENTENCES, st.integers(1, 30))
@settings(max_examples=150, deadline=None)
def test_summary_is_verbatim_and_in_order(sentences: list[str], max_words: int) -> None:
    """Each span slices back to its text, the order is the document's, the ranks are 1 to n."""
    doc = story(*sentences)
    summary = summarise(doc, max_words=max_words)
    assert all(doc.text[item["start"] : item["end"]] == item["text"] for item in summary)
    assert all(one["end"] <= other["start"] for one, other in pairwise(summary))
    assert sorted(item["rank"] for item in summary) == list(range(1, len(summary) + 1))


@given(SENTENCES, st.integers(1, 30))
@settings(max_examples=150, deadline=None)
def test_cap_on_words_holds(sentences: list[str], max_words: int) -> None:
    """No more than ``max_words`` words, unless a single sentence has more; never nothing."""
    summary = summarise(story(*sentences), max_words=max_words)
    total = sum(len(item["text"].split()) for item in summary)
    assert total <= max_words or len(summary) == 1
    assert bool(summary) == bool(sentences)


@given(SENTENCES)
@settings(max_examples=100, deadline=None)
def test_output_fits_the_layer(sentences: list[str]) -> None:
    """Every summary fits the shipped schema of its layer."""
    schema = files("textflow_schemas").joinpath("layers/summary.json").read_text("utf-8")
    assert not list(
        Draft202012Validator(json.loads(schema)).iter_errors(summarise(story(*sentences)))
    )


def test_options_and_their_schema_agree() -> None:
    """The shipped schema names the options of the signature, with the same defaults."""
    schema = json.loads(
        files("textflow_schemas").joinpath("options/summarise.json").read_text("utf-8")
    )
    stated = {name: one["default"] for name, one in schema["properties"].items()}
    parameters = list(inspect.signature(summarise).parameters.values())[1:]
    assert stated == {parameter.name: parameter.default for parameter in parameters}


def test_no_text_no_summary() -> None:
    """A document without sentences has an empty summary."""
    assert summarise(story()) == []
