"""
Whatever a plugin does, the end is an honest one.

The right exit code, one sentence that names plugin and hook, no traceback, the other
documents as they would be without it, and no foreign byte on standard output.
"""

import json
import os
import signal
import subprocess
import time

import pytest
from faulty_plugins import Fault, faults, sink_faults
from workspaces import FINDS, CommandResult, SitePackages, Workspace

SINKS = ("out.jsonl", "-")
FAULTS = list(faults())
#: A sink of a whole file cannot go to standard output.
SINK_FAULTS = [
    (fault, sink)
    for fault, form in sink_faults()
    for sink in (SINKS if form == "lines" else SINKS[:1])
]
ITEM = json.dumps({"type": "object", "properties": {"start": {"type": "integer"}}})


def prepared(workspace: Workspace, site: SitePackages, fault: Fault, sink: str) -> None:
    """Install the plugin; write three documents, the second of which it fails on."""
    site.plugin(fault.source, files={"finds.json": FINDS, "item.json": ITEM})
    workspace.texts("One.", "Bad.", "Two.")
    if "document_failed" in fault.hook:
        workspace.write("in/b.txt", b"\x89PNG\r\n\x1a\n" + bytes(200))
    workspace.pipeline(fault.stages, f'{fault.more}sink: "{sink}"\n')


def ended(workspace: Workspace, fault: Fault) -> CommandResult:
    """Run, and check what is the same for every fault."""
    done = workspace.run(*(["--plugin", fault.plugin] if fault.plugin else []))
    assert done.code == fault.code, done.err
    assert "Traceback" not in done.err
    assert "Exception ignored" not in done.err
    return done


def told(done: CommandResult, workspace: Workspace, fault: Fault) -> list[str]:
    """Return the sentences that name plugin and hook: of the command, or of dead letters."""
    letters = [path.read_text("utf-8") for path in workspace.folder.glob("*.dead*.jsonl")]
    rows = [json.loads(line) for text in letters for line in text.splitlines()]
    lines = [row["error"]["message"] for row in rows] if fault.code == 1 else done.err.splitlines()
    return [line for line in lines if "'acme'" in line and fault.hook in line]


def read(done: CommandResult, workspace: Workspace, sink: str) -> list[str]:
    """Return the texts of the records, each line of which must be a record."""
    text = done.out if sink == "-" else ""
    path = workspace.folder / "out.jsonl"
    if sink != "-" and path.exists():
        text = path.read_text("utf-8")
    assert sink == "-" or done.out == ""
    return [json.loads(line)["text"] for line in text.splitlines()]


@pytest.mark.slow
@pytest.mark.parametrize("sink", SINKS)
@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_plugin_that_fails(
    workspace: Workspace, site: SitePackages, fault: Fault, sink: str
) -> None:
    """Costs a document, or ends the run: as its kind says, never in another way."""
    prepared(workspace, site, fault, sink)
    done = ended(workspace, fault)
    said = told(done, workspace, fault)
    assert said, done.err
    assert any(fault.says in line for line in said), said
    texts = read(done, workspace, sink)
    if fault.code == 2:
        assert texts == []
        assert list(workspace.folder.glob("out*")) == []
    elif fault.code == 1:
        assert texts == ["One.", "Two."]
    elif fault.hook.startswith("textflow_") and fault.hook != "textflow_run_stage":
        whole = [] if "document_failed" in fault.hook else ["Bad."]
        assert texts == ["One.", *whole, "Two."]
    elif sink == "-":
        assert texts == ["One.", "Bad.", "Two."][: len(texts)]
    else:
        assert texts == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "sink"), SINK_FAULTS, ids=[f"{fault.name}-{sink}" for fault, sink in SINK_FAULTS]
)
def test_a_sink_that_fails(
    workspace: Workspace, site: SitePackages, fault: Fault, sink: str
) -> None:
    """Ends the run with 6; the records stay for the command that tries again."""
    prepared(workspace, site, fault, sink)
    workspace.pipeline("[segment]", f'sink: {{acme.sink: {{path: "{sink}"}}}}\n')
    done = ended(workspace, fault)
    said = told(done, workspace, fault)
    assert said, done.err
    assert any(fault.says in line for line in said), said
    assert done.out.replace("x\n", "") == ""
    assert not (workspace.folder / "out.jsonl").exists()
    if sink != "-":
        kept = (workspace.folder / "out.jsonl.part" / "records.jsonl").read_text("utf-8")
        assert [json.loads(line)["text"] for line in kept.splitlines()] == ["One.", "Bad.", "Two."]


def test_there_are_enough_of_them() -> None:
    """The list has over 150 faults, and those that it cannot contain are in it by name."""
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) > 150


LEFT = """
import atexit, os, threading, time
import textflow

def late():
    print("late")
    os.write(1, b"late")

@textflow.stage(kind="filter")
def finds(doc):
    threading.Thread(target=time.sleep, args=(600,)).start()
    atexit.register(late)
    return True

@textflow.hookimpl
def textflow_stages():
    return [finds]
"""


def test_a_thread_that_is_left_behind(workspace: Workspace, site: SitePackages) -> None:
    """The command ends all the same, with its own code, and data is data to the end."""
    site.plugin(LEFT)
    workspace.texts("One.")
    workspace.pipeline("[acme.finds]", 'sink: "-"\n')
    done = workspace.process("run", "p.yml")
    assert done.code == 0
    assert [json.loads(line)["text"] for line in done.out.splitlines()] == ["One."]
    assert "a plugin has left threads or processes at work; they end now" in done.err


CHILD = """
import subprocess, sys
import textflow

@textflow.stage(kind="filter")
def finds(doc):
    subprocess.run([sys.executable, "-c", "print('child')"], check=True)
    return True

@textflow.hookimpl
def textflow_stages():
    return [finds]
"""


def test_a_child_that_prints(workspace: Workspace, site: SitePackages) -> None:
    """Its words go to standard error: descriptor 1 is kept for records."""
    site.plugin(CHILD)
    workspace.texts("One.")
    workspace.pipeline("[acme.finds]", 'sink: "-"\n')
    done = workspace.process("run", "p.yml")
    assert [json.loads(line)["text"] for line in done.out.splitlines()] == ["One."]
    assert "child" in done.err


SWALLOWS = """
import time
from pathlib import Path
import textflow

@textflow.stage(kind="filter")
def finds(doc):
    Path("at-work").touch()
    while True:
        try:
            time.sleep(30)
        except BaseException:
            if not {again}:
                return True

@textflow.hookimpl
def textflow_stages():
    return [finds]
"""


@pytest.mark.skipif(os.name == "nt", reason="signals are Unix's")
@pytest.mark.parametrize(("again", "signals"), [(False, 1), (True, 2)])
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_real_interrupt_works(  # noqa: PLR0913 - two of them are the fixtures
    workspace: Workspace,
    site: SitePackages,
    *,
    again: bool,
    signals: int,
    sent: signal.Signals,
    code: int,
) -> None:
    """Though a stage swallows it: at once where that ends, at the second one where it does not."""
    site.plugin(SWALLOWS.format(again=again))
    workspace.texts("One.")
    workspace.pipeline("[acme.finds]")
    process = subprocess.Popen(  # noqa: S603 - our own command
        workspace.command("run", "p.yml"), cwd=workspace.folder, env=workspace.environment()
    )
    for _ in range(600):
        if (workspace.folder / "at-work").exists():
            break
        time.sleep(0.1)
    for _ in range(signals):
        time.sleep(0.3)
        process.send_signal(sent)
    assert process.wait(timeout=60) == code
