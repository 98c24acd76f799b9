"""The speakers stage on the evaluation set: no measure falls below its floor."""

import gzip
import hashlib
import json
import sys
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType
from typing import Any

import pytest
from case_files import CASES
from shared_files import needs_shared, shared

import textflow
from textflow_plugins.segment import segment
from textflow_plugins.speakers import speakers

SET = "eval/quotes/dev.jsonl.gz"
FLOORS = json.loads((CASES / "speakers" / "floors.json").read_text("utf-8"))


def scorer() -> ModuleType:
    """Load the scorer that comes with the set."""
    spec = spec_from_file_location("score_quotes", shared("eval/quotes/score_quotes.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def answer(text: str) -> dict[str, Any]:
    """Find who said what, in the shape that the scorer reads."""
    found = speakers(textflow.Document(text, layers=segment(textflow.Document(text))))
    names = {item["id"]: item["name"] for item in found["speakers"]}
    quotes = [
        {**item, "speaker": item["mention"], "speaker_canonical": names.get(item["speaker"])}
        for item in found["quotes"]
    ]
    return {"quotes": quotes}


@needs_shared
@pytest.mark.parametrize("source", ["polnear", "ggt"])
def test_measures_stay_above_their_floors(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spans, kinds and speakers reach what the release before had."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # the set is read-only
    packed = shared(SET).read_bytes()
    assert hashlib.sha256(packed).hexdigest() == FLOORS["sha256"]
    rows = [
        json.loads(line) for line in gzip.decompress(packed).decode("utf-8").split("\n") if line
    ]
    gold = [row for row in rows if row["source"].startswith(source)]
    found = {row["id"]: answer(row["text"]) for row in gold}
    measured = scorer().score(gold, found)
    values = {name: measured[name].get("f1", measured[name].get("acc")) for name in FLOORS[source]}
    assert {name: value for name, value in values.items() if value < FLOORS[source][name]} == {}
