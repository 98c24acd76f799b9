"""The speakers stage: who said what."""

from typing import Any

import pytest
from case_files import read_cases

import textflow
from textflow_plugins.segment import segment
from textflow_plugins.speakers import speakers


def said(text: str, **meta: str) -> dict[str, Any]:
    """Return the layers of the stage for a text."""
    layers = segment(textflow.Document(text, meta=meta))
    return speakers(textflow.Document(text, meta=meta, layers=layers))


def rows(text: str) -> list[list[str | None]]:
    """Return kind, words and speaker of each quotation."""
    found = said(text)
    names = {item["id"]: item["name"] for item in found["speakers"]}
    return [[item["kind"], item["text"], names.get(item["speaker"])] for item in found["quotes"]]


@pytest.mark.parametrize(
    "case", read_cases("speakers", "wild", "negative", "synthetic", "known-failures")
)
def test_cases(case: dict[str, Any]) -> None:
    """Each quotation comes out with its kind, its words and its speaker."""
    assert rows(case["text"]) == case["expect"]


def test_parts_of_a_split_quotation_share_a_group() -> None:
    """What stands before and after "he said" is one quotation in two parts."""
    found = said('"The rope," Ellen Brandt said, "was rotten."')["quotes"]
    assert found[0]["group"] == found[1]["group"]


def test_title_before_the_name_is_the_role() -> None:
    """Name and role are kept apart."""
    found = said("Norwegian harbour minister Ellen Brandt said the pier was old.")["speakers"]
    assert (found[0]["name"], found[0]["role"]) == ("Ellen Brandt", "Norwegian harbour minister")


def test_apposition_is_the_role() -> None:
    """What stands between commas after the name is the role."""
    found = said("Ellen Brandt, head of the harbour office, said the pier was old.")["speakers"]
    assert found[0]["role"] == "head of the harbour office"


def test_other_language_keeps_direct_quotations() -> None:
    """Where no reporting verbs are known, quotations come out by their marks."""
    found = said("„Die Fähre fährt heute nicht mehr.“", language="de")["quotes"]
    assert [item["text"] for item in found] == ["„Die Fähre fährt heute nicht mehr.“"]


def test_every_mention_of_a_speaker_is_listed() -> None:
    """Names, descriptions and pronouns are told apart, names outside quotations included."""
    text = (
        'Mayor Ellen Brandt spoke. "It is old," she said. '
        '"It must go," the mayor said. Brandt left.'
    )
    mentions = said(text)["speakers"][0]["mentions"]
    assert [(item["text"], item["kind"]) for item in mentions] == [
        ("Ellen Brandt", "name"),
        ("she", "pronoun"),
        ("the mayor", "title"),
        ("Brandt", "name"),
    ]


def test_confidence_tells_sure_from_unsure() -> None:
    """Quoted words with their cue are surer than a clause without "that"."""
    sure = said('"It is old," Ellen Brandt said.')["quotes"][0]["confidence"]
    unsure = said("They say the pier is old.")["quotes"][0]["confidence"]
    assert (sure > 0.95, unsure < 0.75) == (True, True)


def test_meta_language_wins() -> None:
    """A document that states its language is not read as English."""
    text = "Ellen Brandt said the pier was old."
    layers = segment(textflow.Document(text))
    doc = textflow.Document(text, meta={"language": "de-AT"}, layers=layers)
    assert speakers(doc, language="en")["quotes"] == []


def test_role_is_taken_from_another_mention() -> None:
    """A role that stands beside a later mention belongs to the speaker as well."""
    text = 'Ellen Brandt met us. "It is old," harbour master Ellen Brandt said.'
    assert said(text)["speakers"][0]["role"] == "harbour master"


def test_role_is_taken_from_a_sentence_without_quotation() -> None:
    """What stands beside the name where the speaker is introduced counts."""
    text = 'Ellen Brandt, head of the harbour office, met us. "It is old," she said.'
    assert said(text)["speakers"][0]["role"] == "head of the harbour office"


def test_other_language_names_no_speaker() -> None:
    """English rules about names and subjects are not tried on other languages."""
    found = said("Die Ministerin sagte: „Die Fähre fährt heute nicht mehr.“", language="de")
    assert (found["speakers"], [item["speaker"] for item in found["quotes"]]) == ([], [None])
