"""``--debug``: tracebacks on standard error, for who writes plugins."""

import pytest
from workspaces import SitePackages, Workspace

FAILING = """
import textflow
from textflow_acme.inner import deep

@textflow.stage(provides={"acme.finds": "finds.json"})
def finds(doc):
    return deep(doc)

@textflow.hookimpl
def textflow_stages():
    return [finds]
"""
INNER = """
import json

def deep(doc):
    return json.loads(doc.text)
"""


@pytest.fixture
def failing(workspace: Workspace, site: SitePackages) -> Workspace:
    """Give a workspace whose stage fails in its second module."""
    site.plugin(FAILING, files={"inner.py": INNER})
    workspace.texts("One.")
    workspace.pipeline("[{acme.finds: {}}]")
    return workspace


def test_a_failed_stage_shows_its_own_frames_first(failing: Workspace) -> None:
    """Then those of textflow, then what was raised."""
    said = failing.run("--debug")
    assert said.code == 1
    lines = said.err.splitlines()
    assert lines[0] == "debug: document a.txt"
    order = ["textflow_acme/__init__.py", "textflow_acme/inner.py", "called by textflow itself"]
    at = [next(at for at, line in enumerate(lines) if one in line) for one in order]
    assert at == sorted(at)
    assert "JSONDecodeError: Expecting value: line 1 column 1 (char 0)" in said.err
    assert lines[-1].startswith("  StageCrash: ")


def test_without_it_there_is_no_traceback(failing: Workspace) -> None:
    """Also with -v; the closing lines say what was raised."""
    said = failing.run("-v")
    assert "Traceback" not in said.err
    assert 'File "' not in said.err
    assert "the stage raised JSONDecodeError: Expecting value" in said.err


def test_a_plugin_that_cannot_be_imported(workspace: Workspace, site: SitePackages) -> None:
    """The frame of the plugin is the first, before the message; also for check."""
    site.plugin("import no_such_module")
    workspace.pipeline("[acme.finds]")
    for command in ("run", "check"):
        assert "File" not in workspace.do(command, "p.yml").err
    workspace.pipeline("[segment]")
    said = workspace.run("--debug", "-p", "acme")
    assert said.code == 2
    assert said.err.index("import no_such_module") < said.err.index("textflow itself")
    assert "ModuleNotFoundError: No module named 'no_such_module'" in said.err
