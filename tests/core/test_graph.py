"""`textflow graph`: what a pipeline consists of, as text, as mermaid and as JSON."""

import json
import re
from typing import Any

import pytest
from case_files import read_cases
from workspaces import SitePackages, Workspace

from textflow.plugins.discovery import host_version

PLUGIN = """
import textflow

@textflow.stage(requires=["sentences"], uses=["quotes"], provides={"acme.finds": "finds.json"})
def finds(doc):
    return []

@textflow.stage(kind="filter")
def short(doc):
    return True

@textflow.hookimpl
def textflow_stages():
    return [finds, short]
"""


def graph(workspace: Workspace, stages: str, *arguments: str, more: str = "") -> str:
    """Return what is drawn of a pipeline, without the version of textflow."""
    workspace.pipeline(stages, more)
    done = workspace.do("graph", "p.yml", *arguments)
    assert (done.code, done.err) == (0, "")
    return done.out.replace(host_version(), "VERSION")


@pytest.mark.parametrize("case", read_cases("show", "graphs"))
def test_graphs(workspace: Workspace, site: SitePackages, case: dict[str, Any]) -> None:
    """Stages in their order, each with what it needs from whom, its plugin and the version."""
    site.plugin(PLUGIN, version="2.5")
    for name in ("a.txt", "b.html"):
        workspace.write(f"in/{name}", "<p>One.</p>")
    drawn = graph(workspace, case["stages"], *case["arguments"], more=case.get("more", ""))
    assert drawn.splitlines() == case["lines"]


def test_json(workspace: Workspace) -> None:
    """The same for other programs."""
    held = json.loads(graph(workspace, "[segment, speakers]", "--format", "json"))
    assert [node["name"] for node in held["stages"]] == ["segment", "speakers"]
    assert {"layer": "sentences", "giver": 0, "taker": 1, "optional": False} in held["flows"]
    assert held["engine"]["name"] == "local"


def test_settings_are_in_it(workspace: Workspace) -> None:
    """What would run is drawn, as `check` says it."""
    assert "sink x.jsonl as jsonl" in graph(workspace, "[segment]", "--set", "sink=x.jsonl")


def test_a_pipeline_that_is_wrong(workspace: Workspace) -> None:
    """Is not drawn: what is wrong is said, as `check` does."""
    workspace.pipeline("[segmnt]")
    done = workspace.do("graph", "p.yml")
    assert (done.code, done.out) == (2, "")
    assert "p.yml:3:10: there is no stage named 'segmnt'" in done.err


@pytest.mark.parametrize("case", read_cases("show", "hostile"))
def test_no_name_breaks_out_of_its_label(workspace: Workspace, case: dict[str, Any]) -> None:
    """Whatever a pipeline or its files are called, mermaid and terminal only show it."""
    written = f'{case["text"][:50]}"]; click stage0 "x" <b>'
    name = '"' + "".join(f"\\U{ord(char):08x}" for char in written) + '"'
    drawn = graph(
        workspace, "[segment]", "--format", "mermaid",
        more=f"name: {name}\nsink: {{jsonl: {{path: {name}}}}}\n",
    )  # fmt: skip
    label = re.search(r'^  sink0\[\("(.*)"\)\]$', drawn, re.MULTILINE)
    assert label
    assert not re.search(r'["<>`]', label[1].replace("<br/>", ""))
    assert "click stage0 #34;x#34; #60;b#62;" in label[1]
