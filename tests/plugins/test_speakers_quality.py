"""The speakers stage on the evaluation set: no measure falls below its floor."""

from typing import Any

import pytest
from evaluation_sets import below, floors, rated, scorer
from shared_files import needs_shared

import textflow
from textflow_plugins.segment import segment
from textflow_plugins.speakers import speakers

SCORER = "eval/quotes/score_quotes.py"


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


def values(measured: dict[str, Any]) -> dict[str, float]:
    """Return the measures of the scorer, each as one number."""
    return {
        name: value.get("f1", value.get("acc"))
        for name, value in measured.items()
        if isinstance(value, dict)
    }


@needs_shared
@pytest.mark.parametrize("source", ["polnear", "ggt"])
def test_measures_stay_above_their_floors(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spans, kinds and speakers reach what the release before had."""
    gold = [row for row in rated("quotes") if row["source"].startswith(source)]
    found = {row["id"]: answer(row["text"]) for row in gold}
    measured = scorer(SCORER, monkeypatch).score(gold, found)
    assert below(values(measured), floors("quotes")[source]) == {}


@needs_shared
@pytest.mark.parametrize("language", ["de", "fr", "es"])
def test_measures_abroad_stay_above_their_floors(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the other languages have reached is kept."""
    task = f"quotes-{language}"
    gold = rated(task)
    found = {row["id"]: answer(row["text"], language) for row in gold}
    measured = scorer(SCORER, monkeypatch).score(gold, found)
    assert below(values(measured), floors(task)["all"]) == {}
