"""Runs in shards: whoever does them, and however often, the bytes are those of one process."""

import gzip
import json
import os
from pathlib import Path
from typing import Any

import attrs
import failpoints
import pytest
from failpoints import KILLED
from workspaces import CommandResult, SitePackages, Workspace

from textflow.reading.inputs import Input, find_inputs

#: An engine of shards as a third party writes it: it does them here, the last ones first.
ENGINE = """
from pathlib import Path
import pickle
import textflow

@textflow.engine(shards=True)
def shards(
    work: textflow.ShardWork, *, shard: int = 1000, inner: str = "serial", fault: str = ""
):
    order: textflow.ShardOrder = pickle.loads(pickle.dumps(work.order(inner)))
    assert isinstance(order, textflow.ShardOrder)
    work.compare(order, "w1", order.found())
    every: list[textflow.Shard] = list(work.shards(shard))
    assert {type(one) for one in every} == {textflow.Shard}
    done: dict[int, textflow.ShardDone] = {}
    for one in reversed(every):
        known = work.done(one)
        with Path("done.txt").open("a") as file:
            file.write(f"{one.number} {known is not None}\\n")
        done[one.number] = known or order.run(pickle.loads(pickle.dumps(one)))
    exec(fault)
    for number in sorted(done):
        yield done[number]

@textflow.stage(kind="filter")
def keep(doc, *, stop: str = "", die: str = ""):
    if doc.id == stop and Path("stop").exists():
        raise ValueError("stopped here")
    if doc.id == die:
        raise ValueError("this one never works")
    return "leave me out" not in doc.text

@textflow.hookimpl
def textflow_document_failed(document, error):
    with Path("failed.txt").open("a") as file:
        file.write(f"{document}: {error}\\n")

@textflow.hookimpl
def textflow_engines():
    return [shards]

@textflow.hookimpl
def textflow_stages():
    return [keep]
"""
ROWS = [
    *({"id": f"d{at:02}", "text": f"Doc {at} was sold for $3 million."} for at in range(60)),
    {"id": "d07", "text": "The id of another one."},
    {"id": "gone", "text": "Please leave me out."},
    {"id": 3, "text": "The id is no text."},
]
OUTPUTS = ("out.jsonl", "out.jsonl.dead.jsonl", "out.jsonl.filtered.jsonl")


@pytest.fixture
def pieces(workspace: Workspace, site: SitePackages) -> Workspace:
    """Give a workspace with an engine of shards and an input of several files."""
    site.plugin(ENGINE)
    lines = [json.dumps(row) for row in ROWS]
    workspace.write("in/a.jsonl", "\n".join([*lines[:40], "no JSON", *lines[40:]]) + "\n")
    workspace.write("in/b.jsonl", lines[3] + "\n\n" + json.dumps({"id": "last", "text": "Last."}))
    workspace.write("in/c.jsonl", "[1,\n2]\n" + "#" * 3000)
    return workspace


def run(
    pieces: Workspace, engine: str, *more: str, stop: str = "", die: str = "d05"
) -> CommandResult:
    """Run all files by an engine, in its own words."""
    stage = f"acme.keep: {{stop: '{stop}', die: '{die}'}}, on_error: {'stop' if stop else 'dead'}"
    pieces.pipeline(f"[segment, {{{stage}}}]", f"source: in/*.jsonl\nengine: {engine}\n")
    return pieces.run(*more)


def made(pieces: Workspace) -> dict[str, bytes]:
    """Return what is in the files of a run."""
    return {name: (pieces.folder / name).read_bytes() for name in OUTPUTS}


@pytest.mark.parametrize("size", [1000, 2500, 10**6])
def test_the_bytes_are_those_of_serial(pieces: Workspace, size: int) -> None:
    """Dead letters and filtered ids included, however the input is cut."""
    assert run(pieces, "serial").code == 1
    wanted = made(pieces)
    counts = pieces.manifest["counts"]
    done = run(pieces, f"{{acme.shards: {{shard: {size}}}}}")
    assert done.code == 1, done.err
    assert made(pieces) == wanted
    assert pieces.manifest["counts"] == counts
    assert counts == {"in": 67, "out": 61, "filtered": 1, "dead": 5}
    assert not (pieces.folder / "out.jsonl.part").exists()


def test_observers_hear_of_each_document_that_failed(pieces: Workspace) -> None:
    """With the words of its letter, though it has failed elsewhere."""
    run(pieces, "acme.shards")
    letters = {one["id"]: one["error"]["message"] for one in pieces.dead}
    told = dict(line.split(": ", 1) for line in pieces.text("failed.txt").splitlines())
    assert list(told) == list(letters)
    assert told["d05"] == letters["d05"]


def test_too_many_errors(pieces: Workspace) -> None:
    """They end the run at the same document as in one process; the shards stay."""
    made_by: list[list[str]] = []
    for engine in ("serial", "acme.shards"):
        more = f"source: in/*.jsonl\nengine: {engine}\nlimits: {{max_errors: 2}}\n"
        pieces.pipeline("[segment, acme.keep: {die: d05}]", more)
        done = pieces.run("--restart")
        assert done.code == 3, done.err
        made_by.append(pieces.text("out.jsonl.part/dead.jsonl").splitlines())
    assert made_by[0] == made_by[1]
    assert numbers(pieces)
    assert pieces.run().code == 3
    assert {line.split()[1] for line in numbers(pieces)} == {"True"}


def test_a_cache_is_for_the_processes_of_the_inner_engine(pieces: Workspace) -> None:
    """With `local` in the shards, a second run finds what the first has kept there."""
    engine = "{acme.shards: {shard: 10000, inner: local}}"
    more = f"source: in/b.jsonl\nengine: {engine}\ncache: kept\n"
    pieces.pipeline("[segment]", more)
    assert pieces.run().code == 0
    wanted = pieces.text("out.jsonl")
    assert pieces.run().code == 0
    assert pieces.text("out.jsonl") == wanted
    assert [one["documents"] for one in pieces.manifest["stages"]] == [0]


def numbers(pieces: Workspace) -> list[str]:
    """Return which shards the engine has had, and whether they had been done before."""
    lines = pieces.text("done.txt").splitlines()
    (pieces.folder / "done.txt").unlink()
    return lines


def test_a_shard_is_done_once(pieces: Workspace) -> None:
    """A run that was stopped goes on with what its shards have come to."""
    engine = "{acme.shards: {shard: 1000}}"
    pieces.write("stop", "")
    first = run(pieces, engine, stop="d33", die="")
    assert first.code == 3, first.err
    assert "stopped here" in first.err
    begun = numbers(pieces)
    (pieces.folder / "stop").unlink()
    assert run(pieces, engine, stop="d33", die="").code == 1
    again = numbers(pieces)
    assert [line.split()[0] for line in begun] == [line.split()[0] for line in again]
    assert len([line for line in again if line.endswith("False")]) == 1
    assert pieces.manifest["counts"]["in"] == 67


def test_a_shard_of_a_changed_file_is_done_anew(pieces: Workspace) -> None:
    """The others stay; what is written is what a run from the beginning would write."""
    engine = "{acme.shards: {shard: 1000}}"
    pieces.write("stop", "")
    run(pieces, engine, stop="last", die="")
    numbers(pieces)
    pieces.write("in/b.jsonl", json.dumps({"id": "last", "text": "It has changed."}))
    (pieces.folder / "stop").unlink()
    run(pieces, engine, stop="last", die="")
    assert [line for line in numbers(pieces) if line.endswith("False")] != []
    found = made(pieces)
    assert b"It has changed." in found["out.jsonl"]
    run(pieces, "serial", stop="last", die="")
    assert made(pieces) == found


def test_a_begun_run_is_kept_only_where_a_shard_is_done(pieces: Workspace) -> None:
    """With `--restart` every shard is done again."""
    engine = "{acme.shards: {shard: 1000}}"
    pieces.write("stop", "")
    run(pieces, engine, stop="d33", die="")
    numbers(pieces)
    (pieces.folder / "stop").unlink()
    run(pieces, engine, "--restart", stop="d33", die="")
    assert {line.split()[1] for line in numbers(pieces)} == {"False"}


def test_documents_that_this_process_reads(pieces: Workspace) -> None:
    """With a limit, and of standard input, they go with their shards."""
    pieces.pipeline("[segment, acme.keep]", "source: in/*.jsonl\nengine: serial\n")
    pieces.run("--limit", "45")
    wanted = made_if_there(pieces)
    pieces.pipeline("[segment, acme.keep]", "source: in/*.jsonl\nengine: acme.shards\n")
    done = pieces.run("--limit", "45")
    assert made_if_there(pieces) == wanted, done.err
    assert pieces.manifest["complete"] is False


def made_if_there(pieces: Workspace) -> dict[str, bytes]:
    """Return what is in the files of a run that are there."""
    there = [name for name in OUTPUTS if (pieces.folder / name).exists()]
    return {name: (pieces.folder / name).read_bytes() for name in there}


def test_retry_puts_in_what_succeeds(pieces: Workspace) -> None:
    """Dead letters alone go through the shards; the files are then those of a clean run."""
    pieces.write("stop", "")
    run(pieces, "acme.shards", die="")
    wanted = made(pieces)
    stages = "[segment, {acme.keep: {stop: d09}}]"
    more = "source: in/*.jsonl\nengine: acme.shards\n"
    pieces.pipeline(stages, more)
    pieces.run()
    assert made(pieces) != wanted
    (pieces.folder / "stop").unlink()
    assert pieces.do("retry", "p.yml").code == 1
    found = made(pieces)
    assert found["out.jsonl"].count(b"\n") == wanted["out.jsonl"].count(b"\n")
    pieces.pipeline(stages, more.replace("acme.shards", "serial"))
    pieces.run()
    assert nameless(made(pieces)["out.jsonl"]) == nameless(found["out.jsonl"])


def nameless(lines: bytes) -> list[dict[str, Any]]:
    """Return records without the name of their run."""
    return [json.loads(line) | {"run": ""} for line in lines.splitlines()]


def test_standard_output_alone_is_no_place_for_shards(pieces: Workspace) -> None:
    """They need a folder; the message says what to do."""
    done = run(pieces, "acme.shards", "--set", "sink=-")
    assert (done.code, done.out) == (5, "")
    assert "name a file as the sink, or another engine" in done.err


#: What an engine does after its shards are done, and what the message says of it.
FAULTS = {
    "one is left out": ("del done[0]", "yielded shard 1 where 0 was due"),
    "the last is left out": ("del done[max(done)]", "ended before all shards were done"),
    "something else": ("done[0] = 'done'", "yielded a str"),
    "two of one": ("done[1] = done[0]", "yielded shard 0 where 1 was due"),
    "it raises": ("raise ValueError('no')", "ValueError: no"),
}


@pytest.mark.parametrize(("fault", "says"), FAULTS.values(), ids=FAULTS)
def test_an_engine_that_breaks_its_word(pieces: Workspace, fault: str, says: str) -> None:
    """It is named, and nothing is written."""
    done = run(pieces, json.dumps({"acme.shards": {"shard": 1000, "fault": fault}}))
    assert (done.code, says in done.err) == (6, True), done.err
    assert not (pieces.folder / "out.jsonl").exists()


def test_a_file_of_ends_that_is_not_whole(pieces: Workspace) -> None:
    """It is noticed before the run is written; the message says what to do."""
    break_it = "next(Path('.').glob('*.part/shards/*/000001-*/ends')).open('a').write('{}')"
    done = run(pieces, json.dumps({"acme.shards": {"shard": 1000, "fault": break_it}}))
    assert (done.code, "not as it was written; start over" in done.err) == (5, True), done.err


def test_two_attempts_do_not_mix(pieces: Workspace) -> None:
    """Threads that do one shard at the same time: one of them has done it, all say so."""
    fault = (
        "from concurrent.futures import ThreadPoolExecutor as Pool\n"
        "import shutil\n"
        "for one in Path('.').glob('*.part/shards/*/0*'): shutil.rmtree(one)\n"
        "with Pool(4) as pool: more = list(pool.map(order.run, every * 4))\n"
        "assert {one.folder for one in more} == {one.folder for one in done.values()}\n"
        "assert not list(Path('.').glob('*.part/shards/*/*.attempt'))\n"
    )
    done = run(pieces, json.dumps({"acme.shards": {"shard": 1000, "fault": fault}}))
    assert done.code == 1, done.err
    found = made(pieces)
    run(pieces, "serial")
    assert made(pieces) == found


def test_a_worker_with_another_plugin(pieces: Workspace) -> None:
    """The run ends before its first document; the message names worker, plugin and versions."""
    fault = (
        "facts = dict(order.versions.facts) | {\"plugin 'acme'\": 'textflow-acme 0.9'}\n"
        "import attrs\n"
        "work.compare(order, 'w2', attrs.evolve(order.versions, facts=facts))"
    )
    done = run(pieces, json.dumps({"acme.shards": {"shard": 1000, "fault": fault}}))
    assert (done.code, "worker w2" in done.err) == (2, True), done.err
    assert "plugin 'acme' is textflow-acme 0.9 there, textflow-acme 1.0 here" in done.err


def test_a_process_compares_itself_too(pieces: Workspace) -> None:
    """A worker that comes later has not been asked; its first shard is refused."""
    fault = (
        "import attrs\n"
        "facts = dict(order.versions.facts) | {'textflow-engine': '0.0'}\n"
        "other = attrs.evolve(order, versions=attrs.evolve(order.versions, facts=facts))\n"
        "import shutil\n"
        "shutil.rmtree(next(Path('.').glob('*.part/shards/*/000001-*')))\n"
        "done[1] = other.run(every[1])"
    )
    done = run(pieces, json.dumps({"acme.shards": {"shard": 1000, "fault": fault}}))
    assert (done.code, "0.0 here" in done.err) == (2, True), done.err


@pytest.mark.parametrize("size", [1, 7, 50, 10**6])
def test_lines_are_cut_between_lines(tmp_path: Path, size: int) -> None:
    """The pieces give the lines of the whole, with their numbers."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\n\nfirst\r\n" + b"x" * 40 + b"\n\nlast")
    (whole,) = find_inputs(["a.jsonl"], tmp_path)
    spans = list(whole.line_spans(size))
    found = [line for span in spans for line in _piece(whole, span).lines()]
    assert found == list(whole.lines())
    assert len(spans) == {1: 6, 7: 3, 50: 2}.get(size, 1)


def _piece(whole: Input, span: Any) -> Input:
    """Return a piece of an input."""
    return attrs.evolve(whole, piece=span)


def test_records_of_web_archives_are_shards(pieces: Workspace) -> None:
    """One archive is done in several shards, and its pages have the numbers they have in it."""
    pytest.importorskip("warcio", reason="the extra [warc] is not installed")
    records = []
    for at in range(12):
        page = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Page {at} is here.</p>"
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://x.test/{at}\r\n"
            f"Content-Length: {len(page)}\r\n\r\n"
        )
        records.append(gzip.compress(f"{head}{page}\r\n\r\n".encode()))
    pieces.write("in/a.warc.gz", b"".join(records))
    found = []
    for engine in ("serial", "{acme.shards: {shard: 600}}"):
        pieces.pipeline("[segment]", f"source: in/a.warc.gz\nengine: {engine}\n")
        assert pieces.run().code == 0
        found.append((pieces.folder / "out.jsonl").read_bytes())
    assert found[0] == found[1]
    assert len(pieces.text("done.txt").splitlines()) > 2


def grow(pieces: Workspace, engine: str) -> None:
    """Run the first file; then let one document change, and others come."""
    for name in ("b.jsonl", "c.jsonl"):
        (pieces.folder / "in" / name).unlink(missing_ok=True)
    lines = [json.dumps(row) for row in ROWS]
    pieces.write("in/a.jsonl", "\n".join(lines[:40]) + "\n")
    assert run(pieces, engine, "--add").code == 1
    lines[3] = json.dumps({"id": "d03", "text": "Another text."})
    pieces.write("in/a.jsonl", "\n".join(lines) + "\n")
    pieces.write("in/b.jsonl", json.dumps({"id": "last", "text": "Last."}) + "\n")


ADDED = (*OUTPUTS, "out.jsonl.inputs.jsonl")


def test_documents_are_added(pieces: Workspace) -> None:
    """What is new and what has changed is done, in shards, and the files are those of serial."""
    found = []
    for engine in ("serial", "acme.shards"):
        grow(pieces, engine)
        (pieces.folder / "done.txt").unlink(missing_ok=True)
        done = run(pieces, engine, "--add")
        assert (done.code, "1 changed" in done.err) == (1, True), done.err
        found.append([pieces.text(name) for name in ADDED])
        for path in pieces.folder.glob("out.jsonl*"):
            path.unlink()
    assert found[0] == found[1]
    assert len(numbers(pieces)) == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_kill_while_documents_are_added(
    pieces: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until the commit all is as it was; the same command comes to what it would have come to."""
    failpoints.hurry(monkeypatch)
    grow(pieces, "acme.shards")
    before, command = left(pieces), ("run", "p.yml", "-q", "--add")
    points = failpoints.points(pieces.folder, command)
    wanted = left(pieces)
    assert set(wanted) == {*ADDED, "out.jsonl.run.json"}
    for at in range(1, len(points), 6):
        for name in wanted:
            (pieces.folder / name).unlink()
        for name, data in before.items():
            pieces.write(name, data)
        assert failpoints.fail(pieces.folder, command, failpoints.Fault("kill", at)) == KILLED
        meanwhile = left(pieces)
        for name in meanwhile.keys() & {*ADDED}:  # the manifest says how long it took
            assert meanwhile[name] in (before.get(name), wanted[name]), points[at - 1]
        assert failpoints.again(command) == 1, points[at - 1]
        found = left(pieces)
        assert {name: found[name] for name in ADDED} == {name: wanted[name] for name in ADDED}
        assert not (pieces.folder / "out.jsonl.part").exists()


def left(pieces: Workspace) -> dict[str, bytes]:
    """Return every file that is beside the records, and these."""
    return {
        path.name: path.read_bytes() for path in pieces.folder.glob("out.jsonl*") if path.is_file()
    }
