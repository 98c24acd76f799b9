"""The speakers stage on the evaluation set: no measure falls below its floor."""

import json
from typing import Any

import pytest
from case_files import CASES
from evaluation_sets import rows, scorer
from shared_files import needs_shared

import textflow
from textflow_plugins.segment import segment
from textflow_plugins.speakers import speakers

SET = "eval/quotes/dev.jsonl.gz"
SCORER = "eval/quotes/score_quotes.py"
FLOORS = json.loads((CASES / "speakers" / "floors.json").read_text("utf-8"))


def answer(text: str, language: str = "en") -> dict[str, Any]:
    """Find who said what, in the shape that the scorer reads."""
    meta = {"language": language}
    layers = segment(textflow.Document(text, meta=meta))
    found = speakers(textflow.Document(text, meta=meta, layers=layers))
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
    gold = [row for row in rows(SET, FLOORS["sha256"]) if row["source"].startswith(source)]
    found = {row["id"]: answer(row["text"]) for row in gold}
    measured = scorer(SCORER, monkeypatch).score(gold, found)
    values = {name: measured[name].get("f1", measured[name].get("acc")) for name in FLOORS[source]}
    assert {name: value for name, value in values.items() if value < FLOORS[source][name]} == {}


@needs_shared
@pytest.mark.parametrize("language", ["de", "fr", "es"])
def test_measures_abroad_stay_above_their_floors(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the other languages have reached is kept."""
    floors = {**FLOORS[language]}
    gold = rows(f"eval/quotes/{language}_dev.jsonl.gz", floors.pop("sha256"))
    found = {row["id"]: answer(row["text"], language) for row in gold}
    measured = scorer(SCORER, monkeypatch).score(gold, found)
    values = {name: measured[name].get("f1", measured[name].get("acc")) for name in floors}
    assert {name: value for name, value in values.items() if value < floors[name]} == {}
