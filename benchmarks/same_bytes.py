"""
Whether two versions of textflow make the same records: a SHA-256 of all that each one makes.

usage: python benchmarks/same_bytes.py [COMMAND ...]   (default: the installed textflow)

Every document of `news/` and of the evaluation sets beside the checkout, or where TEXTFLOW_SHARED
says, goes through all five stages with all kinds of amounts, web pages through html before. A line
for each COMMAND, the `textflow` of a version: digests of news, texts of the sets, pages. The name
of the run is left out, since it tells versions apart; everything else of a record counts, and so do
dead letters.
"""

import hashlib
import re
import subprocess
import sys
import tempfile
from itertools import chain
from pathlib import Path

from workers_bytes import EVAL, PARTS, documents

KINDS = "money, percent, number, quantity"
STAGES = f"clean, segment, speakers, {{amounts: {{kinds: [{KINDS}]}}}}, summarise"
#: What is read together, and the stages before the five.
GROUPS = {"news": "", "sets": "", "pages": "html, "}
_RUN = re.compile(rb'"run":"[0-9a-f]*"')


def group_of(packed: Path) -> str:
    """Return the group that a file of documents belongs to."""
    if "news" in packed.parts:
        return "news"
    return "pages" if packed.name.startswith("html") else "sets"


def write_inputs(folder: Path) -> dict[str, int]:
    """Write the documents of each group below ``folder``; return how many there are."""
    counts = dict.fromkeys(GROUPS, 0)
    files = {group: (folder / f"{group}.jsonl").open("w", encoding="utf-8") for group in GROUPS}
    packed = chain(EVAL.glob("news/*/*.gz"), EVAL.glob("*/*.jsonl.gz"))
    for path in sorted(packed):
        group = group_of(path)
        for line in documents(path, sys.maxsize):
            files[group].write(line)
            counts[group] += 1
    for file in files.values():
        file.close()
    return counts


def digest(command: str, folder: Path, group: str) -> str:
    """Return the SHA-256 of what ``command`` makes of a group."""
    stages = f"[{GROUPS[group]}{STAGES}]"
    (folder / "p.yml").write_text(
        f"textflow: 1\nsource: {group}.jsonl\nstages: {stages}\nengine: serial\nsink: out.jsonl\n"
    )
    done = subprocess.run([command, "run", "p.yml", "-q"], cwd=folder, check=False)  # noqa: S603 - as asked
    whole = hashlib.sha256(f"{done.returncode}".encode())
    for path in (folder / name for name in PARTS):
        whole.update(_RUN.sub(b"", path.read_bytes()) if path.exists() else b"none")
    for path in folder.glob("out.jsonl*"):
        path.unlink()
    return whole.hexdigest()


def main() -> None:
    """Print a row for each command."""
    with tempfile.TemporaryDirectory() as name:
        counts = write_inputs(Path(name))
        print("| | " + " | ".join(f"{group}, {counts[group]:,}" for group in GROUPS) + " |")
        print("|---" * (len(GROUPS) + 1) + "|")
        for command in sys.argv[1:] or ["textflow"]:
            found = " | ".join(f"`{digest(command, Path(name), group)[:16]}`" for group in GROUPS)
            print(f"| {command} | {found} |", flush=True)


if __name__ == "__main__":
    main()
