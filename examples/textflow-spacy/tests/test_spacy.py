"""What the stage makes of a text, with the model that it comes with."""

import pytest
from textflow import Document

from textflow_spacy import Entities

TEXT = "Ingrid Halloway met the World Bank in Oslo on Monday."


def doc(text: str = TEXT, name: str = "a", **meta: str) -> Document:
    """Return a document as a source would give it."""
    return Document(text, id=name, meta=meta)


def test_entities_are_found_with_their_places() -> None:
    """The text between start and end is the entity."""
    (items,) = Entities()([doc()])
    assert [(item["text"], item["label"]) for item in items] == [
        ("Ingrid Halloway", "PERSON"),
        ("the World Bank", "ORG"),
        ("Oslo", "GPE"),
        ("Monday", "DATE"),
    ]
    assert all(TEXT[item["start"] : item["end"]] == item["text"] for item in items)


def test_places_count_characters() -> None:
    """The letters before an entity may be any."""
    text = "\N{GRINNING FACE} \N{LATIN SMALL LETTER U WITH DIAERESIS}ber " + TEXT
    (items,) = Entities(labels=["GPE"])([doc(text)])
    assert [text[item["start"] : item["end"]] for item in items] == ["Oslo"]


def test_a_batch_gives_one_list_a_document() -> None:
    """In their order, with those that are in another language than the model's."""
    batch = [doc(), doc("", "b"), doc(name="c", language="de"), doc(name="d")]
    found = Entities(labels=["GPE"])(batch)
    assert [[item["text"] for item in items] for items in found] == [["Oslo"], [], [], ["Oslo"]]


def test_a_model_that_is_not_there() -> None:
    """It is known when the stage is set up, before the first document."""
    with pytest.raises(LookupError, match="no model 'en_core_web_none'"):
        Entities(model="en_core_web_none")
