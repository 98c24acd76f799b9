"""The same bytes without workers and with any number of them, on texts that nobody here wrote."""

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from shared_files import needs_shared, shared
from workspaces import Workspace

pytestmark = [needs_shared, pytest.mark.slow]

#: Documents of each set, and the longest of them and of the nasty files: all of them take an hour.
EACH, LONGEST = 2, 4_000
PARTS = ("out.jsonl", "out.jsonl.dead.jsonl")


def text_of(row: dict[str, Any]) -> str:
    """Return the text that is in one row of a set, whatever it is called there."""
    if "lines" in row:
        return "\n".join(line["text"] for line in row["lines"])
    return str(row.get("html") or row.get("text") or "")


def documents() -> Iterator[str]:
    """Yield the first documents of every set as lines of JSON."""
    for path in sorted(shared("eval").rglob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for at, line in enumerate(islice(lines, EACH)):
                yield json.dumps(
                    {"id": f"{path.name} {at}", "text": text_of(json.loads(line))[:LONGEST]}
                )


def write_nasty_files(folder: Path) -> int:
    """Write what `make_nasty.py` writes, but what is long; return how many files there are."""
    command = [sys.executable, str(shared("eval/make_nasty.py")), str(folder)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - a script of the sets
    files = [path for path in folder.rglob("*.txt") if path.is_file() and not path.is_symlink()]
    for path in files:
        if path.stat().st_size > LONGEST:
            path.unlink()
    return len(list(folder.rglob("*.txt")))


def test_the_same_bytes_with_any_number_of_workers(workspace: Workspace) -> None:
    """Of every evaluation set and of hostile files: records and dead letters."""
    workspace.write("in.jsonl", "\n".join(documents()))
    assert write_nasty_files(workspace.folder / "nasty") > 50
    sources = "source: [in.jsonl, 'nasty/**/*.txt']\n"
    stages = "[clean, segment, speakers, amounts, summarise]"
    found: list[dict[str, str]] = []
    for engine in (
        "serial",
        *(f"{{local: {{workers: {count}, batch: 9}}}}" for count in (1, 2, 4)),
    ):
        workspace.pipeline(stages, f"{sources}engine: {engine}\n")
        assert workspace.run("--restart").code == 1
        found.append({name: workspace.text(name) for name in PARTS})
    assert len(workspace.records) > 90
    assert found[1:] == found[:1] * 3
