"""Records for tests of tables: hostile strings in every place, odd items, a layer of others."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import textflow
from textflow.plugins.schemas import read_schema, standard_layers

RUN = "0123456789ab"
_FILE = Path(__file__).parent / "cases" / "sinks" / "hostile.json"
#: Strings that a program might obey, cut or lose; the last is of a million characters.
HOSTILE: list[str] = [
    case["text"] * case.get("times", 1) for case in json.loads(_FILE.read_text("utf-8"))
]

_SPAN = {"start": {"type": "integer"}, "end": {"type": "integer"}, "text": {"type": "string"}}
#: A third party's layer: references, choices, lists of places, names that need quoting.
PARTIES: Mapping[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["start", "end", "text", "Item", "item"],
        "properties": {
            **_SPAN,
            "Item": {"type": ["boolean", "null"]},
            "item": {"anyOf": [{"type": "number"}, {"type": "null"}]},
            'odd "name"; --': {"type": "string"},
            "where": {"$ref": "#/$defs/place"},
            "seen": {"type": "array", "items": {"$ref": "#/$defs/place"}},
            "tags": {"type": "array", "items": {"type": "string"}},
            "anything": {},
        },
        "additionalProperties": False,
    },
    "$defs": {
        "place": {
            "type": "object",
            "required": ["start", "end"],
            "properties": _SPAN,
            "additionalProperties": False,
        }
    },
}


def facts(layers: Mapping[str, Any] | None = None) -> textflow.RunFacts:
    """Return the facts of the run of these records."""
    standard = {name: read_schema(f"layers/{name}.json") for name in standard_layers()}
    giver = {"stage": "speakers", "plugin": "speakers", "distribution": "d", "version": "1"}
    manifest = {"run": RUN, "layers": {"quotes": [giver]}, "counts": {"in": 1}}
    return textflow.RunFacts(manifest, {**standard, **(layers or {"acme.parties": PARTIES})})


def record(name: str, text: str, **layers: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a record of a text as it was read."""
    rows = [[0, len(text), 0, len(text)]] if text else []
    return {
        "id": name, "source": {"uri": name}, "text": text, "raw_map": rows,
        "meta": {"title": text}, "annotations": layers, "run": RUN,
    }  # fmt: skip


def quotation(text: str, speaker: str | None = "s1") -> dict[str, Any]:
    """Return a quotation of a whole text."""
    span = {"start": 0, "end": len(text), "text": text}
    return {
        **span, "kind": "direct", "speaker": speaker, "mention": dict(span), "cue": None,
        "group": 0, "confidence": 0.5, "speaker_confidence": 1.0,
    }  # fmt: skip


def speaker(text: str, mentions: int = 2) -> dict[str, Any]:
    """Return a speaker who is called by a whole text."""
    places = [{"start": 0, "end": len(text), "text": text, "kind": "name"}] * mentions
    return {"id": "s1", "name": text, "type": "person", "role": text, "mentions": places}


def hostile_records() -> Iterator[dict[str, Any]]:
    """Yield a record for each hostile string, which is in every place that takes any string."""
    for number, text in enumerate(HOSTILE):
        yield {
            **record(
                f"{number} {text[:50]}",
                text,
                quotes=[quotation(text)],
                speakers=[speaker(text)],
                dropped=[{"raw_start": 0, "raw_end": 1, "text": text, "rule": text}],
                summary=[],
            ),
            "skipped": [{"stage": "x", "type": "Y", "message": text[:1000]}],
        }


def odd_records() -> Iterator[dict[str, Any]]:
    """Yield records whose items are not what a table takes as it is."""
    place = {"start": 0, "end": 1}
    base = {"start": 0, "end": 1, "text": "a", "Item": True, "item": 0.5}
    parties = [
        base,
        {**base, "Item": None, "item": None},
        {**base, "item": 1},
        {**base, "item": 2**63, "start": 0},
        {**base, 'odd "name"; --': "x", "where": place, "seen": [place, place], "tags": ["b"]},
        {**base, "seen": [], "tags": [], "anything": {"deep": [None, 1, 2.0]}},
        {**base, "anything": None},
        {**base, "unknown": {"a": 1}},
        dict(reversed(base.items())),
    ]
    yield record("a", "ab", **{"acme.parties": parties})
    others = [{"start": 0, "end": 1, "text": "a"}, {"x": 1}, {"start": 2**64 - 1}, {}]
    yield record("b", "ab", **{"acme.unheard-of": others, "quotes": [], "acme_parties": others})
    yield {**record("c", ""), "source": {"uri": "c", "encoding": "cp1252", "replaced": 3}}
    yield record("d", "ab", speakers=[speaker("a", 0), speaker("b", 0)], quotes=[quotation("ab")])
    yield record("e", "ab", quotes=[quotation("ab", None), quotation("ab", "nobody")])
