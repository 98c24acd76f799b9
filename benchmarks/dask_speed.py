"""
What a cluster costs and gains against `serial` and `local`, on this machine.

usage: python benchmarks/dask_speed.py [--short] [--pairs] [DOCUMENTS...]   (default: 10000 100000)

Every engine does the same documents of about 1,000 characters with `segment` and `amounts`, or with
`--short` of about 100 characters with `segment` alone, for as many as a million of them. With
`--pairs`, `local` and `dask` are tried with two workers only. The CPU
time is that of all processes; `starting` is what one document takes, and is taken off for `a
document`. The efficiency is the wall time of `serial` by that of the engine and its workers. On a
machine that others use, wall times say little, CPU times more.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import attrs

_CODE = """
import resource, sys, time
from textflow.cli import main
start = time.perf_counter()
try:
    main(sys.argv[1:])
except SystemExit as left:
    assert left.code == 0, left.code
for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
    used = resource.getrusage(who)
    print(used.ru_utime + used.ru_stime)
print(time.perf_counter() - start)
"""
ENGINES = {
    "serial": ("serial", 1),
    "local, 1 worker": ("{local: {workers: 1}}", 1),
    "dask, 1 worker": ("{dask: {workers: 1}}", 1),
    "local, 2 workers": ("{local: {workers: 2}}", 2),
    "dask, 2 workers": ("{dask: {workers: 2}}", 2),
}


@attrs.frozen
class Cost:
    """Seconds that a run has taken: of all its processes, and by the clock."""

    cpu: float
    wall: float


@attrs.frozen
class Job:
    """What is done: documents of so many sentences, with these stages."""

    sentences: int = 20
    stages: str = "[segment, amounts]"


SHORT = Job(2, "[segment]")


def corpus(path: Path, count: int, sentences: int) -> None:
    """Write so many documents, in files of 5,000."""
    path.mkdir()
    for first in range(0, count, 5_000):
        numbers = range(first, min(first + 5_000, count))
        rows = ({"id": f"d{at}", "text": _text(at, sentences)} for at in numbers)
        lines = "".join(f"{json.dumps(row)}\n" for row in rows)
        (path / f"{first:09}.jsonl").write_text(lines)


def _text(number: int, sentences: int) -> str:
    places = range(sentences)
    lines = (f"Lot {number + at} went for ${at}.5 million, the house said." for at in places)
    return " ".join(lines)


def cost(folder: Path, documents: int, engine: str, stages: str) -> Cost:
    """Run over so many documents."""
    (folder / "p.yml").write_text(
        f"textflow: 1\nsource: {documents}/*.jsonl\nstages: {stages}\n"
        f"sink: out.jsonl\nengine: {engine}\n"
    )
    done = subprocess.run(  # noqa: S603 - our own Python
        [sys.executable, "-c", _CODE, "run", "p.yml", "--quiet", "--restart"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    run, children, wall = map(float, done.stdout.split()[-3:])
    return Cost(run + children, wall)


def main(job: Job, engines: Mapping[str, tuple[str, int]], *counts: int) -> None:
    """Print a row for each number of documents and engine."""
    print(
        "| documents | engine | CPU, s | a document, ms | over serial, ms | wall, s | efficiency |"
    )
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for count in (1, *counts):
            corpus(folder / str(count), count, job.sentences)
        starting = {
            name: cost(folder, 1, engine, job.stages) for name, (engine, _) in engines.items()
        }
        for name, one in starting.items():
            print(f"| 1 | {name} | {one.cpu:.1f} | | | {one.wall:.1f} | |", flush=True)
        for count in counts:
            serial: Cost | None = None
            for name, (engine, workers) in engines.items():
                one = cost(folder, count, engine, job.stages)
                serial = serial or one
                each = 1000 * (one.cpu - starting[name].cpu) / count
                over = each - 1000 * (serial.cpu - starting["serial"].cpu) / count
                share = serial.wall / one.wall / workers
                print(
                    f"| {count:,} | {name} | {one.cpu:.1f} | {each:.3f} | {over:.3f} "
                    f"| {one.wall:.1f} | {share:.0%} |",
                    flush=True,
                )


if __name__ == "__main__":
    counts = [int(one) for one in sys.argv[1:] if not one.startswith("--")]
    alone = "--pairs" not in sys.argv
    tried = {name: one for name, one in ENGINES.items() if alone or not name.endswith("1 worker")}
    main(SHORT if "--short" in sys.argv else Job(), tried, *(counts or (10_000, 100_000)))
