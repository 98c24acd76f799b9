"""Worker processes: whatever a document does to its own, the others are as they would be."""

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from worker_faults import FAULTS, SOURCE, children_of, processes_with
from workspaces import CommandResult, SitePackages, Workspace

IDS = [f"d{at:02}" for at in range(20)]
PLACES = {"first": IDS[0], "middle": IDS[9], "last": IDS[-1]}
#: With one worker there is nobody else to go on meanwhile.
WORKERS = {"first": 1, "middle": 2, "last": 1}


@pytest.fixture
def crowd(workspace: Workspace, site: SitePackages) -> Workspace:
    """Give a workspace with twenty documents and a plugin that fails in every way."""
    site.plugin(SOURCE)
    rows = (json.dumps({"id": name, "text": f"Doc {name}."}) for name in IDS)
    workspace.write("in.jsonl", "".join(f"{row}\n" for row in rows))
    return workspace


def run(
    workspace: Workspace, fault: str = "", at: str = "", *, workers: int = 0, timeout: int = 1
) -> CommandResult:
    """Run the documents, with a fault in one of them; without workers in this process."""
    options = json.dumps({"fault": fault, "at": at})
    engine = f"{{local: {{workers: {workers}, batch: 8}}}}" if workers else "serial"
    workspace.pipeline(
        f"[segment, acme.finds: {options}]",
        f"source: in.jsonl\nengine: {engine}\n"
        f"limits: {{timeout: {timeout}, max_memory: 300000000}}\n",
    )
    return workspace.run("--restart")


def nameless(line: bytes) -> dict[str, Any]:
    """Return a record without the name of its run."""
    record: dict[str, Any] = json.loads(line)
    del record["run"]
    return record


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_costs_its_own_document(crowd: Workspace, fault: str, place: str) -> None:
    """One dead letter, with stage and cause; every other record as without the fault."""
    assert run(crowd).code == 0
    whole = [nameless(line) for line in crowd.text("out.jsonl").encode().splitlines()]
    code, says = FAULTS[fault]
    hangs = says in ("not done after 1 s", "it was ended")  # the others may take their time
    done = run(crowd, code, PLACES[place], workers=WORKERS[place], timeout=1 if hangs else 30)
    assert done.code == 1, done.err
    (letter,) = crowd.dead
    assert (letter["id"], letter["stage"]) == (PLACES[place], "acme.finds")
    assert says in letter["error"]["message"]
    assert "\x1b" not in done.err
    found = [nameless(line) for line in crowd.text("out.jsonl").encode().splitlines()]
    assert found == [one for one in whole if one["id"] != PLACES[place]]


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 3])
def test_the_bytes_are_those_of_serial(crowd: Workspace, workers: int) -> None:
    """Whatever the number of workers and the size of batches, dead letters included."""
    made: list[tuple[str, str]] = []
    for engine in ("serial", f"{{local: {{workers: {workers}, batch: 3}}}}"):
        options = json.dumps({"fault": "raise ValueError('no')", "at": PLACES["middle"]})
        more = f"source: in.jsonl\nengine: {engine}\n"
        crowd.pipeline(f"[segment, acme.finds: {options}]", more)
        assert crowd.run().code == 1
        made.append((crowd.text("out.jsonl"), crowd.text("out.jsonl.dead.jsonl")))
    assert made[0] == made[1]


def test_few_documents_are_done_without_workers(crowd: Workspace) -> None:
    """By default; `--workers` and an engine that is named start some."""
    options = json.dumps({"fault": "print('pid', os.getppid())", "at": PLACES["middle"]})
    crowd.pipeline(f"[acme.finds: {options}]", "source: in.jsonl\n")
    ours = f"pid {os.getpid()}"
    assert ours not in crowd.run().err
    assert ours in crowd.run("--workers", "1").err
    assert ours in crowd.run("--set", "engine=local").err


def test_an_engine_that_takes_no_workers(crowd: Workspace) -> None:
    """It is an unknown option of it, like any other."""
    crowd.pipeline("[acme.finds]", "source: in.jsonl\nengine: serial\n")
    done = crowd.run("--workers", "2")
    assert (done.code, "'serial' has no key 'workers'" in done.err) == (2, True), done.err


SLOW = """
import os, subprocess, time
from pathlib import Path
import textflow

@textflow.stage(kind="filter")
def finds(doc):
    if doc.id == "d00":
        subprocess.Popen(["sleep", "600"])
    Path(f"begun-{{doc.id}}").touch()
    time.sleep({seconds})
    return True

@textflow.hookimpl
def textflow_stages():
    return [finds]
"""


def started(
    workspace: Workspace, site: SitePackages, seconds: float, word: str
) -> "subprocess.Popen[bytes]":
    """Start a slow run with workers and wait until they are at work."""
    site.plugin(SLOW.format(seconds=seconds))
    engine = "engine: {local: {workers: 2, batch: 2}}"
    workspace.pipeline("[acme.finds]", f"source: in.jsonl\n{engine}\n")
    process = subprocess.Popen(  # noqa: S603 - our own command
        workspace.command("run", "p.yml"),
        cwd=workspace.folder,
        env=workspace.environment(TEXTFLOW_TEST=word),
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    wait_for(lambda: len(list(workspace.folder.glob("begun-*"))) >= 2)
    return process


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until ``condition`` is true; fail where it never is."""
    for _ in range(600):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError(condition)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells what processes there are")
@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGABRT])
def test_workers_go_with_the_run(
    crowd: Workspace, site: SitePackages, sent: signal.Signals
) -> None:
    """However it dies, and whatever they have started with them."""
    word = f"gone-{sent.name}-{os.getpid()}"
    process = started(crowd, site, 600, word)
    assert len(processes_with(word)) >= 4
    process.send_signal(sent)
    process.communicate()
    wait_for(lambda: processes_with(word) == [])


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells what processes there are")
def test_no_process_is_left_by_a_run(crowd: Workspace, site: SitePackages) -> None:
    """Nor what a plugin has started in a worker."""
    word = f"left-{os.getpid()}"
    process = started(crowd, site, 0, word)
    process.communicate()
    assert process.returncode == 0
    assert processes_with(word) == []


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="the first run is ended by a signal")
def test_a_second_run_into_one_output(crowd: Workspace, site: SitePackages) -> None:
    """It is kept out while the first one is at work, and after that one was killed it goes on."""
    process = started(crowd, site, 0.2, "second")
    done = crowd.run()
    assert (done.code, "another run is writing it" in done.err) == (4, True), done.err
    assert crowd.run("--restart").code == 4
    process.kill()
    process.communicate()
    assert crowd.run("--workers", "1").code == 0
    assert [record["id"] for record in crowd.records] == IDS
    assert list(crowd.folder.glob("*.part")) == []


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals are Unix's")
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_the_first_signal_lets_workers_finish(
    crowd: Workspace, site: SitePackages, sent: signal.Signals, code: int
) -> None:
    """What is at work is done and put down; the same command goes on behind it."""
    process = started(crowd, site, 1, "drained")
    process.send_signal(sent)
    _, said = process.communicate()
    assert process.returncode == code, said
    assert b"stopping when what is at work is done" in said
    begun = {path.name.removeprefix("begun-") for path in crowd.folder.glob("begun-*")}
    assert 2 <= len(begun) < 20
    kept = crowd.read("out.jsonl.part/records.jsonl")
    assert {record["id"] for record in kept} == begun
    assert crowd.run().code == 0
    assert [record["id"] for record in crowd.records] == IDS


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals are Unix's")
def test_the_second_signal_ends_at_once(crowd: Workspace, site: SitePackages) -> None:
    """Without the documents at work; the same command goes on all the same."""
    word = f"twice-{os.getpid()}"
    process = started(crowd, site, 600, word)
    process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    process.communicate()
    assert process.returncode == 130
    if sys.platform == "linux":
        wait_for(lambda: processes_with(word) == [])


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells what processes there are")
def test_a_worker_that_somebody_kills(crowd: Workspace, site: SitePackages) -> None:
    """It costs no document: what it had in hand is done again."""
    word = f"killed-{os.getpid()}"
    process = started(crowd, site, 0.3, word)
    mine = [one for one in children_of(process.pid) if os.getpgid(one) == one]
    workers = [one for one in mine if os.getsid(one) == os.getsid(process.pid)]
    os.kill(workers[0], signal.SIGKILL)
    process.communicate()
    assert process.returncode == 0
    assert [record["id"] for record in crowd.records] == IDS


class WindowsKernel:
    """Stands in for Windows: jobs, as far as groups of processes can play them."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.jobs: dict[int, int] = {}

    def CreateJobObjectW(self, _security: None, _name: None) -> int:  # noqa: N802 - Windows names it
        """Return a handle."""
        self.calls.append("create")
        return 1_000_000 + len(self.calls)

    def SetInformationJobObject(self, _job: int, kind: int, limits: Any, size: int) -> bool:  # noqa: N802
        """Take what ends the job with its handle."""
        assert (kind, size, limits._obj.flags) == (9, 144, 0x2000)  # noqa: SLF001 - what it leads to
        return True

    def OpenProcess(self, rights: int, _inherits: bool, process: int) -> int:  # noqa: FBT001, N802
        """Return a handle."""
        assert rights == 0x101
        return process

    def AssignProcessToJobObject(self, job: int, process: int) -> bool:  # noqa: N802
        """Put a process into a job."""
        self.jobs[job] = process
        return True

    def TerminateJobObject(self, job: int, _code: int) -> bool:  # noqa: N802
        """End a job."""
        self.calls.append("end")
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.jobs[job], signal.SIGKILL)
        return True

    def CloseHandle(self, handle: int) -> bool:  # noqa: N802
        """Let go of it."""
        self.calls.append("close" if handle in self.jobs else "")
        return True


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "killpg"), reason="groups play the jobs")
def test_workers_end_with_their_jobs(crowd: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows a worker that hangs is ended with all in its job, and no job stays open."""
    kernel = WindowsKernel()
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    done = run(crowd, FAULTS["endless_c"][0], IDS[0], workers=1)
    assert done.code == 1, done.err
    assert [letter["id"] for letter in crowd.dead] == [IDS[0]]
    started = kernel.calls.count("create")
    assert started == len(kernel.jobs) >= 2
    assert kernel.calls.count("end") >= 1
    assert kernel.calls.count("close") == started
