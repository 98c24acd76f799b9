"""Sinks: functions of all records, or of one, and what becomes of a run when one fails."""

import gzip
import json

import pytest
from plugin_site import Bench, Site

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
def desk(bench: Bench, site: Site) -> Bench:
    """Give a bench with sinks of every kind, good ones and bad ones."""
    site.plugin(PLUGIN)
    bench.texts("One.", "Two.")
    return bench


def test_sinks_of_every_kind(desk: Bench) -> None:
    """A file, a folder, lines, each also compressed where it is a file."""
    desk.pipeline(
        "[segment]",
        "sink: [{acme.table: {path: o.csv, sep: '|'}}, {acme.folder: {path: pages}}, "
        "{acme.words: {path: [o.txt, o.txt.gz]}}, {acme.table: {path: o.csv.gz}}]\n",
    )
    for _ in range(2):  # a second run replaces what is there
        assert desk.run().code == 0
        assert desk.text("o.csv") == "a.txt|b.txt|"
        assert sorted(path.name for path in (desk.folder / "pages").iterdir()) == ["a.txt", "b.txt"]
        assert desk.text("o.txt") == "One.\nTwo.\n"
        assert gzip.decompress((desk.folder / "o.txt.gz").read_bytes()) == b"One.\nTwo.\n"
        assert gzip.decompress((desk.folder / "o.csv.gz").read_bytes()) == b"a.txt;b.txt;"
        assert list(desk.folder.glob("*.part")) == []
    named = [file["path"] for file in json.loads(desk.text("o.csv.run.json"))["files"]]
    assert named == ["o.csv", "pages/a.txt", "pages/b.txt", "o.txt", "o.txt.gz", "o.csv.gz"]


def test_a_sink_that_adds_to_what_is_there(desk: Bench) -> None:
    """It starts from a copy; the first time there is none."""
    desk.pipeline("[segment]", "sink: {acme.pile: {path: o.txt}}\n")
    assert desk.run().code == 0
    assert desk.run().code == 0
    assert desk.text("o.txt") == "One.Two.One.Two."


def test_a_folder_that_no_run_has_made_is_not_replaced(desk: Bench) -> None:
    """Whatever is in it is somebody's."""
    desk.write("pages/letter.txt", "Dear")
    desk.pipeline("[segment]", "sink: {acme.folder: {path: pages}}\n")
    done = desk.run()
    assert done.code == 5
    assert "pages: cannot be written: it is a folder that no run has made" in done.err
    assert desk.text("pages/letter.txt") == "Dear"


def test_lines_stream_to_standard_output(desk: Bench) -> None:
    """Other sinks cannot; that is said with line and column when the file is checked."""
    desk.pipeline("[segment]", "sink: {acme.words: {path: '-'}}\n")
    assert desk.process("run", "p.yml").out == "One.\nTwo.\n"
    desk.pipeline("[segment]", "sink: {acme.table: {path: '-'}}\n")
    done = desk.do("check", "p.yml")
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
    ("acme.broken: {path: o2.txt, how: link}", "nothing stands at `path` when it is done"),
    ("acme.broken: {path: o2.txt, how: nothing}", "nothing stands at `path` when it is done"),
    ("acme.broken: {path: o2.txt, how: return}", "it returned a str; write the file at `path`"),
]


@pytest.mark.parametrize(("sink", "message"), BAD)
def test_a_sink_that_fails_costs_no_work(desk: Bench, sink: str, message: str) -> None:
    """Exit 6, none of the outputs replaced; the same command tries again, without the stages."""
    desk.pipeline("[segment]")
    assert desk.run().code == 0
    before = {path.name: path.read_bytes() for path in desk.folder.glob("out*")}
    desk.texts("Three.", "Four.", "Five.")
    desk.pipeline("[segment]", f"sink: [out.jsonl, {{{sink}}}]\n")
    for _ in range(2):
        done = desk.run()
        assert done.code == 6
        assert f"plugin 'acme', {message}" in done.err or message in done.err
        assert "the records stay in out.jsonl.part, and the same command tries again" in done.err
        assert "Traceback" not in done.err
        assert {name: (desk.folder / name).read_bytes() for name in before} == before
        assert not (desk.folder / "o2.txt").exists()
    desk.pipeline("[segment]", "sink: [out.jsonl, {acme.words: {path: o2.txt}}]\n")
    assert desk.run().code == 0
    assert desk.text("o2.txt") == "Three.\nFour.\nFive.\n"
    assert desk.manifest["stages"][0]["documents"] == 3
    assert list(desk.folder.glob("*.part")) == []


@pytest.mark.parametrize("how", ["raise", "exit", "none", "text"])
def test_a_sink_that_fails_on_standard_output(desk: Bench, how: str) -> None:
    """Exit 6 at once, and no file sink gets its name."""
    sinks = f"[out.jsonl, {{acme.bad: {{path: '-', how: {how}}}}}]"
    desk.pipeline("[segment]", f"sink: {sinks}\n")
    done = desk.process("run", "p.yml")
    assert done.code == 6
    assert "sink 'acme.bad'" in done.err
    assert not (desk.folder / "out.jsonl").exists()


def test_a_full_disk_is_no_fault_of_the_sink(desk: Bench) -> None:
    """Exit 5, whoever was writing."""
    desk.pipeline("[segment]", "sink: {acme.broken: {path: o.txt, how: full}}\n")
    done = desk.run()
    assert done.code == 5
    assert "o.txt: cannot be written: No space left on device; free some space" in done.err
