"""`textflow run --add`: what is not in the output yet comes into it, and the rest stays."""

import gzip
import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import failpoints
import jsonschema
import pytest
from workspaces import SitePackages, Workspace

from textflow.plugins.schemas import Validator, read_schema
from textflow.reading.folders import files_in
from textflow.running import checkpoints

PLUGIN = """
import os
import textflow

@textflow.stage(provides={"acme.finds": "finds.json"})
def finds(doc, *, note: str = "a"):
    with open(os.environ.get("ACME_LOG", os.devnull), "a") as log:
        log.write(doc.id + " ")
    if "Bad" in doc.text:
        raise ValueError("bad")
    return [{"start": 0, "end": 1, "text": doc.text[0], "note": note}]

@textflow.stage(name="keep", kind="filter")
def keep(doc):
    return "Drop" not in doc.text

@textflow.hookimpl
def textflow_stages():
    return [finds, keep]
"""
STAGES = "[acme.finds, acme.keep]"
SOURCE = "source: in.jsonl\nengine: {serial: {batch: 1}}\n"
FIRST = {"a": "One.", "b": "Drop.", "c": "Bad.", "d": "Four."}
ENDS = ("out.jsonl", "out.jsonl.filtered.jsonl", "out.jsonl.dead.jsonl")


@pytest.fixture
def project(workspace: Workspace, site: SitePackages, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Give a workspace to whose empty output the first documents have been added."""
    site.plugin(PLUGIN)
    workspace.pipeline(STAGES, SOURCE)
    write(workspace, FIRST)
    monkeypatch.setenv("ACME_LOG", str(workspace.folder.parent / "log.txt"))
    assert workspace.run("--add").code == 1
    calls(workspace)
    return workspace


def write(project: Workspace, texts: dict[str, str], **more: str) -> None:
    """Write the input: an id and a text in each line."""
    rows = ({"id": name, "text": text, **more} for name, text in texts.items())
    project.write("in.jsonl", "".join(f"{json.dumps(row)}\n" for row in rows))


def calls(project: Workspace) -> str:
    """Return the documents that the stage has been called with since this was last asked."""
    path = project.folder.parent / "log.txt"
    found = path.read_text().strip() if path.exists() else ""
    path.unlink(missing_ok=True)
    return found


def ends(project: Workspace) -> dict[str, str]:
    """Return the text of each record, and how the other documents ended."""
    written = {record["id"]: record["text"] for record in project.records}
    filtered = {row["id"]: "filtered" for row in project.read(ENDS[1])}
    return written | filtered | {letter["id"]: "dead" for letter in project.dead}


def files(project: Workspace) -> dict[str, bytes]:
    """Return every file of the workspace but the input."""
    paths = (path for path in project.folder.rglob("*") if path.is_file())
    return {
        path.relative_to(project.folder).as_posix(): path.read_bytes()
        for path in paths
        if path.name not in ("in.jsonl", "p.yml")
    }


def bodies(project: Workspace) -> list[bytes]:
    """Return the lines of each file of ends, in any order."""
    return [b"".join(sorted(line for line in _lines(project, name))) for name in ENDS]


def _lines(project: Workspace, name: str) -> list[bytes]:
    path = project.folder / name
    return path.read_bytes().splitlines(keepends=True) if path.exists() else []


def test_each_document_has_a_row(project: Workspace) -> None:
    """The list beside the output is as its schema says, and no input of the next run."""
    rows = project.read("out.jsonl.inputs.jsonl")
    assert {row["id"]: row["end"] for row in rows} == {
        "a": "out", "b": "filtered", "c": "dead", "d": "out",
    }  # fmt: skip
    for row in rows:
        jsonschema.validate(row, dict(read_schema("inputs.json")))
    found = {found.path for found in files_in(str(project.folder))}
    assert "in.jsonl" in found
    assert "out.jsonl.inputs.jsonl" not in found


def test_the_first_is_a_run_like_any_other(project: Workspace) -> None:
    """With one file more beside the output."""
    found = files(project)
    project.run("--restart")
    plain = files(project)
    assert set(found) - set(plain) == {"out.jsonl.inputs.jsonl"}
    assert [found[name] for name in ENDS] == [plain[name] for name in ENDS]
    assert calls(project) == "a b c d"


def test_only_what_is_new_is_done(project: Workspace) -> None:
    """New documents come behind, a changed one to its place; what has failed is tried again."""
    write(project, {**FIRST, "a": "Another.", "e": "Five.", "f": "Drop too."})
    done = project.run("--add")
    assert calls(project) == "a c e f"
    assert [record["text"] for record in project.records] == ["Another.", "Four.", "Five."]
    assert (done.code, ends(project)) == (
        1,
        {
            "a": "Another.",
            "d": "Four.",
            "e": "Five.",
            "b": "filtered",
            "f": "filtered",
            "c": "dead",
        },
    )
    said = "2 documents known already, 1 changed, 3 new or failed before; 3 records in all\n"
    assert said in done.err


def test_the_same_ends_as_of_one_run(project: Workspace) -> None:
    """Whatever was added day by day: the same lines, if in another order."""
    days = [
        {**FIRST, "c": "Good now.", "e": "Five."},
        {"b": "Kept now.", "a": "Drop now.", "g": "Seven."},
        {"d": "Bad now.", "h": "Eight."},
    ]
    last: dict[str, str] = dict(FIRST)
    for day in days:
        write(project, day)
        project.run("--add")
        last |= day
    found = bodies(project)
    write(project, last)
    project.run()
    strip = [sorted(_no_place(line) for line in one.splitlines()) for one in found]
    again = [sorted(_no_place(line) for line in one.splitlines()) for one in bodies(project)]
    assert strip == again


def _no_place(line: bytes) -> str:
    """Return a line without where in the input it came from."""
    row: dict[str, Any] = json.loads(line)
    return json.dumps(row | {"source": None}, sort_keys=True)


def test_what_is_read_no_more_stays(project: Workspace) -> None:
    """A day's input alone will do."""
    write(project, {"x": "Ten."})
    assert project.run("--add").code == 0
    assert calls(project) == "x"
    assert ends(project) == {
        "a": "One.",
        "d": "Four.",
        "x": "Ten.",
        "b": "filtered",
        "c": "dead",
    }


def test_the_manifest_keeps_its_history(project: Workspace) -> None:
    """Its counts are of the whole output; each run has its own in the history."""
    write(project, {**FIRST, "a": "Another.", "e": "Five."})
    project.run("--add")
    manifest = project.manifest
    assert list(Validator(read_schema("manifest.json")).violations(manifest)) == []
    assert manifest["counts"] == {"in": 5, "out": 3, "filtered": 1, "dead": 1}
    assert manifest["dead_by_reason"] == {"StageCrash": 1}
    assert manifest["decoding"]["encodings"] == {"utf-8": 3}
    runs = [(one["counts"]["in"], one["changed"], one["known"]) for one in manifest["history"]]
    assert runs == [(4, 0, 0), (3, 1, 2)]


def test_nothing_new_changes_nothing(project: Workspace) -> None:
    """Not even the manifest."""
    write(project, {name: text for name, text in FIRST.items() if name != "c"})
    before = files(project)
    done = project.run("--add")
    assert (done.code, calls(project), files(project)) == (0, "", before)
    assert "0 documents done, 0 written to out.jsonl" in done.err


def test_other_facts_are_another_content(project: Workspace) -> None:
    """What the source knows of a document counts as its text does."""
    write(project, {"a": "One."}, title="A title")
    project.run("--add")
    assert (calls(project), project.records[0]["meta"]) == ("a", {"title": "A title"})


def test_to_the_output_of_a_plain_run(project: Workspace) -> None:
    """Nobody has noted its contents: what is read is done anew once, what is not stays."""
    project.run("--restart")
    calls(project)
    assert not (project.folder / "out.jsonl.inputs.jsonl").exists()
    write(project, {"a": "One.", "e": "Five."})
    assert project.run("--add").code == 0
    assert calls(project) == "a e"
    assert [record["text"] for record in project.records] == ["One.", "Four.", "Five."]
    assert project.run("--add").code == 0
    assert calls(project) == ""


def test_a_dead_letter_under_another_name(project: Workspace) -> None:
    """What could not be read is known by its place in the input."""
    write(project, {"x": "Ten.", "y": "Eleven."})
    project.write("in.jsonl", project.text("in.jsonl") + "no JSON\n")
    project.run("--add")
    assert {letter["id"] for letter in project.dead} == {"c", "in.jsonl:3"}
    assert project.run("--add").code == 1
    assert {letter["id"] for letter in project.dead} == {"c", "in.jsonl:3"}
    write(project, {"x": "Ten.", "y": "Eleven.", "z": "Twelve."})
    project.run("--add")
    assert {letter["id"] for letter in project.dead} == {"c"}


def test_other_work_is_not_mixed(project: Workspace) -> None:
    """Unless `--force` says so."""
    write(project, {"e": "Five."})
    before = files(project)
    done = project.run("--add", "--set", "acme.finds.note=b")
    assert (done.code, files(project)) == (4, before)
    run = project.manifest["run"]
    said = f"out.jsonl: cannot add to it: run {run} had other 'stages'; run without --add, which"
    assert said in done.err
    assert project.run("--add", "--force", "--set", "acme.finds.note=b").code == 0
    assert [items[0]["note"] for items in project.layer("acme.finds")] == ["a", "a", "b"]


def test_every_sink_is_made_of_all_records(project: Workspace) -> None:
    """Where one of them is a file of records."""
    sinks = "sink: [out.jsonl, all.sqlite, copy.jsonl.gz]\n"
    project.pipeline(STAGES, SOURCE + sinks)
    write(project, {**FIRST, "a": "Another.", "e": "Five."})
    project.run("--add")
    write(project, {"f": "Six."})
    assert project.run("--add").code == 0
    copy = gzip.decompress((project.folder / "copy.jsonl.gz").read_bytes())
    assert copy == (project.folder / "out.jsonl").read_bytes()
    with closing(sqlite3.connect(project.folder / "all.sqlite")) as database:
        texts = [text for (text,) in database.execute("SELECT text FROM documents ORDER BY key")]
    assert texts == ["Another.", "Four.", "Five.", "Six."]


@pytest.mark.parametrize(
    ("sink", "said"),
    [
        ("all.sqlite", "all.sqlite: cannot add to it: it keeps no records as they were; records"),
        ("'-'", "-: cannot add to it: it keeps no records as they were; name a sink that is a"),
    ],
)
def test_sinks_that_cannot(project: Workspace, sink: str, said: str) -> None:
    """It says what to do."""
    project.pipeline(STAGES, f"{SOURCE}sink: {sink}\n")
    project.write("all.sqlite", "")
    done = project.run("--add")
    assert (done.code, said in done.err) == (4, True), done.err


def test_an_output_that_somebody_has_changed(project: Workspace) -> None:
    """It is left alone."""
    project.write("out.jsonl", project.text("out.jsonl").replace("One.", "Own."))
    before = files(project)
    done = project.run("--add")
    assert (done.code, files(project)) == (4, before)
    assert "out.jsonl: cannot add to it: it is not as run" in done.err


def test_an_output_of_nobody_knows_what(project: Workspace) -> None:
    """A file without a manifest is no output of a run."""
    (project.folder / "out.jsonl.run.json").unlink()
    assert "out.jsonl.run.json: cannot add to it: no run has left it" in project.run("--add").err


def test_retry_sends_to_add(project: Workspace) -> None:
    """The dead letters are in no order that it could go by."""
    done = project.do("retry", "p.yml")
    assert done.code == 4
    assert "run with --add: dead letters of documents that are read are tried again" in done.err


def test_corrections_that_are_new(project: Workspace) -> None:
    """A document of which people have said something since is done anew, to be corrected."""
    project.write("c.jsonl", "")
    project.pipeline(STAGES, f"{SOURCE}corrections: c.jsonl\n")
    write(project, {"a": "One.", "d": "Four."})
    assert project.run("--add").code == 0
    assert calls(project) == ""
    line = {"document": "d", "layer": "acme.finds", "action": "complete"}
    project.write("c.jsonl", json.dumps(line) + "\n")
    assert project.run("--add").code == 0
    assert calls(project) == "d"


def test_with_a_limit(project: Workspace) -> None:
    """It counts what is done, not what is known; the rest comes the next time."""
    write(project, {"a": "One.", "e": "Five.", "f": "Six.", "g": "Seven."})
    assert project.run("--add", "--limit", "2").code == 0
    assert calls(project) == "e f"
    assert project.run("--add").code == 0
    assert calls(project) == "g"


def test_a_run_that_was_stopped_goes_on(
    project: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what is left is done; the old output is whole until then."""
    monkeypatch.setattr(checkpoints, "DOCUMENTS", 1)
    monkeypatch.setattr(checkpoints, "SHARE", 0.0)
    before = files(project)
    texts = {"a": "One.", "e": "Five.", "f": "Bad.", "g": "Seven.", "h": "Eight."}
    write(project, texts)
    project.pipeline(STAGES, f"{SOURCE}limits: {{max_errors: 1}}\n")
    assert project.run("--add").code == 3
    assert calls(project) == "e f"
    assert {name: files(project)[name] for name in before} == before
    project.pipeline(STAGES, SOURCE)
    assert "--add: was yes, is not there" in project.run().err
    assert project.run("--add").code == 1
    assert calls(project) == "g h"
    assert [record["id"] for record in project.records] == ["a", "d", "e", "g", "h"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.parametrize("kind", ["kill", "torn", "ENOSPC", "EIO"])
def test_a_fault_at_every_point(
    project: Workspace, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """The output is the old one or the new one, whole; the same command gives the new one."""
    failpoints.hurry(monkeypatch)
    write(project, {**FIRST, "a": "Another.", "e": "Five.", "f": "Drop."})
    before, command = files(project), ("run", "p.yml", "-q", "--add")
    points = failpoints.points(project.folder, command)
    wanted = files(project)
    chosen = [at for at, point in enumerate(points, 1) if kind != "torn" or "write" in point]
    for at in chosen[:: 2 if kind == "kill" else 4]:
        _put_back(project.folder, before)
        code = failpoints.fail(project.folder, command, failpoints.Fault(kind, at))
        assert code in (failpoints.KILLED, 5) or (code == 1 and points[at - 1]), points[at - 1]
        meanwhile = files(project)
        for name in ENDS:
            assert meanwhile[name] in (before[name], wanted[name]), points[at - 1]
        if meanwhile["out.jsonl.run.json"] != before["out.jsonl.run.json"]:
            assert {name: meanwhile[name] for name in ENDS} == {name: wanted[name] for name in ENDS}
        assert failpoints.again(command) == 1, points[at - 1]
        left = {name: data for name, data in files(project).items() if "run.json" not in name}
        assert left == {name: data for name, data in wanted.items() if "run.json" not in name}


def _put_back(folder: Path, files: dict[str, bytes]) -> None:
    """Leave in ``folder`` nothing but ``files`` and the input."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            path.rmdir()
        elif path.name not in ("in.jsonl", "p.yml"):
            path.unlink()
    for name, data in files.items():
        (folder / name).write_bytes(data)
