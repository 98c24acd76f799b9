"""The first and the second signal, in each phase of a run: the same command goes on afterwards."""

import os
import signal
import sys
import time
from pathlib import Path

import failpoints
import pytest
from workspaces import SitePackages, Workspace

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork"),
    pytest.mark.slow,
]

#: Waits in one phase, shorter than a stage may, and may swallow what a signal raises there.
PLUGIN = """
import os
import time
import textflow

def wait(phase):
    if os.environ.get("ACME_WAITS") != phase:
        return
    end = time.monotonic() + 8
    while time.monotonic() < end:
        try:
            open("begun", "w").close()
            time.sleep(8)
        except BaseException:
            if "ACME_SWALLOWS" not in os.environ:
                raise
            open("swallowed", "w").close()

wait("loading")

if os.environ.get("ACME_WAITS") == "renaming":
    replace = os.replace
    def slowly(source, path):
        replace(source, path)
        wait("renaming")
    os.replace = slowly

@textflow.stage(provides={"acme.finds": "finds.json"})
def finds(doc):
    if doc.id == "b.txt":
        wait("running")
    return []

@textflow.sink(name="acme.ids")
def ids(records, path):
    with path.open("w") as file:
        for record in records:
            wait("writing")
            file.write(record["id"])

@textflow.hookimpl
def textflow_run_finished(manifest):
    wait("finishing")

@textflow.hookimpl
def textflow_stages():
    return [finds]

@textflow.hookimpl
def textflow_sinks():
    return [ids]
"""
#: Each phase to how many outputs have got their names by then.
PHASES = {"loading": 0, "running": 0, "writing": 0, "renaming": 1, "finishing": 2}
SIGNALS = {signal.SIGINT: 130, signal.SIGTERM: 143}


@pytest.fixture
def project(workspace: Workspace, site: SitePackages) -> Workspace:
    """Give a workspace with three documents, two sinks and no output."""
    site.plugin(PLUGIN)
    workspace.texts("One.", "Two.", "Three.")
    workspace.pipeline("[acme.finds]", "sink: [out.jsonl, {acme.ids: {path: ids.txt}}]\n")
    return workspace


def forked(**environment: str) -> int:
    """Start the command in a copy of this process; return its number."""
    child = os.fork()
    if child:
        return child
    os.environ |= environment
    errors = os.open("errors.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(errors, 2)
    sys.stderr = os.fdopen(errors, "w", buffering=1)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os._exit(failpoints.again(["run", "p.yml", "--plugin", "acme"]))


def wait_for(project: Workspace, name: str) -> None:
    """Wait until a file is there."""
    for _ in range(3_000):
        if (project.folder / name).exists():
            return
        time.sleep(0.02)
    raise AssertionError(name)


def outputs(folder: Path) -> dict[str, bytes]:
    """Return what has got its name, but the manifest: that says how long it took."""
    paths = (path for path in folder.iterdir() if path.name in ("out.jsonl", "ids.txt"))
    return {path.name: path.read_bytes() for path in paths}


def send(process: int, project: Workspace, sent: signal.Signals, times: int) -> int:
    """Send a signal once or twice; return the exit code."""
    wait_for(project, "begun")
    os.kill(process, sent)
    if times == 2:
        wait_for(project, "swallowed")
        os.kill(process, sent)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


@pytest.mark.parametrize("sent", SIGNALS)
@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("phase", PHASES)
def test_a_signal_in_each_phase(
    project: Workspace, phase: str, times: int, sent: signal.Signals
) -> None:
    """The promised code, no traceback, and the files of an undisturbed run afterwards."""
    more = {"ACME_SWALLOWS": "yes"} if times == 2 else {}
    process = forked(ACME_WAITS=phase, **more)
    assert send(process, project, sent, times) == SIGNALS[sent]
    assert "Traceback" not in project.text("errors.txt")
    assert len(outputs(project.folder)) == PHASES[phase]
    assert project.run().code == 0
    found = outputs(project.folder)
    assert project.run("--restart").code == 0
    assert found == outputs(project.folder)
    assert len(found) == 2
    assert list(project.folder.glob("*.part")) == []
