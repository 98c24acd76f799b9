"""
Whether the bytes are the same without workers and with one, two and four of them.

usage: python benchmarks/workers_bytes.py [LIMIT]   (documents of each file; default: all)

Every evaluation set beside the checkout, or where TEXTFLOW_SHARED says, and every input that
`make_nasty.py` writes there, goes through all five stages, web pages through html before. Records,
dead letters and filtered ids are compared.
"""

import gzip
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

EVAL = Path(os.environ.get("TEXTFLOW_SHARED") or Path(__file__).parents[2] / "shared") / "eval"
STAGES = "clean, segment, speakers, amounts, summarise"
ENGINES = ("serial", "1", "2", "4")
PARTS = ("out.jsonl", "out.jsonl.dead.jsonl", "out.jsonl.filtered.jsonl")


def text_of(row: dict[str, Any]) -> str:
    """Return the text that is in one row of a set, whatever it is called there."""
    if "lines" in row:
        return "\n".join(line["text"] for line in row["lines"])
    return str(row.get("html") or row.get("text") or "")


def documents(packed: Path, limit: int) -> Iterator[str]:
    """Yield the documents of one file as lines of JSON."""
    with gzip.open(packed, "rt", encoding="utf-8") as lines:
        for at, line in zip(range(limit), lines, strict=False):
            row = json.loads(line)
            language = row.get("lang") or "en"
            known = {"language": language} if language != "mul" else {}
            yield json.dumps({"id": f"{at}", "text": text_of(row), **known}) + "\n"


def digests(folder: Path, source: str, stages: str) -> list[str]:
    """Return a digest of what each engine makes of ``source``."""
    found: list[str] = []
    for engine in ENGINES:
        chosen = "serial" if engine == "serial" else f"{{local: {{workers: {engine}}}}}"
        head = f"textflow: 1\nsource: {source}\nstages: [{stages}]\n"
        (folder / "p.yml").write_text(f"{head}engine: {chosen}\nsink: out.jsonl\n")
        command = [sys.executable, "-m", "textflow", "run", "p.yml", "-q", "--restart", "--force"]
        done = subprocess.run(command, cwd=folder, check=False, capture_output=True)  # noqa: S603 - our own
        whole = hashlib.sha256(f"{done.returncode}".encode())
        for name in PARTS:
            path = folder / name
            whole.update(path.read_bytes() if path.exists() else b"none")
            path.unlink(missing_ok=True)
        found.append(whole.hexdigest())
    return found


def compared(name: str, folder: Path, source: str, stages: str) -> bool:
    """Print whether all engines have made the same of ``source``; return it."""
    found = digests(folder, source, stages)
    same = len(set(found)) == 1
    print(f"| {name} | {'the same' if same else ' '.join(found)} |", flush=True)
    return same


def main(limit: int = 10**9) -> None:
    """Print the table; exit with 1 where anything differs."""
    print("| input | bytes of serial, 1, 2 and 4 workers |\n|---|---|")
    all_same = True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for packed in sorted(EVAL.rglob("*.jsonl.gz")):
            lines = list(documents(packed, limit))
            (folder / "in.jsonl").write_text("".join(lines), encoding="utf-8")
            stages = f"html, {STAGES}" if packed.name.startswith("html") else STAGES
            where = f"{packed.relative_to(EVAL)}, {len(lines):,} documents"
            all_same &= compared(where, folder, "in.jsonl", stages)
        nasty = [sys.executable, str(EVAL / "make_nasty.py"), str(folder / "nasty")]
        blns = ["--blns", str(EVAL / "blns.json")]
        subprocess.run([*nasty, *blns], check=True, capture_output=True)  # noqa: S603 - a script of the sets
        many = len([path for path in (folder / "nasty").rglob("*") if path.is_file()])
        all_same &= compared(f"make_nasty.py, {many} files", folder, "nasty", STAGES)
    raise SystemExit(not all_same)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
