"""
Measure what `clean: {repeated: N}` drops beside `clean` alone.

    python benchmarks/clean_repeated.py

Runs the development sets of lines beside the checkout, or where TEXTFLOW_SHARED says, each source
by itself, through `textflow run`. A line counts as dropped where less than half of it is left.
dropP: of the lines dropped, how many are furniture; dropR: of the furniture, how much is dropped;
lostw: words of real lines dropped, of all words of real lines. Lines that the gold leaves open, or
flags, count for nothing.
"""

import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

EVAL = Path(os.environ.get("TEXTFLOW_SHARED") or Path(__file__).parents[2] / "shared") / "eval"
FILES = ("lines_fundus_dev", "lines_dev")
STAGES = ("clean", "clean: {repeated: 5}", "clean: {repeated: 3}")
Gold = dict[str, Any]


def sources() -> dict[str, list[Gold]]:
    """Return the documents of each source."""
    found: dict[str, list[Gold]] = defaultdict(list)
    for name in FILES:
        with gzip.open(EVAL / "clean" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for gold in map(json.loads, lines):
                found[gold["source"]].append(gold)
    return found


def records(stage: str, documents: Iterable[Gold]) -> Iterator[dict[str, Any]]:
    """Yield what a run makes of each document."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        head = f"textflow: 1\nsource: in.jsonl\nstages:\n  - {stage}\nsink: out.jsonl\n"
        (folder / "p.yml").write_text(head)
        rows = ({"id": str(at), "text": text_of(gold)} for at, gold in enumerate(documents))
        (folder / "in.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
        command = [sys.executable, "-m", "textflow", "run", "p.yml", "--quiet"]
        subprocess.run(command, cwd=folder, check=True)  # noqa: S603 - our own command
        with (folder / "out.jsonl").open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def text_of(gold: Gold) -> str:
    """Return the text that is cleaned."""
    return "\n".join(line["text"] for line in gold["lines"])


def judged(gold: Gold, record: dict[str, Any]) -> Iterator[tuple[bool, bool, int]]:
    """Yield of each line whether it is real, whether it was dropped, and its words."""
    left = bytearray(len(text_of(gold)))
    for _, _, start, end in record["raw_map"]:
        left[start:end] = b"\1" * (end - start)
    at = 0
    for line in gold["lines"]:
        end = at + len(line["text"])
        if line["keep"] is not None and not line["flag"]:
            dropped = 2 * sum(left[at:end]) < end - at
            yield line["keep"], dropped, len(re.findall(r"\w+", line["text"]))
        at = end + 1


def row(source: str, stage: str, lines: list[tuple[bool, bool, int]]) -> str:
    """Return the row of the table."""
    dropped = [real for real, gone, _ in lines if gone]
    furniture = [gone for real, gone, _ in lines if not real]
    words = sum(count for real, _, count in lines if real)
    lost = sum(count for real, gone, count in lines if real and gone)
    precise, found = dropped.count(False) / len(dropped), sum(furniture) / len(furniture)
    return f"| {source} | `{stage}` | {precise:.3f} | {found:.3f} | {lost / words:.2%} |"


def main() -> None:
    """Print the table."""
    print("| source | stage | dropP | dropR | lostw |\n|---|---|---|---|---|")
    for source, documents in sources().items():
        for stage in STAGES:
            pairs = zip(documents, records(stage, documents), strict=True)
            lines = [line for gold, record in pairs for line in judged(gold, record)]
            print(row(f"{source}, {len(documents)} pages", stage, lines), flush=True)


if __name__ == "__main__":
    main()
