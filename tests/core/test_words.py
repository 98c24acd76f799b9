"""What the command says: each slip that people make has words that help."""

import json
from typing import Any

import pytest
from case_files import read_cases
from workspaces import CommandResult, Workspace


def done(workspace: Workspace, case: dict[str, Any]) -> CommandResult:
    """Write the files of a case and run its command, in a process where it reads input."""
    for name, content in case["files"].items():
        workspace.write(name, content)
    if "stdin" in case:
        return workspace.process(*case["arguments"], stdin=case["stdin"])
    return workspace.do(*case["arguments"])


def begins(lines: str, wanted: list[str]) -> list[str]:
    """Return each line, cut to the length of what is wanted of it."""
    found = lines.splitlines()
    assert len(found) == len(wanted), lines
    return [line[: len(start)] for line, start in zip(found, wanted, strict=True)]


@pytest.mark.parametrize("case", read_cases("words", "slips", "runs"))
def test_words(workspace: Workspace, case: dict[str, Any]) -> None:
    """Each line that is said, in order, and the exit code."""
    said = done(workspace, case)
    for found, wanted in ((said.out, case.get("out", [])), (said.err, case.get("err", []))):
        assert begins(found, wanted) == wanted
    assert said.code == case["code"]


def test_the_closing_line_as_json(workspace: Workspace) -> None:
    """It has the paths as seen from here, and the limit."""
    workspace.write("far/a.txt", "One.")
    workspace.pipeline("[segment]", "source: a.txt\n", name="far/p.yml")
    said = workspace.do("run", "far/p.yml", "--limit", "5", "--log-format", "json")
    facts = json.loads(said.err)
    assert (facts["sinks"], facts["limit"]) == (["far/out.jsonl"], 5)
