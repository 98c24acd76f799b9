"""The pipeline that ships, on the articles that ship."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest

from textflow.plugins.schemas import Validator, read_schema


def run_news(folder: Path, **environment: str) -> Path:
    """Run the pipeline; return where its records are."""
    sink = folder / "news.jsonl"
    with as_file(files("textflow_pipelines") / "news.yml") as pipeline:
        command = [sys.executable, "-m", "textflow", "run", str(pipeline), "--set", f"sink={sink}"]
        known = {**os.environ, **environment}
        subprocess.run(command, check=True, env=known, capture_output=True)  # noqa: S603 - our own
    return sink


@pytest.fixture(scope="module")
def sink(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the records of one run."""
    return run_news(tmp_path_factory.mktemp("news"))


@pytest.fixture(scope="module")
def records(sink: Path) -> dict[str, Any]:
    """Return the records by id."""
    rows = map(json.loads, sink.read_text("utf-8").splitlines())
    return {row["id"]: row for row in rows}


def raw_text(name: str) -> str:
    """Return an article exactly as it is stored."""
    return (files("textflow_pipelines") / "news" / name).read_bytes().decode()


def spans(value: Any) -> Iterator[dict[str, Any]]:
    """Yield everything in ``value`` that has a start, an end and a text."""
    if isinstance(value, dict):
        if {"start", "end", "text"} <= set(value):
            yield value
        value = list(value.values())
    for inner in value if isinstance(value, list) else []:
        yield from spans(inner)


def found(record: dict[str, Any], layer: str) -> list[dict[str, Any]]:
    """Return one layer of a record."""
    items: list[dict[str, Any]] = record["annotations"][layer]
    return items


ARTICLES = ("dairy.txt", "ferry.txt", "flood-wall.txt")


def test_each_article_becomes_one_record(records: dict[str, Any], sink: Path) -> None:
    """In the order of their names, and the manifest agrees."""
    manifest = json.loads(sink.with_name("news.jsonl.run.json").read_text("utf-8"))
    assert tuple(records) == ARTICLES
    assert manifest["counts"] == {"in": 3, "out": 3, "filtered": 0, "dead": 0}


def test_no_article_is_lost(sink: Path) -> None:
    """There are no dead letters, and nothing unfinished."""
    names = sorted(path.name for path in sink.parent.iterdir())
    assert [name for name in names if name.endswith((".dead.jsonl", ".part"))] == []


def test_the_same_bytes_under_another_hash_seed(sink: Path, tmp_path: Path) -> None:
    """Neither hash seed nor time zone nor locale leaves a trace."""
    other = run_news(tmp_path, PYTHONHASHSEED="4711", TZ="Asia/Kathmandu", LC_ALL="C")
    assert other.read_bytes() == sink.read_bytes()


@pytest.mark.parametrize("name", ARTICLES)
def test_a_record_fits_its_schema(records: dict[str, Any], name: str) -> None:
    """The record as a whole and each of its layers."""
    record = records[name]
    assert list(Validator(read_schema("record.json")).violations(record)) == []
    for layer, items in record["annotations"].items():
        assert list(Validator(read_schema(f"layers/{layer}.json")).violations(items)) == []


@pytest.mark.parametrize("name", ARTICLES)
def test_every_span_leads_to_its_text(records: dict[str, Any], name: str) -> None:
    """Mentions and cues within items, too."""
    record = records[name]
    every = list(spans(record["annotations"]))
    assert every
    assert [one for one in every if record["text"][one["start"] : one["end"]] != one["text"]] == []


@pytest.mark.parametrize("name", ARTICLES)
def test_verbatim_rows_lead_back_to_the_raw_text(records: dict[str, Any], name: str) -> None:
    """The rows cover the text; one of equal lengths was copied."""
    record, raw = records[name], raw_text(name)
    at = 0
    for t0, t1, r0, r1 in record["raw_map"]:
        assert t0 == at
        assert t1 - t0 != r1 - r0 or record["text"][t0:t1] == raw[r0:r1]
        at = t1
    assert at == len(record["text"])


def test_the_cookie_notice_is_dropped_by_name(records: dict[str, Any]) -> None:
    """What is dropped stands in the record with its rule and its place."""
    (dropped,) = found(records["ferry.txt"], "dropped")
    assert (dropped["text"], dropped["rule"]) == ("This website uses cookies.", "cookies")
    place = slice(dropped["raw_start"], dropped["raw_end"])
    assert raw_text("ferry.txt")[place] == "This website uses cookies."


def test_speakers_come_with_their_roles(records: dict[str, Any]) -> None:
    """A title before a name and a description behind it are roles."""
    roles = {one["name"]: one["role"] for one in found(records["ferry.txt"], "speakers")}
    assert "mayor" in roles["Ingrid Halloway"].lower()
    assert "chairman" in roles["Tomas Brekke"]


def test_a_pronoun_means_the_last_fitting_speaker(records: dict[str, Any]) -> None:
    """The mayor is who "she" means in "she added"."""
    record = records["ferry.txt"]
    names = {one["id"]: one["name"] for one in found(record, "speakers")}
    (quote,) = [one for one in found(record, "quotes") if "exactly where they are" in one["text"]]
    assert (names[quote["speaker"]], quote["kind"]) == ("Ingrid Halloway", "mixed")


def test_amounts_are_exact(records: dict[str, Any]) -> None:
    """In every notation that the articles use."""
    values = [(one["value"], one["currency"]) for one in found(records["ferry.txt"], "amounts")]
    assert values == [
        ("4200000", "USD"),
        ("35", None),
        ("250000", "USD"),
        ("12.5", None),
    ]


@pytest.mark.parametrize("name", ARTICLES)
def test_a_summary_is_two_sentences_in_order(records: dict[str, Any], name: str) -> None:
    """Each is a sentence of the layer `sentences`."""
    summary = [(one["start"], one["end"]) for one in found(records[name], "summary")]
    sentences = {(one["start"], one["end"]) for one in found(records[name], "sentences")}
    assert len(summary) == 2
    assert summary == sorted(summary)
    assert set(summary) <= sentences
