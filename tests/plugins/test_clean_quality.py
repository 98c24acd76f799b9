"""The stages clean and html on the evaluation sets: no measure falls below its floor."""

from typing import Any

import pytest
from evaluation_sets import below, floors, rated, rows, scorer
from shared_files import needs_shared

import textflow
from textflow.running.raw_map import RawMap
from textflow_plugins.clean import clean
from textflow_plugins.html import Html

SCORER = "eval/clean/score_clean.py"
#: News texts without any furniture: nothing at all may be dropped.
BARE = ["bbc2225", "cnndm", "reuters21578", "wikinews"]

Row = dict[str, Any]


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


@needs_shared
@pytest.mark.parametrize("source", ["aeb_region", "aeb_page", "traf_page"])
def test_lines_stay_above_their_floors(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hardly a real word is lost, hardly a line dropped wrongly, and much furniture goes."""
    pairs = [(row, {"keep": kept(row)}) for row in rated("lines") if row["source"] == source]
    measured = scorer(SCORER, monkeypatch).score_lines(pairs)
    assert below(measured, floors("lines")[source]) == {}


@needs_shared
@pytest.mark.parametrize("name", BARE)
def test_nothing_is_dropped_from_bare_news(name: str) -> None:
    """News texts without furniture lose not one line."""
    texts = [row["text"] for row in rows(f"eval/news/en/{name}.jsonl.gz")]
    dropped = [
        text[edit.start : edit.end]
        for text in texts
        for edit in clean(textflow.Document(text))
        if edit.rule
    ]
    assert dropped == []


@needs_shared
@pytest.mark.parametrize(("name", "score"), [("html-aeb", "text"), ("html-traf", "snippets")])
def test_pages_stay_above_their_floors(
    name: str, score: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The article of a page comes out as its gold has it."""
    pytest.importorskip("trafilatura", reason="the extra [html] is not installed")
    stage, pairs = Html(), []
    for row in rated(name):
        edits = stage(textflow.Document(row["html"])).edits
        text = RawMap.identity(len(row["html"])).edited(row["html"], edits)[0]
        pairs.append((row, {"text": cleaned(text)}))
    measured = getattr(scorer(SCORER, monkeypatch), f"score_{score}")(pairs)
    assert below(measured, floors(name)["all"]) == {}
