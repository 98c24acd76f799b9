"""Wrong pipeline files: every mistake with its place and its remedy, and nothing run."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from case_files import read_cases
from plugin_site import Bench
from shared_files import needs_shared, shared

CASES = read_cases("pipelines", "yaml", "shape", "stages", "ends", "values")
#: Hostile files whose YAML is sound; as pipelines they are wrong all the same.
NASTY = "eval/make_nasty.py"


def before(bench: Bench) -> set[Path]:
    """Return every file there is."""
    return set(bench.folder.rglob("*"))


@pytest.mark.parametrize("case", CASES)
def test_wrong_files(bench: Bench, case: dict[str, Any]) -> None:
    """Exit 2; all problems, in file order; not a file written."""
    bench.texts("One.")
    bench.write("p.yml", case["text"])
    there = before(bench)
    done = bench.do("run", "p.yml")
    assert done.code == 2
    lines = done.err.splitlines()
    wanted = [f"p.yml:{problem}" for problem in case["expect"]]
    assert [line[: len(start)] for line, start in zip(lines, wanted, strict=True)] == wanted
    assert before(bench) == there


@pytest.mark.parametrize("case", CASES)
def test_messages_are_fit_to_read(bench: Bench, case: dict[str, Any]) -> None:
    """Each fits on a few lines, and no character of it could move a cursor."""
    bench.write("p.yml", case["text"])
    for row in json.loads(bench.do("check", "p.yml", "--format", "json").out):
        assert row["message"].isprintable()
        assert len(row["message"]) < 500


@needs_shared
def test_hostile_files(bench: Bench) -> None:
    """Every one is refused with a place, by its YAML or by what it says."""
    subprocess.run(  # noqa: S603 - a script of the project
        [sys.executable, str(shared(NASTY)), str(bench.folder)], check=True, capture_output=True
    )
    files = sorted((bench.folder / "yaml").iterdir())
    there = before(bench)
    for file in files:
        done = bench.do("run", str(file))
        assert (file.name, done.code) == (file.name, 2)
        for line in done.err.splitlines():
            assert line.startswith(f"{file}:"), file
            assert line.removeprefix(f"{file}:").split(":")[0].isdigit(), file
    assert before(bench) == there
    assert len(files) >= 29


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read: No such file"),
        (b"\xff\xfa", "p.yml:1:1: "),
        ("folder", "Is a directory"),
    ],
)
def test_files_that_cannot_be_read(bench: Bench, content: Any, message: str) -> None:
    """A message, no traceback."""
    if isinstance(content, bytes):
        bench.write("p.yml", content)
    elif content:
        (bench.folder / "p.yml").mkdir()
    done = bench.do("run", "p.yml")
    assert done.code in (2, 5)
    assert message in done.err


def test_what_is_yours_is_left_alone(bench: Bench) -> None:
    """Keys that begin with x- hold whatever you like."""
    bench.texts("One.")
    bench.pipeline("[segment]", "x-notes: {any: [thing, 1]}\nname: n\n")
    assert bench.run().code == 0


def test_variables(bench: Bench) -> None:
    """A whole reference keeps its type; one within text becomes part of it; $$ is a dollar."""
    bench.texts("One.")
    bench.pipeline(
        "[segment]",
        "vars: {seconds: 5, dir: in}\nsource: ${vars.dir}/*.txt\n"
        "limits: {timeout: '${vars.seconds}'}\n"
        "x-price: $${5}\n",
    )
    assert bench.run().code == 0
    assert bench.manifest["pipeline"]["source"] == "in/*.txt"
    assert bench.manifest["pipeline"]["limits"] == {"timeout": 5}
    assert bench.manifest["pipeline"]["x-price"] == "${5}"
