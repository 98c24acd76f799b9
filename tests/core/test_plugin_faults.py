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
from plugin_site import FINDS, Bench, Done, Site

SINKS = ("out.jsonl", "-")
FAULTS = list(faults())
SINK_FAULTS = list(sink_faults())
ITEM = json.dumps({"type": "object", "properties": {"start": {"type": "integer"}}})


def prepared(bench: Bench, site: Site, fault: Fault, sink: str) -> None:
    """Install the plugin; write three documents, the second of which it fails on."""
    site.plugin(fault.source, files={"finds.json": FINDS, "item.json": ITEM})
    bench.texts("One.", "Bad.", "Two.")
    if "document_failed" in fault.hook:
        bench.write("in/b.txt", b"\x89PNG\r\n\x1a\n" + bytes(200))
    bench.pipeline(fault.stages, f'{fault.more}sink: "{sink}"\n')


def ended(bench: Bench, fault: Fault) -> Done:
    """Run, and check what is the same for every fault."""
    done = bench.run(*(["--plugin", fault.plugin] if fault.plugin else []))
    assert done.code == fault.code, done.err
    assert "Traceback" not in done.err
    assert "Exception ignored" not in done.err
    return done


def told(done: Done, bench: Bench, fault: Fault) -> list[str]:
    """Return the sentences that name plugin and hook: of the command, or of dead letters."""
    letters = [path.read_text("utf-8") for path in bench.folder.glob("*.dead*.jsonl")]
    rows = [json.loads(line) for text in letters for line in text.splitlines()]
    lines = [row["error"]["message"] for row in rows] if fault.code == 1 else done.err.splitlines()
    return [line for line in lines if "'acme'" in line and fault.hook in line]


def read(done: Done, bench: Bench, sink: str) -> list[str]:
    """Return the texts of the records, each line of which must be a record."""
    text = done.out if sink == "-" else ""
    path = bench.folder / "out.jsonl"
    if sink != "-" and path.exists():
        text = path.read_text("utf-8")
    assert sink == "-" or done.out == ""
    return [json.loads(line)["text"] for line in text.splitlines()]


@pytest.mark.parametrize("sink", SINKS)
@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_plugin_that_fails(bench: Bench, site: Site, fault: Fault, sink: str) -> None:
    """Costs a document, or ends the run: as its kind says, never in another way."""
    prepared(bench, site, fault, sink)
    done = ended(bench, fault)
    said = told(done, bench, fault)
    assert said, done.err
    assert any(fault.says in line for line in said), said
    texts = read(done, bench, sink)
    if fault.code == 2:
        assert texts == []
        assert list(bench.folder.glob("out*")) == []
    elif fault.code == 1:
        assert texts == ["One.", "Two."]
    elif fault.hook.startswith("textflow_") and fault.hook != "textflow_run_stage":
        whole = [] if "document_failed" in fault.hook else ["Bad."]
        assert texts == ["One.", *whole, "Two."]
    elif sink == "-":
        assert texts == ["One.", "Bad.", "Two."][: len(texts)]
    else:
        assert texts == []


@pytest.mark.parametrize("sink", SINKS)
@pytest.mark.parametrize(
    ("fault", "form"), SINK_FAULTS, ids=[fault.name for fault, _ in SINK_FAULTS]
)
def test_a_sink_that_fails(bench: Bench, site: Site, fault: Fault, form: str, sink: str) -> None:
    """Ends the run with 6; the records stay for the command that tries again."""
    if form == "whole" and sink == "-":
        pytest.skip("a sink of a whole file cannot go to standard output")
    prepared(bench, site, fault, sink)
    bench.pipeline("[segment]", f'sink: {{acme.sink: {{path: "{sink}"}}}}\n')
    done = ended(bench, fault)
    said = told(done, bench, fault)
    assert said, done.err
    assert any(fault.says in line for line in said), said
    assert done.out.replace("x\n", "") == ""
    assert not (bench.folder / "out.jsonl").exists()
    if sink != "-":
        kept = (bench.folder / "out.jsonl.part" / "records.jsonl").read_text("utf-8")
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


def test_a_thread_that_is_left_behind(bench: Bench, site: Site) -> None:
    """The command ends all the same, with its own code, and data is data to the end."""
    site.plugin(LEFT)
    bench.texts("One.")
    bench.pipeline("[acme.finds]", 'sink: "-"\n')
    done = bench.process("run", "p.yml")
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


def test_a_child_that_prints(bench: Bench, site: Site) -> None:
    """Its words go to standard error: descriptor 1 is kept for records."""
    site.plugin(CHILD)
    bench.texts("One.")
    bench.pipeline("[acme.finds]", 'sink: "-"\n')
    done = bench.process("run", "p.yml")
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
    bench: Bench, site: Site, *, again: bool, signals: int, sent: signal.Signals, code: int
) -> None:
    """Though a stage swallows it: at once where that ends, at the second one where it does not."""
    site.plugin(SWALLOWS.format(again=again))
    bench.texts("One.")
    bench.pipeline("[acme.finds]")
    process = subprocess.Popen(  # noqa: S603 - our own command
        bench.command("run", "p.yml"), cwd=bench.folder, env=bench.environment()
    )
    for _ in range(600):
        if (bench.folder / "at-work").exists():
            break
        time.sleep(0.1)
    for _ in range(signals):
        time.sleep(0.3)
        process.send_signal(sent)
    assert process.wait(timeout=60) == code
