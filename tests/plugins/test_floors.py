"""The tasks of `evaluate.py` that no test of a single stage measures: none below its floor."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from evaluation_sets import TASKS, below, floors, rated, scorer
from shared_files import needs_shared, shared

import textflow

Rows = list[dict[str, Any]]
#: Group of documents to its measures.
Measured = dict[str, dict[str, float]]


def measured_amounts(module: ModuleType, gold: Rows, found: Rows) -> Measured:
    """Return the F1 of exact spans, and of values and currencies, by the kind of text."""
    answers = {row["id"]: row["amounts"] for row in found}
    groups = {
        name: module.score(gold, answers, kinds.split(","), list(sources))[0]
        for name, (sources, kinds) in module.GROUPS.items()
    }
    groups["total"] = module.score(gold, answers)[0]
    return {
        name: {"strict": rates["strict"]["F1"], "exact": rates["exact"]["F1"]}
        for name, rates in groups.items()
    }


def measured_lines(module: ModuleType, gold: Rows, found: Rows) -> Measured:
    """Return what of the furniture is dropped, and what of the text is lost."""
    return {"fundus_page": module.score_lines(list(zip(gold, found, strict=True)))}


def measured_pages(module: ModuleType, gold: Rows, found: Rows) -> Measured:
    """Return how much of the article is there, and how often title and date are right."""
    pairs = list(zip(gold, found, strict=True))
    return {"all": module.score_text(pairs) | module.score_meta(pairs)}


def measured_quotes(module: ModuleType, gold: Rows, found: Rows) -> Measured:
    """Return the F1 of spans, alone and with their speakers."""
    measured = module.score(gold, {row["id"]: row for row in found})
    parts = {name: part for name, part in measured.items() if isinstance(part, dict)}
    return {"all": {name: part.get("f1", part.get("acc")) for name, part in parts.items()}}


def measured_sentences(module: ModuleType, gold: Rows, found: Rows, folder: Path) -> Measured:
    """Return the F1 of ends and of whole sentences."""
    for name, rows in (("gold", gold), ("found", found)):
        (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    found_groups: Measured = module.score(folder / "gold.jsonl", folder / "found.jsonl")[0]
    return found_groups


def measured_summaries(module: ModuleType, gold: Rows, found: Rows) -> Measured:
    """Return the mean of three ROUGE measures at three sentences, also source by source."""
    answers = {row["id"]: row for row in found}
    groups = {source: [row for row in gold if row["source"] == source] for source in SOURCES}
    groups["all"] = gold
    return {name: module.evaluate(rows, answers, "sents:3")[0] for name, rows in groups.items()}


#: Texts that are no news in English, where means over all say little.
SOURCES = tuple(name for name in floors("summaries-more") if name != "all")
AMOUNTS = "amounts/score_amounts.py"
SCORERS: dict[str, tuple[str, Callable[..., Measured]]] = {
    "amounts": (AMOUNTS, measured_amounts),
    "multilingual": (AMOUNTS, measured_amounts),
    "world": (AMOUNTS, measured_amounts),
    "hyphen": ("segments/score_segments.py", measured_sentences),
    "lines-fundus": ("clean/score_clean.py", measured_lines),
    "html-fundus": ("clean/score_clean.py", measured_pages),
    "seed": ("quotes/score_quotes.py", measured_quotes),
    "summaries": ("summaries/score_summ.py", measured_summaries),
    "summaries-more": ("summaries/score_summ.py", measured_summaries),
}
#: What a task needs that may not be installed.
NEEDED = {"html-fundus": "trafilatura", "summaries": "rouge_score", "summaries-more": "rouge_score"}


def answers(evaluate: ModuleType, task: str, gold: Rows, folder: Path) -> Rows:
    """Return what the pipeline of the task finds, in the shape that its scorer reads."""
    file = folder / "pipeline.yml"
    file.write_text(json.dumps({"textflow": 1, "stages": evaluate.TASKS[task][1]}), "utf-8")
    pipeline = textflow.Pipeline.load(file)
    found: Rows = []
    for row in gold:
        given = evaluate.document(task, row["id"], row)
        meta = {"language": given["language"]} if "language" in given else {}
        record = pipeline.process(given["text"], meta)
        found.append(evaluate.predict(task, row, record))
    return found


@needs_shared
@pytest.mark.parametrize("task", SCORERS)
def test_a_task_stays_above_its_floors(
    task: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its pipeline reaches on the whole set what the release before did."""
    if task in NEEDED:
        pytest.importorskip(NEEDED[task], reason=f"{NEEDED[task]} is not installed")
    name, measure = SCORERS[task]
    monkeypatch.setattr(sys, "argv", ["score", "--unicode"] if task == "summaries-more" else [""])
    gold = [row | {"id": f"{number}:{row['id']}"} for number, row in enumerate(rated(task))]
    found = answers(scorer("eval/evaluate.py", monkeypatch), task, gold, tmp_path)
    module = scorer(f"eval/{name}", monkeypatch)
    folder = [tmp_path] if measure is measured_sentences else []
    measured = measure(module, gold, found, *folder)
    low = {group: below(measured[group], least) for group, least in floors(task).items()}
    assert low == {group: {} for group in low}


@needs_shared
def test_every_task_has_its_floors(monkeypatch: pytest.MonkeyPatch) -> None:
    """A task that is added, or a set that is new, is measured too."""
    tasks = scorer("eval/evaluate.py", monkeypatch).TASKS
    there = {name for name, (file, *_) in tasks.items() if shared(f"eval/{of(file)}").exists()}
    assert there == set(TASKS)


def of(file: str) -> str:
    """Return the file of a set that is there to be tuned on."""
    return file.format(split="dev")
