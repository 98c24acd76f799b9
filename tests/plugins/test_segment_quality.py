"""The segment stage on the evaluation set: no measure falls below its floor."""

import json
from pathlib import Path
from typing import Any

import pytest
from evaluation_sets import below, floors, rated, scorer
from shared_files import needs_shared, shared

import textflow
from textflow_plugins.segment import segment

SCORER = "eval/segments/score_segments.py"


def spans(row: dict[str, Any], quotes: Any) -> list[list[int]]:
    """Segment one document of the set as the engine would."""
    known = row["lang"] and row["lang"] != "mul"
    doc = textflow.Document(row["text"], meta={"language": row["lang"]} if known else {})
    return [[item["start"], item["end"]] for item in segment(doc, quotes=quotes)["sentences"]]


@needs_shared
@pytest.mark.parametrize("quotes", ["split", "whole"])
def test_measures_stay_above_their_floors(
    quotes: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Boundary and sentence F1 reach what the release before had."""
    gold, found = tmp_path / "gold.jsonl", tmp_path / "found.jsonl"
    numbered = [row | {"id": str(number)} for number, row in enumerate(rated("segments"))]
    answers = [{"id": row["id"], "sentences": spans(row, quotes)} for row in numbered]
    gold.write_text("\n".join(map(json.dumps, numbered)), "utf-8")
    found.write_text("\n".join(map(json.dumps, answers)), "utf-8")
    measured, missing = scorer(SCORER, monkeypatch).score(gold, found)
    least = floors("segments")[quotes]
    low = {group: below(measured[group], least[group]) for group in least}
    assert (missing, low) == (0, {group: {} for group in least})


@needs_shared
def test_seed_article_has_its_thirteen_sentences() -> None:
    """Every sentence of the seed article is found, and the banner behind it apart."""
    gold = json.loads(shared("eval/seed/segments.json").read_text("utf-8"))
    with shared("eval/seed/article.txt").open(encoding="utf-8", newline="") as file:
        text = file.read()
    found = segment(textflow.Document(text))["sentences"]
    expected = [(item["start"], item["end"]) for item in gold["sentences"]]
    assert [(item["start"], item["end"]) for item in found][:13] == expected
    assert len(found) == 14
