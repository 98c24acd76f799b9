"""What plugins add to the manifest."""

import jsonschema
import pytest
from workspaces import SitePackages, Workspace

from textflow.plugins.schemas import read_schema

ADDS = """
import os
import textflow

@textflow.stage(provides={"acme.finds": "finds.json"})
def finds(doc, *, key: str = ""):
    return []

@textflow.hookimpl
def textflow_stages():
    return [finds]

@textflow.hookimpl
def textflow_manifest(run, pipeline):
    return RETURNED
"""


def adding(returned: str) -> str:
    """Return a plugin whose hook returns this."""
    return ADDS.replace("RETURNED", returned)


def test_what_a_plugin_adds_is_in_the_manifest(workspace: Workspace, site: SitePackages) -> None:
    """Under its name; it is given the name of the run and the pipeline."""
    site.plugin(adding("{'run': run, 'stages': len(pipeline['stages']), 'cost': [1, 2.5]}"))
    site.plugin(adding("None").replace("acme.finds", "quiet.finds"), name="quiet")
    workspace.texts("One.")
    workspace.pipeline("[segment, acme.finds]")
    assert workspace.run("--plugin", "quiet").code == 0
    run = workspace.manifest["run"]
    assert workspace.manifest["from_plugins"] == {
        "acme": {"run": run, "stages": 2, "cost": [1, 2.5]}
    }
    jsonschema.validate(workspace.manifest, dict(read_schema("manifest.json")))


def test_nothing_is_added_where_no_plugin_adds(workspace: Workspace, site: SitePackages) -> None:
    """The manifest is then as it always was."""
    site.plugin(adding("None"))
    workspace.texts("One.")
    workspace.pipeline("[acme.finds]")
    assert workspace.run().code == 0
    assert "from_plugins" not in workspace.manifest


def test_secrets_do_not_come_into_the_manifest(
    workspace: Workspace, site: SitePackages, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not in a value, and not in a key."""
    monkeypatch.setenv("ACME_KEY", "open-sesame-4711")
    key = "'open-sesame-4711'"
    site.plugin(adding(f"{{'asked with': [{key}], {key}: 1}}"))
    workspace.texts("One.")
    workspace.pipeline('[acme.finds: {key: "${env:ACME_KEY}"}]', "env: [ACME_KEY]\n")
    assert workspace.run().code == 0
    assert workspace.manifest["from_plugins"]["acme"] == {
        "asked with": ["${env:ACME_KEY}"],
        "${env:ACME_KEY}": 1,
    }


@pytest.mark.parametrize(
    ("returned", "said"),
    [
        ("['paid']", "it returned a list; return a dict of plain JSON, or None"),
        ("{'cost': float('nan')}", "what it returned has at /cost"),
        ("{'models': {'a'}}", "sets have no order; return a sorted list"),
        ("1 / 0", "ZeroDivisionError"),
    ],
)
def test_what_cannot_be_added_is_a_fault(
    workspace: Workspace, site: SitePackages, returned: str, said: str
) -> None:
    """It is said whose it is; everything is written, and the run ends with exit code 6."""
    site.plugin(adding(returned))
    workspace.texts("One.")
    workspace.pipeline("[acme.finds]")
    done = workspace.run()
    assert done.code == 6
    assert "plugin 'acme', textflow_manifest: " in done.err
    assert said in done.err
    assert len(workspace.records) == 1
    assert "from_plugins" not in workspace.manifest


def test_a_sink_is_not_given_it(workspace: Workspace, site: SitePackages) -> None:
    """What a run has cost may differ when the same is done again; what a sink makes may not."""
    sink = """
@textflow.sink(name="facts")
def facts(records, path, run):
    path.write_text(" ".join(run.manifest))

@textflow.hookimpl
def textflow_sinks():
    return [facts]
"""
    site.plugin(adding("{'cost': 1}") + sink)
    workspace.texts("One.")
    workspace.pipeline("[acme.finds]", "sink: [out.jsonl, {acme.facts: {path: facts.txt}}]\n")
    assert workspace.run().code == 0
    assert "counts" in workspace.text("facts.txt")
    assert "from_plugins" not in workspace.text("facts.txt")
