"""The stages clean and html on the evaluation sets: no measure falls below its floor."""

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
from textflow.running.rawmap import RawMap
from textflow_plugins.clean import clean
from textflow_plugins.html import Html

FLOORS = json.loads((CASES / "clean" / "floors.json").read_text("utf-8"))
#: News texts without any furniture: nothing at all may be dropped.
BARE = ["bbc2225", "cnndm", "reuters21578", "wikinews"]

Row = dict[str, Any]


def scorer(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Load the scorer that comes with the sets."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    spec = spec_from_file_location("score_clean", shared("eval/clean/score_clean.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(name: str) -> list[Row]:
    """Return the rows of a set, which must be the one that its floors were measured on."""
    packed = shared(f"eval/clean/{name}_dev.jsonl.gz").read_bytes()
    assert hashlib.sha256(packed).hexdigest() == FLOORS[name]["sha256"]
    return [json.loads(line) for line in gzip.decompress(packed).split(b"\n") if line]


def cleaned(text: str) -> str:
    """Return ``text`` as the stage clean leaves it."""
    edits = clean(textflow.Document(text))
    return RawMap.identity(len(text)).edited(text, edits)[0]


def kept(row: Row) -> list[bool]:
    """Say which lines the stage clean keeps."""
    lines = [line["text"] for line in row["lines"]]
    text = "\n".join(lines)
    gone = bytearray(len(text) + 1)
    for edit in clean(textflow.Document(text)):
        if edit.rule:
            gone[edit.start : edit.end] = b"\1" * (edit.end - edit.start)
    marks, at = [], 0
    for line in lines:
        marks.append(2 * sum(gone[at : at + len(line)]) <= len(line))
        at += len(line) + 1
    return marks


def below(measured: dict[str, float], floors: dict[str, float]) -> dict[str, float]:
    """Return the measures that miss their floors; words lost have a ceiling."""
    return {
        name: measured[name]
        for name, floor in floors.items()
        if (measured[name] > floor if name == "lostw" else measured[name] < floor)
    }


@needs_shared
@pytest.mark.parametrize("source", ["aeb_region", "aeb_page", "traf_page"])
def test_lines_stay_above_their_floors(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hardly a real word is lost, hardly a line dropped wrongly, and much furniture goes."""
    pairs = [(row, {"keep": kept(row)}) for row in rows("lines") if row["source"] == source]
    measured = scorer(monkeypatch).score_lines(pairs)
    assert below(measured, FLOORS["lines"][source]) == {}


@needs_shared
@pytest.mark.parametrize("name", BARE)
def test_nothing_is_dropped_from_bare_news(name: str) -> None:
    """News texts without furniture lose not one line."""
    packed = shared(f"eval/news/en/{name}.jsonl.gz").read_bytes()
    texts = [json.loads(line)["text"] for line in gzip.decompress(packed).split(b"\n") if line]
    dropped = [
        text[edit.start : edit.end]
        for text in texts
        for edit in clean(textflow.Document(text))
        if edit.rule
    ]
    assert dropped == []


@needs_shared
@pytest.mark.parametrize(("name", "score"), [("html_aeb", "text"), ("html_traf", "snippets")])
def test_pages_stay_above_their_floors(
    name: str, score: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The article of a page comes out as its gold has it."""
    pytest.importorskip("trafilatura", reason="the extra [html] is not installed")
    stage, pairs = Html(), []
    for row in rows(name):
        edits = stage(textflow.Document(row["html"])).edits
        text = RawMap.identity(len(row["html"])).edited(row["html"], edits)[0]
        pairs.append((row, {"text": cleaned(text)}))
    measured = getattr(scorer(monkeypatch), f"score_{score}")(pairs)
    assert below(measured, FLOORS[name]["floors"]) == {}
