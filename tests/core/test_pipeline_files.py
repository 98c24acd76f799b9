"""Wrong pipeline files: every mistake with its place and its remedy, and nothing run."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from case_files import read_cases
from shared_files import needs_shared, shared
from workspaces import Workspace

CASES = read_cases("pipelines", "yaml", "shape", "stages", "ends", "values")
#: Hostile files whose YAML is right; as pipelines they are wrong all the same.
NASTY = "eval/make_nasty.py"


def before(workspace: Workspace) -> set[Path]:
    """Return every file there is."""
    return set(workspace.folder.rglob("*"))


@pytest.mark.parametrize("case", CASES)
def test_wrong_files(workspace: Workspace, case: dict[str, Any]) -> None:
    """Exit 2; all problems, in file order; not a file written."""
    workspace.texts("One.")
    workspace.write("p.yml", case["text"])
    there = before(workspace)
    done = workspace.do("run", "p.yml")
    assert done.code == 2
    lines = done.err.splitlines()
    wanted = [f"p.yml:{problem}" for problem in case["expect"]]
    assert [line[: len(start)] for line, start in zip(lines, wanted, strict=True)] == wanted
    assert before(workspace) == there


@pytest.mark.parametrize("case", CASES)
def test_messages_are_fit_to_read(workspace: Workspace, case: dict[str, Any]) -> None:
    """Each fits on a few lines, and no character of it could move a cursor."""
    workspace.write("p.yml", case["text"])
    for row in json.loads(workspace.do("check", "p.yml", "--format", "json").out):
        assert row["message"].isprintable()
        assert len(row["message"]) < 500


@needs_shared
def test_hostile_files(workspace: Workspace) -> None:
    """Every one is refused with a place, by its YAML or by what it says."""
    subprocess.run(  # noqa: S603 - a script of the project
        [sys.executable, str(shared(NASTY)), str(workspace.folder)], check=True, capture_output=True
    )
    files = sorted((workspace.folder / "yaml").iterdir())
    there = before(workspace)
    for file in files:
        done = workspace.do("run", str(file))
        assert (file.name, done.code) == (file.name, 2)
        for line in done.err.splitlines():
            assert line.startswith(f"{file}:"), file
            assert line.removeprefix(f"{file}:").split(":")[0].isdigit(), file
    assert before(workspace) == there
    assert len(files) >= 29


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read: No such file"),
        (b"\xff\xfa", "p.yml:1:1: "),
        ("folder", "Is a directory"),
    ],
)
def test_files_that_cannot_be_read(workspace: Workspace, content: Any, message: str) -> None:
    """A message, no traceback."""
    if isinstance(content, bytes):
        workspace.write("p.yml", content)
    elif content:
        (workspace.folder / "p.yml").mkdir()
    done = workspace.do("run", "p.yml")
    assert done.code in (2, 5)
    assert message in done.err


def test_what_is_yours_is_left_alone(workspace: Workspace) -> None:
    """Keys that begin with x- contain whatever you like."""
    workspace.texts("One.")
    workspace.pipeline("[segment]", "x-notes: {any: [thing, 1]}\nname: n\n")
    assert workspace.run().code == 0


def test_variables(workspace: Workspace) -> None:
    """A whole reference keeps its type; one within text becomes part of it; $$ is a dollar."""
    workspace.texts("One.")
    workspace.pipeline(
        "[segment]",
        "vars: {seconds: 5, dir: in}\nsource: ${vars.dir}/*.txt\n"
        "limits: {timeout: '${vars.seconds}'}\n"
        "x-price: $${5}\n",
    )
    assert workspace.run().code == 0
    assert workspace.manifest["pipeline"]["source"] == "in/*.txt"
    assert workspace.manifest["pipeline"]["limits"] == {"timeout": 5}
    assert workspace.manifest["pipeline"]["x-price"] == "${5}"
