"""`cache:` in a pipeline: what is known is not worked out again, and never wrong."""

import json
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from judging import judged
from workspaces import SitePackages, Workspace

from textflow import Pipeline
from textflow.cache.store import NAME, Entry, Store

PLUGIN = """
import os
import re
import textflow

def called(stage, doc):
    with open(os.environ.get("ACME_LOG", os.devnull), "a") as log:
        log.write(f"{stage}:{doc.id} ")

@textflow.stage(provides={"acme.words": "finds.json"})
def words(doc, *, least: int = 4):
    called("words", doc)
    if "Bad" in doc.text:
        raise ValueError("bad")
    for found in re.finditer(r"[A-Za-z]+", doc.text):
        if len(found.group()) >= least:
            yield {"start": found.start(), "end": found.end(), "text": found.group()}

@textflow.stage(requires=["acme.words"], provides={"acme.last": "finds.json"})
def last(doc, *, note: str = "a"):
    called("last", doc)
    return [dict(item) | {"note": note} for item in doc["acme.words"][-1:]]

@textflow.stage(kind="filter")
def keep(doc):
    called("keep", doc)
    return "Drop" not in doc.text

@textflow.stage(kind="clean")
def trim(doc):
    called("trim", doc)
    at = doc.text.find("#")
    edits = [textflow.Edit(at, len(doc.text), "", "tail")] if at >= 0 else []
    return textflow.Cleaning(edits, {"trimmed": at >= 0})

@textflow.stage(provides={"acme.seen": "finds.json"}, cache=False)
def seen(doc):
    called("seen", doc)
    return []

@textflow.stage(provides={"acme.wrong": "finds.json"})
def wrong(doc):
    called("wrong", doc)
    return [{"start": 0, "end": 1, "text": doc.text[0]}, {"start": 0, "end": 1, "text": "?"}]

@textflow.hookimpl
def textflow_stages():
    return [words, last, keep, trim, seen, wrong]
"""
WRAPPER = """
import textflow

@textflow.hookimpl(wrapper=True)
def textflow_run_stage(stage, documents):
    return (yield)
"""
STAGES = "[acme.trim, acme.keep, acme.words, acme.last]"
CACHED = "engine: serial\ncache: kept\n"


@pytest.fixture
def project(workspace: Workspace, site: SitePackages, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Give a workspace with stages that write down what they are called with."""
    site.plugin(PLUGIN)
    workspace.texts("One word here. # tail", "Drop this.", "Another word.")
    workspace.pipeline(STAGES, CACHED)
    monkeypatch.setenv("ACME_LOG", str(workspace.folder.parent / "log.txt"))
    return workspace


def calls(project: Workspace) -> list[str]:
    """Return what the stages have been called with since this was last asked."""
    path = project.folder.parent / "log.txt"
    found = path.read_text().split() if path.exists() else []
    path.unlink(missing_ok=True)
    return found


def outputs(project: Workspace) -> dict[str, bytes]:
    """Return the files of the last run but its manifest."""
    names = ("out.jsonl", "out.jsonl.dead.jsonl", "out.jsonl.filtered.jsonl")
    paths = (project.folder / name for name in names)
    return {path.name: path.read_bytes() for path in paths if path.exists()}


def without(project: Workspace) -> dict[str, bytes]:
    """Return what a run without a cache makes of the same."""
    code = project.run("--set", "cache=null").code
    assert code in (0, 1)
    calls(project)
    return outputs(project)


def test_nothing_is_worked_out_twice(project: Workspace) -> None:
    """The second run calls no stage, and writes what a run without a cache writes."""
    wanted = without(project)
    first = project.run()
    assert (first.code, len(calls(project)), outputs(project)) == (0, 10, wanted)
    done = project.run()
    assert (done.code, calls(project), outputs(project)) == (0, [], wanted)
    assert "3 documents came whole from the cache\n" in done.err
    assert project.manifest["cache"] == {"documents": 3}


def test_only_what_is_new_is_worked_out(project: Workspace) -> None:
    """A document that is new, and one whose text is another one."""
    project.run()
    calls(project)
    project.texts("One word here. # tail", "Kept now.", "Another word.", "A fourth.")
    wanted = without(project)
    assert project.run().code == 0
    ids = {call.partition(":")[2] for call in calls(project)}
    assert (ids, outputs(project)) == ({"b.txt", "d.txt"}, wanted)


def test_another_id_is_another_document(project: Workspace) -> None:
    """A stage sees it, and may go by it."""
    project.run()
    calls(project)
    (project.folder / "in/a.txt").rename(project.folder / "in/z.txt")
    assert project.run().code == 0
    assert {call.partition(":")[2] for call in calls(project)} == {"z.txt"}


def test_another_place_is_the_same_document(project: Workspace) -> None:
    """Where it was read has no part in what is found; the record says where it was this time."""
    project.run()
    calls(project)
    (project.folder / "in").rename(project.folder / "other")
    assert project.run("--set", "source=other/*.txt").code == 0
    assert calls(project) == []
    assert project.records[0]["source"]["uri"].endswith("other/a.txt")


def test_an_option_of_the_last_stage(project: Workspace) -> None:
    """Only that stage is called again; and none when the option is what it was."""
    project.run()
    first = outputs(project)
    calls(project)
    assert project.run("--set", "acme.last.note=b").code == 0
    assert calls(project) == ["last:a.txt", "last:c.txt"]
    assert [items[0]["note"] for items in project.layer("acme.last")] == ["b", "b"]
    assert project.run().code == 0
    assert (calls(project), outputs(project)) == ([], first)


def test_an_option_of_an_earlier_stage(project: Workspace) -> None:
    """What is behind it may have read what it gave."""
    project.run()
    calls(project)
    assert project.run("--set", "acme.words.least=6").code == 0
    assert calls(project) == ["words:a.txt", "words:c.txt", "last:a.txt", "last:c.txt"]


def test_a_stage_more_and_a_stage_less(project: Workspace) -> None:
    """What is before it is known."""
    project.pipeline("[acme.trim, acme.words]", CACHED)
    project.run()
    calls(project)
    project.pipeline("[acme.trim, acme.words, acme.last]", CACHED)
    wanted = without(project)
    assert project.run().code == 0
    assert (set(calls(project)), outputs(project)) == (
        {"last:a.txt", "last:b.txt", "last:c.txt"},
        wanted,
    )


def test_failures_are_not_kept(project: Workspace) -> None:
    """A document that has failed is tried again, whatever becomes of such documents."""
    project.texts("Bad word.", "Good word.")
    for policy in ("dead", "skip"):
        stages = f"[acme.trim, {{acme.words: {{}}, on_error: {policy}}}, acme.last]"
        project.pipeline(stages, CACHED)
        wanted = without(project)
        project.run()
        calls(project)
        project.run()
        assert {"words:a.txt"} <= set(calls(project)) <= {"words:a.txt", "last:a.txt"}
        assert outputs(project) == wanted


def test_items_left_out_are_known_too(project: Workspace) -> None:
    """With the reason, and in the count of them."""
    project.pipeline("[{acme.wrong: {}, invalid: reject}, acme.seen]", CACHED)
    wanted = without(project)
    for _ in range(2):
        assert project.run().code == 0
        assert outputs(project) == wanted
        assert project.manifest["rejected_items"] == 3
    assert [call for call in calls(project) if call.startswith("wrong")] == [
        "wrong:a.txt",
        "wrong:b.txt",
        "wrong:c.txt",
    ]


def test_a_stage_that_says_no(project: Workspace) -> None:
    """With `cache=False` it is called every time, and what is behind it."""
    project.pipeline("[acme.words, acme.seen, acme.last]", CACHED)
    project.run()
    calls(project)
    project.run()
    assert {call.partition(":")[0] for call in calls(project)} == {"seen", "last"}
    said = (
        "the cache keeps nothing of 'acme.seen', nor of 'acme.last' behind it: it says cache=False"
    )
    assert said in project.do("check", "p.yml").out


def test_with_a_wrapper_nothing_is_kept(project: Workspace, site: SitePackages) -> None:
    """It may do anything to any result; check says so."""
    site.plugin(WRAPPER, name="trace")
    project.pipeline(STAGES, f"plugins: [trace]\n{CACHED}")
    for _ in range(2):
        assert project.run().code == 0
        assert len(calls(project)) == 10
    said = "note: the cache is not used: what 'trace' does around the stages is not known"
    assert said in project.do("check", "p.yml").out


def test_corrections_are_put_on_what_is_known(project: Workspace) -> None:
    """They are no part of what is kept."""
    project.write("c.jsonl", "")
    project.pipeline(STAGES, f"{CACHED}corrections: c.jsonl\n")
    project.run()
    first = project.records[0]
    item = first["annotations"]["acme.last"][0]
    project.write("c.jsonl", json.dumps(judged(first, "acme.last", item, "reject")) + "\n")
    wanted = without(project)
    calls(project)
    project.run()
    assert (calls(project), outputs(project)) == ([], wanted)
    assert project.layer("acme.last")[0] == []


def test_workers_know_it_too(project: Workspace) -> None:
    """What one process has kept, others find; the bytes are the same."""
    wanted = without(project)
    workers = ("--set", "engine={local: {workers: 2, batch: 1}}")
    assert project.process("run", "p.yml", *workers).code == 0
    assert (len(calls(project)), outputs(project)) == (10, wanted)
    assert project.process("run", "p.yml", *workers).code == 0
    assert (calls(project), outputs(project)) == ([], wanted)
    assert project.run().code == 0
    assert calls(project) == []


_POOL = """
import sys
from textflow.cli import main
try:
    main(sys.argv[1:])
finally:
    print("workers" if "textflow_plugins.local.pool" in sys.modules else "none")
"""


@pytest.mark.parametrize(
    ("engine", "new", "started"),
    [
        ("{local: {workers: 2, batch: 4}}", [], "none"),
        ("{local: {workers: 2, batch: 4}}", [57], "workers"),
        ("{local: {alone: 3, batch: 1}}", [0, 40, 59], "none"),
        ("{local: {alone: 3, batch: 4}}", [1, 20, 21, 50], "workers"),
    ],
)
def test_workers_start_for_what_is_new(
    project: Workspace, engine: str, new: list[int], started: str
) -> None:
    """What is known needs no process, nor do a few new documents among it; the order stays."""
    known = [f"Number {at} it is." for at in range(60)]
    rows = [json.dumps({"id": f"{at}", "text": text}) for at, text in enumerate(known)]
    project.write("in.jsonl", "\n".join(rows))
    project.pipeline(STAGES, f"source: in.jsonl\ncache: kept\nengine: {engine}\n")
    assert project.run().code == 0
    for at in new:
        rows[at] = json.dumps({"id": f"{at}", "text": f"Another {at}."})
    project.write("in.jsonl", "\n".join([*rows, "{"]))  # what cannot be read is known at once
    wanted = without(project)
    command = [sys.executable, "-c", _POOL, "run", "p.yml", "--quiet"]
    done = subprocess.run(  # noqa: S603 - our own Python
        command,
        cwd=project.folder,
        env=project.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.split(), outputs(project)) == ([started], wanted)


def test_two_runs_at_once(project: Workspace) -> None:
    """Of one cache that is not there yet; neither gets in the way of the other."""
    rows = (json.dumps({"id": f"d{at}", "text": f"Word {at}."}) for at in range(200))
    project.write("in.jsonl", "".join(f"{row}\n" for row in rows))
    project.pipeline(STAGES, f"source: in.jsonl\n{CACHED}")
    wanted = without(project)["out.jsonl"]
    runs = [
        subprocess.Popen(  # noqa: S603 - our own command
            project.command("run", "p.yml", "--set", f"sink={name}.jsonl"),
            cwd=project.folder,
            env=project.environment(),
            stderr=subprocess.PIPE,
        )
        for name in "ab"
    ]
    said = [one.communicate()[1] for one in runs]
    assert [one.returncode for one in runs] == [0, 0]
    assert not any(b"warning" in one for one in said)
    assert [(project.folder / f"{name}.jsonl").read_bytes() for name in "ab"] == [wanted, wanted]
    calls(project)
    assert (project.run().code, calls(project)) == (0, [])


def test_a_program_knows_it_too(project: Workspace) -> None:
    """What a run has kept, a pipeline in a program finds, and the other way round."""
    project.run()
    calls(project)
    pipeline = Pipeline.load("p.yml")
    records = list(pipeline.records())
    assert (calls(project), records) == ([], project.records)
    meta = {"title": "A title"}
    first = pipeline.process("Word by word.", meta, id="x")
    assert [call.partition(":")[0] for call in calls(project)] == ["trim", "keep", "words", "last"]
    assert (pipeline.process("Word by word.", meta, id="x"), calls(project)) == (first, [])


def test_a_stage_that_a_source_implies(project: Workspace) -> None:
    """The same text read as a page is another document than the same read as a text."""
    page = "<html><body><article><p>One word here.</p></article></body></html>"
    project.write("same/a.html", page)
    project.write("other/a.html", page)
    project.pipeline(STAGES, f"{CACHED}source: same\n")
    assert project.run().code == 0
    assert len(calls(project)) == 4
    assert project.run("--set", "source={txt: {path: other/a.html}}").code == 0
    assert len(calls(project)) == 4
    assert project.records[0]["text"] == page
    assert project.run("--set", "source=other").code == 0
    assert (len(calls(project)), project.records[0]["text"]) == (0, "One word here.")


def damage(project: Workspace, change: str) -> None:
    """Change what is kept, with SQL."""
    with closing(sqlite3.connect(project.folder / "kept" / NAME)) as database, database:
        database.execute(change)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE results SET data = substr(data, 1, length(data) - 1)",
        "UPDATE results SET data = CAST('Damaged' AS BLOB)",
        "UPDATE results SET data = 'no bytes'",
        "UPDATE results SET data = (SELECT data FROM results AS other WHERE other.id = 1)",
        "UPDATE results SET data = x''",
        "DELETE FROM results",
        "DELETE FROM entries WHERE stage = ''",
    ],
)
def test_a_damaged_entry_is_not_known(project: Workspace, change: str) -> None:
    """It is worked out again, and is whole then."""
    project.run()
    wanted = outputs(project)
    damage(project, change)
    done = project.run()
    assert (done.code, "warning" in done.err, outputs(project)) == (0, False, wanted)
    calls(project)
    project.run()
    assert (calls(project), outputs(project)) == ([], wanted)


@pytest.mark.parametrize("change", ["DROP TABLE results", "ALTER TABLE entries RENAME TO others"])
def test_tables_of_another_kind(project: Workspace, change: str) -> None:
    """The run goes on without what it cannot read."""
    project.run()
    wanted = outputs(project)
    damage(project, change)
    assert (project.run().code, outputs(project)) == (0, wanted)
    assert project.do("cache", "clear", "kept").code == 0
    project.run()
    calls(project)
    assert (project.run().code, calls(project), outputs(project)) == (0, [], wanted)


@pytest.mark.parametrize("content", [b"", b"no database", bytes(5_000), b"SQLite format 3\0" * 99])
def test_a_damaged_file_is_begun_anew(project: Workspace, content: bytes) -> None:
    """It is no error of the run."""
    project.run()
    wanted = outputs(project)
    (project.folder / "kept" / NAME).write_bytes(content)
    done = project.run()
    assert (done.code, "warning" in done.err, outputs(project)) == (0, False, wanted)
    calls(project)
    project.run()
    assert (calls(project), outputs(project)) == ([], wanted)


def test_a_folder_that_is_no_cache(project: Workspace) -> None:
    """It is left alone; an empty one is taken."""
    project.write("kept/mine.txt", "mine")
    done = project.run()
    assert done.code == 5
    assert "kept: cannot be written: it is a folder with other things in it; name an" in done.err
    (project.folder / "kept/mine.txt").unlink()
    assert project.run().code == 0
    assert (project.folder / "kept/CACHEDIR.TAG").read_text().startswith("Signature: 8a477f59")


@pytest.mark.parametrize(
    ("cache", "said"),
    [
        ("../away", "it is neither below the folder of the pipeline file nor below the working"),
        ("in", "the source reads it"),
        ("out.jsonl", "a sink writes there"),
    ],
)
def test_places_that_are_not_for_it(project: Workspace, cache: str, said: str) -> None:
    """A pipeline file does not choose them."""
    project.pipeline(STAGES, f"engine: serial\ncache: {cache}\nsource: in\n")
    done = project.run()
    assert (done.code, said in done.err) == (2, True)


def test_the_command_line_names_any_place(project: Workspace) -> None:
    """What is typed is the user's word."""
    assert project.run("--set", "cache=../away").code == 0
    assert (project.folder.parent / "away" / NAME).is_file()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "{path: kept, max: 1}",
            "p.yml:5:21: 'cache' has no key 'max'; known here: 'max_bytes', 'path'",
        ),
        ("{max_bytes: 2000000}", "'path'"),
        ("{path: kept, max_bytes: 5}", "'max_bytes': found 5 (number), wanted 1048576 or more"),
        ("''", "cache"),
        ("[kept]", "cache"),
    ],
)
def test_what_is_written_is_checked(project: Workspace, written: str, said: str) -> None:
    """Unknown keys are errors here, too."""
    project.pipeline(STAGES, f"cache: {written}\n")
    done = project.do("check", "p.yml")
    assert (done.code, said in done.out + done.err) == (2, True), done


def test_show_and_clear(project: Workspace) -> None:
    """Stage by stage, of a pipeline or a folder."""
    project.run()
    lines = project.do("cache", "show", "p.yml").out.splitlines()
    assert [line.strip().partition(",")[0] for line in lines[1:]] == [
        "2 records",
        "acme.keep: 3 results",
        "acme.last: 2 results",
        "acme.trim: 3 results",
        "acme.words: 2 results",
    ]
    found: dict[str, Any] = json.loads(project.do("cache", "show", "kept", "--json").out)
    assert sum(one["results"] for one in found["kept"]) == 12
    assert project.do("cache", "clear", "p.yml").out == "kept: cleared\n"
    assert json.loads(project.do("cache", "show", "kept", "--json").out)["kept"] == []
    calls(project)
    project.run()
    assert len(calls(project)) == 10


def test_show_of_what_is_none(project: Workspace) -> None:
    """It says what to do."""
    assert "'in' is no cache that a run has made" in project.do("cache", "show", "in").err
    project.pipeline(STAGES)
    assert "'p.yml' keeps nothing: add `cache: DIR`" in project.do("cache", "clear", "p.yml").err


def filled(folder: Path, most: int, run: int, names: str) -> Store:
    """Return a store to which one run has added entries of 20 kB."""
    store = Store.open(folder, most, run)
    for name in names:
        data = random.Random(name).randbytes(20_000)  # noqa: S311 - what cannot be pressed
        store.keep([Entry(name.encode() * 16, "", data)])
    return store


def names(store: Store, wanted: str) -> str:
    """Return which of the entries ``wanted`` are there."""
    found = store.found([name.encode() * 16 for name in wanted])
    return "".join(name for name in wanted if name.encode() * 16 in found)


def test_what_is_not_used_goes_first(tmp_path: Path) -> None:
    """What no run has used for the longest time, and of that the oldest."""
    most = 400_000
    old = filled(tmp_path, most, 1, "abcdef")
    old.close()
    again = Store.open(tmp_path, most, 2)
    assert names(again, "abc") == "abc"
    again.keep([])
    again.close()
    new = filled(tmp_path, most, 3, "ghijklmnopqrst")
    left = names(new, "defabcghijklmnopqrst")
    assert left == "defabcghijklmnopqrst"[-len(left) :]
    assert ("d" in left, len(left) > 10) == (False, True)
    assert (tmp_path / NAME).stat().st_size <= most + 50_000
    new.close()


def test_a_run_does_not_push_itself_out(tmp_path: Path) -> None:
    """Where one corpus is larger than the cache, its beginning is known the next time."""
    store = filled(tmp_path, 300_000, 1, "abcdefghijklmnopqrstuvwxyz")
    left = names(store, "abcdefghijklmnopqrstuvwxyz")
    assert left == "abcdefghijklmnopqrstuvwxyz"[: len(left)]
    assert 5 < len(left) < 20
    store.close()
