"""The engine `dask` on a real cluster of several processes, whatever is killed meanwhile."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from dask_lab import Cluster, cluster, worker_processes
from workspaces import SitePackages, Workspace

pytest.importorskip("distributed", reason="the extra [dask] is not installed")

#: A stage that is slow, notes who does what, and ends its process at one document.
SOURCE = """
import os, time
from pathlib import Path
import textflow

@textflow.stage(kind="filter")
def slowly(doc, *, folder: str, seconds: float = 0.0, poison: str = ""):
    with Path(folder, "seen.txt").open("a") as file:
        file.write(f"{doc.id}\\n")
    if doc.id == poison:
        os._exit(7)
    time.sleep(seconds)
    return True

@textflow.hookimpl
def textflow_stages():
    return [slowly]
"""
DOCUMENTS, SHARDS, EACH = 60, 6, 10


@pytest.fixture
def corpus(workspace: Workspace, site: SitePackages) -> Workspace:
    """Give a workspace with a corpus in several files, and a plugin that every worker finds."""
    site.plugin(SOURCE)
    for at in range(SHARDS):
        rows = [
            json.dumps({"id": f"d{number:03}", "text": f"Doc {number} cost $3 million." * 9})
            for number in range(at * EACH, at * EACH + EACH)
        ]
        workspace.write(f"in/{at:02}.jsonl", "\n".join(rows) + "\n")
    return workspace


def pipeline(corpus: Workspace, engine: str, *, seconds: float = 0.0, poison: str = "") -> None:
    """Write the pipeline; only the engine is no part of its work."""
    stage = json.dumps({"folder": str(corpus.folder), "seconds": seconds, "poison": poison})
    more = f"source: in/*.jsonl\nengine: {engine}\n"
    corpus.pipeline(f"[segment, amounts, acme.slowly: {stage}]", more)


def on(one: Cluster | None) -> str:
    """Return the engine on a cluster; one that is started for the run without it."""
    address = f"scheduler: '{one.address}', " if one else "workers: 1, "
    return f"{{dask: {{{address}shard: 3000}}}}"


def started(corpus: Workspace, *more: str) -> subprocess.Popen[bytes]:
    """Start the command in a process of its own."""
    return subprocess.Popen(  # noqa: S603 - our own command
        corpus.command("run", "p.yml", *more),
        cwd=corpus.folder,
        env=corpus.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def until(true: Callable[[], bool]) -> None:
    """Wait until something is as it must become."""
    end = time.monotonic() + 90
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def done(corpus: Workspace) -> set[Path]:
    """Return the folders of the shards that are done."""
    found = corpus.folder.glob("out.jsonl.part/shards/*/*/shard.json")
    return {path.parent for path in found if not path.parent.name.endswith(".attempt")}


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="it finds processes in /proc")
def test_whatever_ends_a_worker_the_bytes_are_those_of_serial(corpus: Workspace) -> None:
    """A document that ends its process costs itself; a worker that is killed costs nothing."""
    pipeline(corpus, "{local: {workers: 1}}", seconds=0.02, poison="d025")
    corpus.run()
    wanted = (corpus.text("out.jsonl"), corpus.text("out.jsonl.dead.jsonl"))
    assert "d025" in wanted[1]
    (corpus.folder / "seen.txt").unlink()
    with cluster(corpus.folder / "cluster", corpus.environment(), 2) as one:
        pipeline(corpus, on(one), seconds=0.02, poison="d025")
        run = started(corpus)
        until(lambda: len(done(corpus)) > 0)
        os.kill(worker_processes(one)[0], signal.SIGKILL)
        _, says = run.communicate()
    assert run.returncode == 1, says.decode()
    assert b"the dashboard is at http" in says
    assert (corpus.text("out.jsonl"), corpus.text("out.jsonl.dead.jsonl")) == wanted
    assert not (corpus.folder / "out.jsonl.part").exists()


def test_a_scheduler_that_is_killed(corpus: Workspace) -> None:
    """The run says so; the next one goes on with the shards that are done."""
    with cluster(corpus.folder / "cluster", corpus.environment(), 1) as one:
        pipeline(corpus, on(one), seconds=0.02)
        run = started(corpus)
        until(lambda: len(done(corpus)) > 0)
        one.processes[0].kill()
        _, says = run.communicate()
    assert run.returncode == 6, says.decode()
    assert b"the scheduler has gone; what is done stays" in says
    kept = {json.loads(line)["id"] for folder in done(corpus) for line in _records(folder)}
    assert len(kept) >= EACH
    (corpus.folder / "seen.txt").unlink()
    pipeline(corpus, on(None), seconds=0.02)
    again = corpus.process("run", "p.yml")
    assert again.code == 0, again.err
    seen = corpus.text("seen.txt").split()
    assert kept.isdisjoint(seen)
    assert sorted([*kept, *seen]) == [f"d{number:03}" for number in range(DOCUMENTS)]
    found = corpus.text("out.jsonl")
    pipeline(corpus, "serial", seconds=0.02)
    assert corpus.run().code == 0
    assert corpus.text("out.jsonl") == found


def _records(folder: Path) -> list[bytes]:
    """Return the records of a shard that is done."""
    lines = (folder / "ends").read_bytes().splitlines()
    return [line for line in lines if line.startswith(b"{")]


def test_documents_are_added_by_a_cluster(corpus: Workspace) -> None:
    """What the run has read goes with the shards; killed, the same command goes on with them."""
    new = "".join(json.dumps({"id": f"n{at}", "text": f"New {at}."}) + "\n" for at in range(1500))
    found = []
    for engine in ("serial", on(None)):
        pipeline(corpus, engine)
        corpus.write("in/05.jsonl", "")
        assert corpus.process("run", "p.yml", "--add").code == 0
        before = corpus.text("out.jsonl")
        corpus.write("in/05.jsonl", new)
        if engine != "serial":
            run = started(corpus, "--add")
            until(lambda: len(done(corpus)) > 0)
            run.kill()
            run.communicate()
            assert corpus.text("out.jsonl") == before
        (corpus.folder / "seen.txt").unlink()
        assert corpus.process("run", "p.yml", "--add").code == 0
        found.append((corpus.text("out.jsonl"), corpus.text("out.jsonl.inputs.jsonl")))
        for path in corpus.folder.glob("out.jsonl*"):
            path.unlink()
    assert found[0] == found[1]
    assert len(corpus.text("seen.txt").split()) < 1500


def test_a_worker_with_another_version_of_a_plugin(corpus: Workspace, tmp_path: Path) -> None:
    """Nothing is run; the message names the worker, and what is there and here."""
    other = SitePackages(tmp_path / "other")
    other.folder.mkdir()
    other.plugin(SOURCE + "# Another word list.\n", version="1.1")
    environment = corpus.environment() | {"PYTHONPATH": str(other.folder)}
    with cluster(corpus.folder / "cluster", corpus.environment(), 0) as one:
        one.worker("old-one", environment=environment)
        pipeline(corpus, on(one))
        run = corpus.process("run", "p.yml")
    assert run.code == 2, run.err
    assert "worker tcp://" in run.err
    assert "plugin 'acme' is textflow-acme 1.1 there, textflow-acme 1.0 here" in run.err
    assert "the files of textflow_acme is" in run.err
    assert not (corpus.folder / "seen.txt").exists()
    assert not (corpus.folder / "out.jsonl.part").exists()


def test_no_scheduler_at_the_address(corpus: Workspace) -> None:
    """The message names it."""
    pipeline(corpus, "{dask: {scheduler: 'tcp://127.0.0.1:9'}}")
    run = corpus.process("run", "p.yml")
    assert (run.code, "no scheduler answers at tcp://127.0.0.1:9" in run.err) == (6, True), run.err
