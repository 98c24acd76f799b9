"""
What workers cost, and what two of them gain.

usage: python benchmarks/workers_speed.py [DOCUMENTS [PAIRS]]   (default: 5000 3)

English news through all five stages, with one worker and with two in turn: on a loaded machine the
best pair says most. What two cores could gain at best is told from CPU times: while the workers
share their work, the run itself needs a core, too.

What an engine costs itself is the CPU time of a run with one worker less that of one without,
beyond what a hundredth of the documents takes: the start of the worker. There the work is `segment`
alone, so that little hides it.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import attrs

EVAL = Path(os.environ.get("TEXTFLOW_SHARED") or Path(__file__).parents[2] / "shared") / "eval"
ALL = "clean, segment, speakers, amounts, summarise"
_CODE = """
import resource, sys, time
from textflow.cli import main
start = time.perf_counter()
try:
    main(sys.argv[1:])
except SystemExit as left:
    assert left.code in (0, 1), left.code
for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
    used = resource.getrusage(who)
    print(used.ru_utime + used.ru_stime)
print(time.perf_counter() - start)
"""


@attrs.frozen
class Cost:
    """What a run has taken, in seconds: CPU time of itself and of its workers, and wall time."""

    run: float
    workers: float
    wall: float

    @property
    def cpu(self) -> float:
        """The CPU time of all processes."""
        return self.run + self.workers


def cost(folder: Path, stages: str, engine: str, documents: int) -> Cost:
    """Run over so many documents."""
    sources = ", ".join(f'"{path}"' for path in sorted((EVAL / "news" / "en").glob("*.jsonl.gz")))
    chosen = "serial" if engine == "serial" else f"{{local: {{workers: {engine}}}}}"
    (folder / "p.yml").write_text(
        f"textflow: 1\nsource: [{sources}]\nstages: [{stages}]\nengine: {chosen}\nsink: out.jsonl\n"
    )
    command = [sys.executable, "-c", _CODE, "run", "p.yml", "-q", "--restart"]
    command += ["--limit", str(documents)]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True)  # noqa: S603 - our own
    return Cost(*map(float, done.stdout.split()))


def gain(folder: Path, documents: int, pairs: int) -> None:
    """Print how much faster two workers are than one, and what that could be at best."""
    print("| one worker, s | two workers, s | times | at best, from CPU times |\n|---|---|---|---|")
    start = cost(folder, ALL, "1", documents // 100)
    for _ in range(pairs):
        one, two = (cost(folder, ALL, engine, documents) for engine in ("1", "2"))
        work = one.workers - start.workers
        bound = 2 * work / (work + one.run - start.run)
        ratio = one.wall / two.wall
        print(f"| {one.wall:.1f} | {two.wall:.1f} | {ratio:.2f} | {bound:.2f} |", flush=True)


def overhead(folder: Path, documents: int, pairs: int) -> None:
    """Print what a worker costs for each document beyond the work."""
    print("\n| without workers, us a document | with one | overhead |\n|---|---|---|")
    few = documents // 100
    for _ in range(pairs):
        each: list[float] = []
        for engine in ("serial", "1"):
            small, whole = (cost(folder, "segment", engine, size).cpu for size in (few, documents))
            each.append(1e6 * (whole - small) / (documents - few))
        print(f"| {each[0]:.0f} | {each[1]:.0f} | {each[1] - each[0]:.0f} |", flush=True)


def main(documents: int = 5_000, pairs: int = 3) -> None:
    """Print both tables."""
    with tempfile.TemporaryDirectory() as name:
        gain(Path(name), documents, pairs)
        overhead(Path(name), documents, pairs)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
