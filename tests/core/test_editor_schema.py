"""The schema for editors: what it offers, and when it is older than what is installed."""

import json
from typing import Any

import pytest
from workspaces import SitePackages, Workspace

ACME = """
import textflow

@textflow.stage(name="acme", provides={"acme.finds": "finds.json"})
def finds(doc, *, most: int = 3):
    return []

@textflow.wrapper(name="cache")
def cache(stage, documents, *, folder: str = "kept"):
    return (yield)

@textflow.source(name="feed", paths=False)
def feed(*, url: str):
    return []

@textflow.hookimpl
def textflow_stages():
    return [finds]

@textflow.hookimpl
def textflow_wrappers():
    return [cache]

@textflow.hookimpl
def textflow_sources():
    return [feed]
"""


def schema(workspace: Workspace, *arguments: str) -> dict[str, Any]:
    """Return what `textflow schema` prints."""
    done = workspace.do("schema", *arguments)
    assert done.code == 0, done.err
    found: dict[str, Any] = json.loads(done.out)
    return found


def test_parts_of_others_are_in_it(workspace: Workspace, site: SitePackages) -> None:
    """Stages with their options, wrappers, sources without a path, and layers by name."""
    site.plugin(ACME)
    defs = schema(workspace)["$defs"]
    stage = defs["stage"]["else"]["properties"]
    assert "acme" in defs["stage"]["then"]["enum"]
    assert list(stage["acme"]["else"]["properties"]) == ["most"]
    assert {"acme.finds", "quotes"} <= set(stage["as"]["properties"])
    assert list(defs["wrapper"]["else"]["properties"]) == ["acme.cache"]
    feed = defs["source"]["else"]["properties"]["acme.feed"]
    assert (list(feed["properties"]), feed["required"]) == (["url"], ["url"])


def test_a_plugin_beside_the_pipeline_is_in_it(workspace: Workspace) -> None:
    """Where the pipeline is named."""
    workspace.write("mine.py", MINE)
    workspace.pipeline("[mine]", "plugins: [./mine.py]\n")
    names = schema(workspace, "pipeline", "p.yml")["$defs"]["stage"]["then"]["enum"]
    assert "mine" in names


MINE = """
import textflow

@textflow.stage(name="mine", kind="filter")
def keep(doc):
    return True

@textflow.hookimpl
def textflow_stages():
    return [keep]
"""


def test_an_old_schema_is_told(workspace: Workspace, site: SitePackages) -> None:
    """By `check`, with the line that writes it anew; a fresh one is not."""
    assert workspace.do("init", "p.yml").code == 0
    assert "note" not in workspace.do("check", "p.yml").out
    site.plugin(ACME)
    said = workspace.do("check", "p.yml")
    assert said.code == 0
    assert (
        "p.yml: note: p.schema.json, which your editor uses, is older than what is installed: "
        "new since: 'textflow-acme 1.0'; write it anew with "
        "`textflow schema pipeline p.yml > p.schema.json`\n" in said.out
    )
    workspace.write("p.schema.json", workspace.do("schema", "pipeline", "p.yml").out)
    assert "note" not in workspace.do("check", "p.yml").out


@pytest.mark.parametrize(
    "line",
    [
        "# yaml-language-server: $schema=https://example.com/schema.json",
        "# yaml-language-server: $schema=../far.json",
        "# yaml-language-server: $schema=/etc/passwd",
        "# yaml-language-server: $schema=nowhere.json",
        "# yaml-language-server: $schema=text.json",
        "# yaml-language-server: $schema=other.json",
        "# yaml-language-server: $schema=list.json",
        "# $schema=old.json",
    ],
)
def test_other_schemas_are_left_alone(workspace: Workspace, line: str) -> None:
    """Those that are not ours, not there, or not in the folder."""
    workspace.write("text.json", "{")
    workspace.write("other.json", '{"title": "something else"}')
    workspace.write("list.json", "[]")
    for name in ("old.json", "../far.json"):
        workspace.write(name, '{"title": "textflow pipeline"}')
    path = workspace.pipeline("[segment]")
    path.write_text(f"{line}\n{path.read_text('utf-8')}", "utf-8")
    assert workspace.do("check", "p.yml").out == "p.yml: ok: segment\n"
