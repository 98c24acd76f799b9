"""
Whether the bytes are the same without workers and with one, two and four of them.

usage: python benchmarks/workers_bytes.py [LIMIT [BYTES]]   (default: all)

LIMIT documents of every evaluation set beside the checkout, or where TEXTFLOW_SHARED says, and
every input that `make_nasty.py` writes there of at most so many bytes, go through all five stages,
web pages through html before. A digest of records, dead letters, filtered ids and exit code is
printed for each engine.
"""

import gzip
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
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
        for at, line in enumerate(islice(lines, limit)):
            row = json.loads(line)
            language = row.get("lang") or "en"
            known = {"language": language} if language != "mul" else {}
            name = f"{packed.relative_to(EVAL)} {at}"
            yield json.dumps({"id": name, "text": text_of(row), **known}) + "\n"


def digest(folder: Path, source: str, stages: str, engine: str) -> str:
    """Return a digest of what one engine makes of ``source``."""
    chosen = "serial" if engine == "serial" else f"{{local: {{workers: {engine}}}}}"
    head = f"textflow: 1\nsource: {source}\nstages: [{stages}]\n"
    (folder / "p.yml").write_text(f"{head}engine: {chosen}\nsink: out.jsonl\n")
    command = [sys.executable, "-m", "textflow", "run", "p.yml", "-q", "--restart"]
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True)  # noqa: S603 - our own
    whole = hashlib.sha256(f"{done.returncode}".encode())
    for path in (folder / name for name in PARTS):
        whole.update(path.read_bytes() if path.exists() else b"none")
        path.unlink(missing_ok=True)
    return whole.hexdigest()[:12]


def compared(name: str, folder: Path, source: str, stages: str) -> bool:
    """Print the digest of what each engine has made of ``source``; return whether all are one."""
    found = [digest(folder, source, stages, engine) for engine in ENGINES]
    print(f"| {name} | {' | '.join(found)} |", flush=True)
    return len(set(found)) == 1


def sets(folder: Path, limit: int) -> Iterator[bool]:
    """Compare the evaluation sets: those of texts, and those of web pages."""
    every = sorted(EVAL.rglob("*.jsonl.gz"))
    for kind, stages in (("texts", STAGES), ("web pages", f"html, {STAGES}")):
        chosen = [one for one in every if one.name.startswith("html") is (kind != "texts")]
        with (folder / "in.jsonl").open("w", encoding="utf-8") as file:
            count = sum(1 for one in chosen for line in documents(one, limit) if file.write(line))
        name = f"{len(chosen)} sets of {kind}, {count:,} documents"
        yield compared(name, folder, "in.jsonl", stages)


def nasty_files(folder: Path, most: int) -> bool:
    """Compare what `make_nasty.py` writes, up to so many bytes a file."""
    script = [sys.executable, str(EVAL / "make_nasty.py"), str(folder / "nasty")]
    more = ["--blns", str(EVAL / "blns.json")]
    subprocess.run([*script, *more], check=True, capture_output=True)  # noqa: S603 - a script of the sets
    files = [one for one in (folder / "nasty").rglob("*") if one.is_file() and not one.is_symlink()]
    long = [one for one in files if one.stat().st_size > most]
    for one in long:
        one.unlink()
    return compared(f"make_nasty.py, {len(files) - len(long)} files", folder, "nasty", STAGES)


def main(limit: int = 10**9, most: int = 10**9) -> None:
    """Print the table; exit with 1 where anything differs."""
    print("| input | serial | 1 worker | 2 workers | 4 workers |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        same = [*sets(folder, limit), nasty_files(folder, most)]
    raise SystemExit(not all(same))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
