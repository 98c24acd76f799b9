"""
What a cluster costs and gains against `serial` and `local`, on this machine.

usage: python benchmarks/dask_speed.py [DOCUMENTS...]   (default: 10000 100000)

Every engine does the same documents of about 1,000 characters with `segment` and `amounts`. The CPU
time is that of all processes; `starting` is what one document takes, and is taken off for `a
document`. The efficiency is the wall time of `serial` by that of the engine and its workers. On a
machine that others use, wall times say little, CPU times more.
"""

import json
import subprocess
import sys
import tempfile
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


def corpus(path: Path, count: int) -> None:
    """Write so many documents, in files of 5,000."""
    path.mkdir()
    for first in range(0, count, 5_000):
        numbers = range(first, min(first + 5_000, count))
        rows = ({"id": f"d{at}", "text": _text(at)} for at in numbers)
        lines = "".join(f"{json.dumps(row)}\n" for row in rows)
        (path / f"{first:09}.jsonl").write_text(lines)


def _text(number: int) -> str:
    lines = (f"Lot {number + at} went for ${at}.5 million, the house said." for at in range(20))
    return " ".join(lines)


def cost(folder: Path, documents: int, engine: str) -> Cost:
    """Run over so many documents."""
    (folder / "p.yml").write_text(
        f"textflow: 1\nsource: {documents}/*.jsonl\nstages: [segment, amounts]\n"
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


def main(*counts: int) -> None:
    """Print a row for each number of documents and engine."""
    print(
        "| documents | engine | CPU, s | a document, ms | over serial, ms | wall, s | efficiency |"
    )
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for count in (1, *counts):
            corpus(folder / str(count), count)
        starting = {name: cost(folder, 1, engine) for name, (engine, _) in ENGINES.items()}
        for name, one in starting.items():
            print(f"| 1 | {name} | {one.cpu:.1f} | | | {one.wall:.1f} | |", flush=True)
        for count in counts:
            serial: Cost | None = None
            for name, (engine, workers) in ENGINES.items():
                one = cost(folder, count, engine)
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
    main(*(map(int, sys.argv[1:]) if sys.argv[1:] else (10_000, 100_000)))
