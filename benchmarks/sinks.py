"""
What each sink costs a run, in time and in memory, beside JSON lines alone.

usage: python benchmarks/sinks.py [DOCUMENTS ...]   (default: 2000 20000)

Each run is a fresh process that takes the five stages over news that comes with textflow, numbers
changed from one document to the next; sinks take turns. Time is user CPU, of the command and of
its workers; the peak of memory is that of the command, which makes the outputs.
"""

import os
import resource
import shutil
import sys
import tempfile
from pathlib import Path

import orjson

NEWS = Path(__file__).parents[1] / "pipelines" / "textflow_pipelines" / "news"
STAGES = "clean, segment, speakers, amounts, summarise"
SINKS = {
    "jsonl alone": "out.jsonl",
    "sqlite": "out.sqlite",
    "sqlite, without search": "{sqlite: {path: out.sqlite, search: false}}",
    "parquet": "out.parquet",
    "csv, a folder": "{csv: {path: tables}}",
    "annotations": "{annotations: {path: out.anno}}",
    "markdown": "out.md",
    "jsonl, sqlite and parquet": "[out.jsonl, out.sqlite, out.parquet]",
}

#: From so many documents on, only these, one after the other for minutes.
MANY = 10_000
TAKEN = ("jsonl alone", "sqlite", "parquet")


def write_input(path: Path, documents: int) -> None:
    """Write so many documents as JSON lines."""
    texts = [one.read_text("utf-8") for one in sorted(NEWS.glob("*.txt"))]
    with path.open("wb") as file:
        for number in range(documents):
            text = texts[number % len(texts)].replace("1", str(number % 997))
            row = {"id": str(number), "text": text, "title": f"Report {number}"}
            file.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))


def measured(folder: Path, sink: str) -> tuple[float, float, int]:
    """Return user CPU seconds, peak memory in MiB and bytes written of one run."""
    pipeline = folder / "pipeline.yml"
    source = folder.parent / "in.jsonl"
    pipeline.write_text(
        f"textflow: 1\nsource: {source}\nstages: [{STAGES}]\nsink: {sink}\n", "utf-8"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    command = [sys.executable, "-m", "textflow", "run", str(pipeline), "--quiet"]
    process = os.posix_spawn(sys.executable, command, os.environ)
    _, status, usage = os.wait4(process, 0)
    if status:
        raise SystemExit(os.waitstatus_to_exitcode(status))
    spent = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    written = sum(one.stat().st_size for one in folder.rglob("*") if one.is_file())
    return spent, usage.ru_maxrss / 1024, written


def main(sizes: list[int]) -> None:
    """Print the table."""
    print("| sink | documents | user CPU, s | against JSONL alone | peak, MiB | written, MB |")
    print("|---|---|---|---|---|---|")
    for documents in sizes:
        with tempfile.TemporaryDirectory() as folder:
            write_input(Path(folder) / "in.jsonl", documents)
            alone = 0.0
            for name in SINKS if documents < MANY else TAKEN:
                place = Path(folder) / "run"
                place.mkdir()
                spent, peak, written = measured(place, SINKS[name])
                alone = alone or spent
                row = f"{spent:.1f} | {spent / alone:.2f} | {peak:.0f} | {written / 1e6:.0f}"
                print(f"| {name} | {documents} | {row} |", flush=True)
                shutil.rmtree(place)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [2_000, 20_000])
