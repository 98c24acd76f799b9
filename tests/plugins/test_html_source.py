"""Pages as input: the source ``html`` sends its documents through the stage ``html``."""

import json
from pathlib import Path
from typing import Any

import pytest

from textflow.cli import main

PAGE = """<html><head><title>Ferry late</title></head><body><nav><a href="/">Home</a></nav>
<article><h1>Ferry late</h1><p>The ferry to Brandholm left two hours late on Monday, the
harbour master said, because of <b>fog</b> &amp; a broken winch.</p><p>Nobody was hurt, and
the evening boats ran as they should, the company wrote in a short statement.</p></article>
</body></html>"""


def records(folder: Path, pipeline: str) -> dict[str, dict[str, Any]]:
    """Run ``pipeline`` over a page and a plain text; return the records by id."""
    (folder / "page.html").write_text(PAGE)
    (folder / "plain.txt").write_text("Write <b>bold</b> for bold.")
    path = folder / "p.yml"
    path.write_text(f"textflow: 1\nsource: [page.html, plain.txt]\n{pipeline}sink: out.jsonl\n")
    with pytest.raises(SystemExit) as left:
        main(["run", str(path), "--quiet"])
    assert left.value.code == 0
    rows = map(json.loads, (folder / "out.jsonl").read_text("utf-8").splitlines())
    return {row["id"]: row for row in rows}


def test_pages_are_read_by_themselves(tmp_path: Path) -> None:
    """A pipeline that does not name the stage gets article text from .html files."""
    page = records(tmp_path, "stages: [clean, segment]\n")["page.html"]
    assert page["text"].startswith("The ferry to Brandholm left")
    assert "<" not in page["text"]
    assert "fog & a broken winch" in page["text"]
    assert page["meta"]["title"] == "Ferry late"


def test_other_documents_of_the_run_stay_as_they_are(tmp_path: Path) -> None:
    """Only what came from the source html is taken for HTML."""
    plain = records(tmp_path, "stages: [clean, segment]\n")["plain.txt"]
    assert plain["text"] == "Write <b>bold</b> for bold."


def test_a_pipeline_that_names_the_stage_decides_itself(tmp_path: Path) -> None:
    """Then its place and its options are the pipeline's, for every document."""
    found = records(tmp_path, "stages: [{html: {favour: recall}}, clean]\n")
    assert found["plain.txt"]["text"] == "Write bold for bold."


def test_the_manifest_names_who_read_the_pages(tmp_path: Path) -> None:
    """Provenance is given for stages that are in no pipeline file too."""
    records(tmp_path, "stages: [segment]\n")
    manifest = json.loads((tmp_path / "out.jsonl.run.json").read_text())
    assert manifest["layers"]["dropped"][0]["stage"] == "html"
    assert [stage["documents"] for stage in manifest["stages"]] == [1, 2]
