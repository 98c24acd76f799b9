"""
What hostile texts cost as they grow: CPU of each stage, and memory of the whole run.

usage: python benchmarks/hostile.py [--sizes 1250000,2500000,5000000,10000000] [NAME ...]

NAME is part of the name of a family, as in ``long:``; all of them without. Each text is a run of
its own in a process of its own, with the limits that every run has but the time: that ends at 20
minutes. A column says how many times the CPU of a stage the largest text takes against the
smallest, divided by how many times it is longer: 1 is linear. What takes less than 0.2 s is not
said. The last columns are the CPU of the largest text, its peak memory in bytes for each byte of
it, and its end.
"""

import argparse
import contextlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hostile_families import Family

SIZES = "1250000,2500000,5000000,10000000"
STAGES = ("html", "clean", "segment", "speakers", "amounts", "summarise")
#: Seconds of CPU below which a ratio says nothing, and after which a run is ended.
LEAST, MOST = 0.2, 1200
REST = "rest"
#: The end of a run that was ended.
LATE = "no end"


def measured(family: "Family", size: int) -> dict[str, Any]:
    """Return what one text costs: seconds for each stage, the peak memory, and the end."""
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder), family, size)
        command = [sys.executable, __file__, "--one", folder]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - ours
        if done.returncode:
            return {"end": LATE if done.returncode in (-9, -24) else done.stderr.strip()[-200:]}
        return _facts(Path(folder), json.loads(done.stdout), family.suffix)


def _write(folder: Path, family: "Family", size: int) -> None:
    (folder / f"a.{family.suffix}").write_text(family.text(size), "utf-8", newline="")
    pipeline = {
        "textflow": 1,
        "source": f"a.{family.suffix}",
        "stages": [{name: {"language": family.language}} for name in STAGES if name != "html"],
        "sink": "out.jsonl",
        "engine": "serial",
        "limits": {"timeout": MOST},
    }
    (folder / "p.yml").write_text(json.dumps(pipeline), "utf-8")


def one(folder: str) -> None:
    """Run the pipeline in ``folder`` in this process, and print what that costs."""
    from textflow.cli import main as command  # noqa: PLC0415 - the other process needs none of it
    from textflow.running import compiled  # noqa: PLC0415

    resource.setrlimit(resource.RLIMIT_CPU, (MOST, MOST))
    compiled.perf_counter = time.process_time
    start = time.process_time()
    with contextlib.suppress(SystemExit):
        command(["run", f"{folder}/p.yml", "--quiet", "--force"])
    peak = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"spent": time.process_time() - start, "peak": peak}))


def _facts(folder: Path, found: dict[str, Any], suffix: str) -> dict[str, Any]:
    manifest = json.loads((folder / "out.jsonl.run.json").read_bytes())
    stages = {row["stage"]: row["seconds"] for row in manifest["stages"]}
    stages[REST] = found["spent"] - sum(stages.values())
    size = (folder / f"a.{suffix}").stat().st_size
    record = (folder / "out.jsonl").stat().st_size
    dead = next(iter(manifest["dead_by_reason"]), "")
    end = dead or f"{record / 1e6:.0f} MB"
    return {"stages": stages, "peak": found["peak"] / size, "end": end, "spent": found["spent"]}


def row(family: "Family", sizes: list[int]) -> str:
    """Return the row of one family; the smallest text is the first to be tried."""
    found = []
    for size in sizes:
        found.append(measured(family, size))
        if "stages" not in found[-1]:
            break
    first, last = found[0], found[-1]
    if "stages" not in last:
        end = f"{last['end']} at {sizes[len(found) - 1]}"
        return f"| {family.name} {'| ' * (len(STAGES) + 3)}| {end} |"
    times = sizes[-1] / sizes[0]
    columns = [_ratio(name, first["stages"], last["stages"], times) for name in (*STAGES, REST)]
    facts = f"{last['spent']:.0f} s | {last['peak']:.1f} | {last['end']}"
    return f"| {family.name} | {' | '.join(columns)} | {facts} |"


def _ratio(name: str, first: dict[str, float], last: dict[str, float], times: float) -> str:
    """Return how much more than in proportion the largest text costs, where that can be said."""
    short, long = first.get(name, 0.0), last.get(name, 0.0)
    return f"{long / short / times:.2f}" if short and long >= LEAST * times / 2 else ""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", default=SIZES)
    parser.add_argument("--one")
    parser.add_argument("names", nargs="*")
    asked = parser.parse_args()
    if asked.one:
        one(asked.one)
        return
    from hostile_families import families  # noqa: PLC0415 - it would count as the run's memory

    sizes = [int(size) for size in asked.sizes.split(",")]
    print(f"| text | {' | '.join(STAGES)} | {REST} | CPU | peak for a byte | end |")
    print("|---" * (len(STAGES) + 5) + "|")
    for name, family in families().items():
        if not asked.names or any(part in name for part in asked.names):
            print(row(family, sizes), flush=True)


if __name__ == "__main__":
    main()
