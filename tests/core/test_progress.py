"""What a run shows while it works, and what it says to somebody who types."""

import os
import re

import click
import pytest
from terminals import on_terminal
from workspaces import SitePackages, Workspace

from textflow.cli import cli
from textflow.commands.progress import slowest, total_bytes
from textflow.pipeline.compiling import compile_pipeline
from textflow.plugins.registry import Registry
from textflow.running.compiled import StageCount
from textflow.running.run_totals import RunTotals

SLOW = """
import time
import textflow

@textflow.stage(provides={"acme.finds": "finds.json"})
def finds(doc):
    time.sleep(0.1)
    return []

@textflow.hookimpl
def textflow_stages():
    return [finds]
"""


def test_progress_has_a_total_a_rate_and_the_slowest_stage(
    workspace: Workspace, site: SitePackages
) -> None:
    """In bytes of the inputs, which are known beforehand."""
    site.plugin(SLOW)
    workspace.texts(*["Some words. " * 100] * 20)
    workspace.pipeline("[segment, acme.finds]")
    few = ("--set", "engine.serial.batch=2")
    shown = on_terminal(workspace, "run", "p.yml", *few, TERM="xterm", COLUMNS="160")
    assert re.search(r"/24\.0\s*kB", shown)
    assert re.search(r"k?B/s", shown)
    assert re.search(r"\d documents, \d+ a second, 0 dead", shown)
    assert re.search(r"\d documents, 0 dead, acme\.finds takes \d+%", shown)
    assert "left" in shown


def test_no_progress_where_it_is_not_wanted(workspace: Workspace, site: SitePackages) -> None:
    """With --quiet nothing at all; in a pipe, or with --debug, only lines."""
    site.plugin(SLOW)
    workspace.texts("One.", "Two.")
    workspace.pipeline("[acme.finds]")
    assert on_terminal(workspace, "run", "p.yml", "-q", TERM="xterm") == ""
    assert "\x1b" not in on_terminal(workspace, "run", "p.yml", "--debug", TERM="xterm")
    assert "\x1b" not in workspace.process("run", "p.yml", TERM="xterm").err


def test_no_colour(workspace: Workspace, site: SitePackages) -> None:
    """NO_COLOR is kept."""
    site.plugin(SLOW)
    workspace.texts("One.", "Two.", "Three.")
    workspace.pipeline("[acme.finds]")
    shown = on_terminal(workspace, "run", "p.yml", TERM="xterm-256color", NO_COLOR="1")
    assert re.findall(r"\x1b\[[0-9;]*3[0-9][0-9;]*m", shown) == []


def test_the_total_is_that_of_the_inputs(workspace: Workspace) -> None:
    """Of globs, folders and files; unknown where something is piped in or missing."""
    workspace.texts("12345", "678")
    workspace.write("more/a.txt", "90")
    path = workspace.pipeline("[segment]", "source: [in/*.txt, more]\n")
    assert total_bytes(compile_pipeline(path, {}, (), Registry())) == 10
    assert total_bytes(compile_pipeline(path, {}, ("-",), Registry())) is None
    assert total_bytes(compile_pipeline(path, {}, ("no.txt",), Registry())) is None


OBSERVER = """
import json
import textflow

@textflow.stage(provides={"acme.finds": "finds.json"})
def finds(doc):
    if doc.text == "Bad.":
        raise ValueError("bad")
    return []

@textflow.hookimpl
def textflow_stages():
    return [finds]

@textflow.hookimpl
def textflow_batch_done(counts, stages):
    facts = {name: dict(stage) for name, stage in stages.items()}
    with open("seen.jsonl", "a") as file:
        file.write(json.dumps({"in": counts["in"], "stages": facts}) + "\\n")
"""


@pytest.mark.parametrize("engine", ["serial", pytest.param("local", marks=pytest.mark.slow)])
def test_observers_get_the_figures_of_each_stage(
    workspace: Workspace, site: SitePackages, engine: str
) -> None:
    """Documents, failures and seconds so far, whatever process they were spent in."""
    site.plugin(OBSERVER)
    workspace.write("in.jsonl", "".join(
        f'{{"id": "{at}", "text": "{"Bad." if at % 50 == 7 else "Good."}"}}\n' for at in range(150)
    ))  # fmt: skip
    workspace.pipeline("[acme.finds, segment]", f"source: in.jsonl\nengine: {engine}\n")
    assert workspace.run().code == 1
    seen = workspace.read("seen.jsonl")
    assert [one["in"] for one in seen] == [64, 128, 150]
    assert [list(one["stages"]) for one in seen] == [["acme.finds", "segment"]] * 3
    last = seen[-1]["stages"]
    assert (last["acme.finds"]["documents"], last["acme.finds"]["failed"]) == (150, 3)
    assert (last["segment"]["documents"], last["segment"]["failed"]) == (147, 0)
    for stage in ("acme.finds", "segment"):
        spent = [one["stages"][stage]["seconds"] for one in seen]
        assert 0 < spent[0] <= spent[1] <= spent[2]


@pytest.mark.parametrize(
    ("seconds", "expect"),
    [({"a": 1.0, "b": 3.0}, ", b takes 75%"), ({"a": 1.0}, ""), ({"a": 0.0, "b": 0.0}, "")],
)
def test_the_slowest_stage(seconds: dict[str, float], expect: str) -> None:
    """Is named with its share, once there is something to compare."""
    account = RunTotals(stages={name: StageCount(spent) for name, spent in seconds.items()})
    assert slowest(account) == expect


def test_typing_a_document(workspace: Workspace) -> None:
    """The run says that it waits, and a single Ctrl-D ends the document."""
    workspace.pipeline("[segment]")
    shown = on_terminal(workspace, "run", "p.yml", "-", typed="Typed here.\n\x04", TERM="xterm")
    assert "textflow: reading from the keyboard; end with Ctrl-D" in shown
    assert "1 written to out.jsonl" in shown
    assert "\x1b" not in shown
    assert workspace.records[0]["text"] == "Typed here.\n"


@pytest.mark.parametrize("command", ["run", "check"])
def test_the_command_line_leaves_reading_to_the_run(command: str) -> None:
    """So that a file which may not be read ends it with 5, not with wrong usage."""
    typed = cli.get_command(click.Context(cli), command)
    assert typed
    paths = [one.type for one in typed.params if isinstance(one.type, click.Path)]
    assert paths
    assert [one for one in paths if one.readable or one.exists] == []


@pytest.mark.skipif(getattr(os, "geteuid", int)() == 0, reason="root may read everything")
def test_an_unreadable_input_on_the_command_line(workspace: Workspace) -> None:
    """Exit 5, as the README says."""
    workspace.write("hidden.txt", "One.").chmod(0)
    workspace.pipeline("[segment]")
    done = workspace.run("hidden.txt")
    assert done.code == 5
    assert "'hidden.txt': cannot be read (Permission denied)" in done.err
