"""The amounts stage through its door."""

from typing import Any

import pytest
from case_files import read_cases

from textflow import Document
from textflow_plugins.amounts import amounts

FILES = ("wild", "negative", "synthetic", "phrases", "world", "known-failures")
FIELDS = ("kind", "value", "low", "high", "currency", "unit", "per", "approx", "bound", "direction")
ALL = ("money", "percent", "number", "quantity")


def found(case: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what the stage finds in a case, with the fields that the case names."""
    meta = {"language": case["language"]} if "language" in case else {}
    items = amounts(Document(case["text"], meta=meta), **case.get("options", {}))
    wanted = {key for item in case["expect"] for key in item} or {"text"}
    return [{key: value for key, value in item.items() if key in wanted} for item in items]


def completed(case: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what the case expects, its unnamed fields as they are when nothing is said."""
    wanted = {key for item in case["expect"] for key in item}
    idle = {"approx": False, "bound": None, "direction": None}
    return [{key: item.get(key, idle.get(key)) for key in wanted} for item in case["expect"]]


@pytest.mark.parametrize("case", read_cases("amounts", *FILES))
def test_case(case: dict[str, Any]) -> None:
    """Each text gives the amounts that its case expects, in order."""
    assert found(case) == completed(case)


def test_an_item_has_every_field_of_the_layer() -> None:
    """An item carries all fields, also those that say nothing."""
    (item,) = amounts(Document("It paid more than $1.5m."))
    assert item == {
        "start": 18,
        "end": 23,
        "text": "$1.5m",
        "kind": "money",
        "value": "1500000",
        "low": None,
        "high": None,
        "currency": "USD",
        "unit": None,
        "per": None,
        "approx": False,
        "bound": "min",
        "direction": None,
    }
