"""
What memory a run with two workers takes over many small documents.

usage: python benchmarks/workers_memory.py [DOCUMENTS ...]   (default: 10000 1000000)

Each run is a fresh process, whose resident memory is looked at, and that of its workers, twice a
second. Linux, where /proc tells the peaks.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from worker_faults import children_of

PIPELINE = """textflow: 1
source: in.jsonl
stages: [clean, segment]
engine: {local: {workers: 2}}
sink: out.jsonl
"""


def written(folder: Path, documents: int) -> Path:
    """Write so many documents, each with a name and a text of its own, and the pipeline."""
    with (folder / "in.jsonl").open("w", encoding="utf-8") as file:
        for at in range(documents):
            text = f"Report {at:x}. It is {at * 7_919 % 100_003} words long, and there are more."
            file.write(json.dumps({"id": f"doc-{at}", "text": text}) + "\n")
    (folder / "p.yml").write_text(PIPELINE, "utf-8")
    return folder / "p.yml"


def resident(process: int) -> int:
    """Return the peak of the resident memory of ``process``, in KiB; 0 where it has gone."""
    try:
        lines = Path(f"/proc/{process}/status").read_text("utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def workers_of(process: int) -> Iterable[int]:
    """Return the workers of a run, its two largest children."""
    try:
        children = children_of(process)
    except OSError:
        return []
    return sorted(children, key=resident, reverse=True)[:2]


def peaks(documents: int) -> tuple[int, int]:
    """Run over so many documents; return the peaks of the run and of its larger worker."""
    with tempfile.TemporaryDirectory() as name:
        path = written(Path(name), documents)
        command = [sys.executable, "-m", "textflow", "run", str(path), "--quiet"]
        run = worker = 0
        with subprocess.Popen(command) as process:  # noqa: S603 - our own command
            while process.poll() is None:
                run = max(run, resident(process.pid))
                worker = max([worker, *map(resident, workers_of(process.pid))])
                time.sleep(0.5)
        if process.returncode:
            raise SystemExit(process.returncode)
    return run, worker


def main(sizes: list[int]) -> None:
    """Print the table."""
    print("| documents | the run, KiB | against the first | a worker, KiB | against the first |")
    print("|---|---|---|---|---|")
    first: tuple[int, int] | None = None
    for size in sizes:
        run, worker = peaks(size)
        first = first or (run, worker)
        grown = [
            f"{now / before - 1:+.1%}" for now, before in zip((run, worker), first, strict=True)
        ]
        print(f"| {size:,} | {run} | {grown[0]} | {worker} | {grown[1]} |", flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [10_000, 1_000_000])
