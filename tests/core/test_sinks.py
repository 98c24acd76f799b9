"""Sinks: functions of all records, or of one, and what becomes of a run when one fails."""

import gzip
import json

import pytest
from workspaces import SitePackages, Workspace

from textflow.reading.zstandard import zstd

PLUGIN = """
import os
import shutil
import textflow

@textflow.sink(name="acme.table")
def table(records, path, *, sep: str = ";"):
    with open(path, "w") as file:
        for record in records:
            file.write(record["id"] + sep)

@textflow.sink(name="acme.folder")
def folder(records, path):
    path.mkdir()
    for record in records:
        (path / record["id"]).write_text(record["text"])

@textflow.sink(name="acme.pile")
def pile(records, path, before):
    if before is None:
        path.write_text("")
    else:
        shutil.copyfile(before, path)
    with path.open("a") as file:
        file.writelines(record["text"] for record in records)

@textflow.sink(name="acme.words", lines=True)
def words(record):
    return record["text"].encode() + b"\\n"

@textflow.sink(name="acme.bad", lines=True)
def bad(record, *, how: str = "raise"):
    if how == "exit":
        raise SystemExit(0)
    if how == "none":
        return None
    if how == "text":
        return "text"
    if record["id"] == "b.txt":
        raise ValueError("no b")
    return b"x\\n"

@textflow.sink(name="acme.broken")
def broken(records, path, *, how: str = "raise"):
    if how == "full":
        raise OSError(28, "No space left on device")
    if how == "raise":
        path.write_text("half")
        raise ValueError("no more")
    if how == "exit":
        os.write(2, b"")
        raise SystemExit(0)
    if how == "link":
        path.symlink_to("/etc/hostname")
    if how == "return":
        path.write_text("all")
        return "all"

@textflow.hookimpl
def textflow_sinks():
    return [table, folder, pile, words, bad, broken]
"""


@pytest.fixture
def project(workspace: Workspace, site: SitePackages) -> Workspace:
    """Give a workspace with sinks of every kind, good ones and bad ones."""
    site.plugin(PLUGIN)
    workspace.texts("One.", "Two.")
    return workspace


def test_sinks_of_every_kind(project: Workspace) -> None:
    """A file, a folder, lines, each also compressed where it is a file."""
    project.pipeline(
        "[segment]",
        "sink: [{acme.table: {path: o.csv, sep: '|'}}, {acme.folder: {path: pages}}, "
        "{acme.words: {path: [o.txt, o.txt.gz, o.txt.zst]}}, {acme.table: {path: o.csv.gz}}]\n",
    )
    for _ in range(2):  # a second run replaces what is there
        assert project.run().code == 0
        assert project.text("o.csv") == "a.txt|b.txt|"
        assert sorted(path.name for path in (project.folder / "pages").iterdir()) == [
            "a.txt",
            "b.txt",
        ]
        assert project.text("o.txt") == "One.\nTwo.\n"
        assert gzip.decompress((project.folder / "o.txt.gz").read_bytes()) == b"One.\nTwo.\n"
        assert zstd().decompress((project.folder / "o.txt.zst").read_bytes()) == b"One.\nTwo.\n"
        assert gzip.decompress((project.folder / "o.csv.gz").read_bytes()) == b"a.txt;b.txt;"
        assert list(project.folder.glob("*.part")) == []
    named = [file["path"] for file in json.loads(project.text("o.csv.run.json"))["files"]]
    assert named[:3] == ["o.csv", "pages/a.txt", "pages/b.txt"]
    assert named[3:] == ["o.txt", "o.txt.gz", "o.txt.zst", "o.csv.gz"]


def test_a_sink_that_adds_to_what_is_there(project: Workspace) -> None:
    """It starts from a copy; the first time there is none."""
    project.pipeline("[segment]", "sink: {acme.pile: {path: o.txt}}\n")
    assert project.run().code == 0
    assert project.run().code == 0
    assert project.text("o.txt") == "One.Two.One.Two."


def test_a_folder_that_no_run_has_made_is_not_replaced(project: Workspace) -> None:
    """Whatever is in it is somebody's."""
    project.write("pages/letter.txt", "Dear")
    project.pipeline("[segment]", "sink: {acme.folder: {path: pages}}\n")
    done = project.run()
    assert done.code == 5
    assert "pages: cannot be written: it is a folder that no run has made" in done.err
    assert project.text("pages/letter.txt") == "Dear"


def test_lines_stream_to_standard_output(project: Workspace) -> None:
    """Other sinks cannot; that is said with line and column when the file is checked."""
    project.pipeline("[segment]", "sink: {acme.words: {path: '-'}}\n")
    assert project.process("run", "p.yml").out == "One.\nTwo.\n"
    project.pipeline("[segment]", "sink: {acme.table: {path: '-'}}\n")
    done = project.do("check", "p.yml")
    assert done.code == 2
    assert "p.yml:4:21: 'acme.table' makes a file and cannot write to standard output" in (
        done.out + done.err
    )


BAD = [
    ("acme.bad: {path: o2.txt}", "sink 'acme.bad': ValueError: no b"),
    ("acme.bad: {path: o2.txt, how: exit}", "sink 'acme.bad': SystemExit: 0"),
    ("acme.bad: {path: o2.txt, how: none}", "sink 'acme.bad': it returned None; return the bytes"),
    ("acme.bad: {path: o2.txt, how: text}", "sink 'acme.bad': it returned a str"),
    ("acme.broken: {path: o2.txt}", "sink 'acme.broken': ValueError: no more"),
    ("acme.broken: {path: o2.txt, how: exit}", "sink 'acme.broken': SystemExit: 0"),
    ("acme.broken: {path: o2.txt, how: link}", "nothing is at `path` when it is done"),
    ("acme.broken: {path: o2.txt, how: nothing}", "nothing is at `path` when it is done"),
    ("acme.broken: {path: o2.txt, how: return}", "it returned a str; write the file at `path`"),
]


@pytest.mark.parametrize(("sink", "message"), BAD)
def test_a_sink_that_fails_costs_no_work(project: Workspace, sink: str, message: str) -> None:
    """Exit 6, none of the outputs replaced; the same command tries again, without the stages."""
    project.pipeline("[segment]")
    assert project.run().code == 0
    before = {path.name: path.read_bytes() for path in project.folder.glob("out*")}
    project.texts("Three.", "Four.", "Five.")
    project.pipeline("[segment]", f"sink: [out.jsonl, {{{sink}}}]\n")
    for _ in range(2):
        done = project.run()
        assert done.code == 6
        assert f"plugin 'acme', {message}" in done.err or message in done.err
        assert "the records stay in out.jsonl.part, and the same command tries again" in done.err
        assert "Traceback" not in done.err
        assert {name: (project.folder / name).read_bytes() for name in before} == before
        assert not (project.folder / "o2.txt").exists()
    project.pipeline("[segment]", "sink: [out.jsonl, {acme.words: {path: o2.txt}}]\n")
    assert project.run().code == 0
    assert project.text("o2.txt") == "Three.\nFour.\nFive.\n"
    assert project.manifest["stages"][0]["documents"] == 3
    assert list(project.folder.glob("*.part")) == []


@pytest.mark.parametrize("how", ["raise", "exit", "none", "text"])
def test_a_sink_that_fails_on_standard_output(project: Workspace, how: str) -> None:
    """Exit 6 at once, and no file sink gets its name."""
    sinks = f"[out.jsonl, {{acme.bad: {{path: '-', how: {how}}}}}]"
    project.pipeline("[segment]", f"sink: {sinks}\n")
    done = project.process("run", "p.yml")
    assert done.code == 6
    assert "sink 'acme.bad'" in done.err
    assert not (project.folder / "out.jsonl").exists()


def test_a_full_disk_is_no_fault_of_the_sink(project: Workspace) -> None:
    """Exit 5, whoever was writing."""
    project.pipeline("[segment]", "sink: {acme.broken: {path: o.txt, how: full}}\n")
    done = project.run()
    assert done.code == 5
    assert "o.txt: cannot be written: No space left on device; free some space" in done.err
