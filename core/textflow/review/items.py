"""Findings as corrections write them, with selectors and names, and as records write them."""

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeGuard

from textflow.plugins.schemas import Validator, read_schema, standard_layers
from textflow.review.anchoring import anchor
from textflow.review.ground import Ground, Span
from textflow.review.selectors import Selector

Item = dict[str, Any]

#: What a finding added by hand has where the reviewer said nothing.
_BLANK: Mapping[str, Item] = {
    "quotes": {
        "kind": "direct", "speaker": None, "mention": None, "cue": None, "group": 0,
        "confidence": 1.0, "speaker_confidence": None,
    },
    "amounts": {
        "kind": "number", "value": None, "low": None, "high": None, "currency": None,
        "unit": None, "approx": False, "bound": None, "direction": None,
    },
}  # fmt: skip
_BLANK_SPEAKER: Item = {"type": "person", "role": None, "mentions": []}


def portable(item: Mapping[str, Any], layer: str, ground: Ground, names: Mapping[str, str]) -> Item:
    """Return ``item`` as a correction contains it: no offset of this text, no id of this run."""
    kept = {key: value for key, value in item.items() if key not in {"start", "end", "text"}}
    if layer == "quotes" and kept.get("speaker") is not None:
        kept["speaker"] = {"name": names.get(kept["speaker"], kept["speaker"])}
    for key, value in kept.items():
        if is_span(value):
            kept[key] = Selector.of(ground, (value["start"], value["end"])).to_json()
    return kept


def settled(item: Mapping[str, Any], layer: str, ground: Ground, span: Span) -> Item:
    """
    Return a correction's ``item`` as a record contains it, at ``span``.

    A part of it, such as a cue, that is not found again becomes null. The speaker
    is still called by name.
    """
    made: Item = {"start": span[0], "end": span[1], "text": ground.text[slice(*span)]}
    for key, value in {**_BLANK.get(layer, {}), **item}.items():
        made[key] = _inner_item(value, ground) if _is_place(value) else value
    if layer in standard_layers():
        known = read_layer(layer)["items"]["properties"]
        made = {key: value for key, value in made.items() if key in known}
    return made


def new_speaker(identifier: str, name: str) -> Item:
    """Return a speaker of whom nothing is known but the name."""
    known = read_layer("speakers")["items"]["properties"]
    made = {"id": identifier, "name": name, **_BLANK_SPEAKER}
    return {key: value for key, value in made.items() if key in known}


def misfit(item: Item, layer: str) -> str:
    """Return what the schema of a standard layer has against ``item``, or an empty string."""
    if layer not in standard_layers():
        return ""
    validator = _validator(layer)
    if validator.fits([item]):
        return ""
    violation = next(iter(validator.violations([item])), None)
    return f"{violation.pointer}: {violation.message}" if violation else "it breaks the schema"


def is_span(value: object) -> TypeGuard[Item]:
    """Return whether a field's value is a place in the text, as a cue is."""
    return isinstance(value, dict) and {"start", "end", "text"} <= value.keys()


@cache  # of the standard layers alone
def read_layer(layer: str) -> Mapping[str, Any]:
    """Return the schema of a standard layer."""
    return read_schema(f"layers/{layer}.json")


@cache  # of the standard layers alone
def _validator(layer: str) -> Validator:
    return Validator(read_layer(layer))


def _is_place(value: object) -> bool:
    return isinstance(value, dict) and "selector" in value


def _inner_item(value: Mapping[str, Any], ground: Ground) -> Item | None:
    found = anchor(Selector.from_json(value), ground)
    if not isinstance(found, tuple):
        return None
    return {"start": found[0], "end": found[1], "text": ground.text[slice(*found)]}
