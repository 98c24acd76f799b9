"""
How fast five stages with validation are, and what the engine itself costs.

usage: python benchmarks/speed.py [FILE.jsonl.gz ...]   (default: ../shared/eval/news/en)

All times are user CPU seconds of one process. A stage's own time is measured by a
wrapper around it; everything else (reading, decoding, freezing,
plain JSON, schema validation, span checks, raw map, writing) is the engine's share.
`textflow --help` is compared with `import click` in fresh processes, in turn.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from textflow.pipeline.compiling import compile_pipeline
from textflow.plugins.registry import Registry
from textflow.running.run import run

NEWS = Path(__file__).parents[2] / "shared" / "eval" / "news" / "en"
STAGES = ("clean", "segment", "speakers", "amounts", "summarise")


#: A plugin that measures the user CPU time inside each stage.
METER = """
import resource

import textflow

SECONDS = {}


def user_seconds():
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime


@textflow.wrapper(name="meter")
def meter(stage, documents):
    start = user_seconds()
    results = yield
    SECONDS[stage] = SECONDS.get(stage, 0.0) + user_seconds() - start
    return results


@textflow.hookimpl
def textflow_wrappers():
    return [meter]
"""


def user_seconds() -> float:
    """Return the user CPU time of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime


def child_seconds(command: list[str]) -> float:
    """Return the user CPU time of one run of ``command``."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own commands
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def written_pipeline(folder: Path, files: list[Path], more: str = "") -> Path:
    """Write the pipeline of all five stages over ``files``; return its path."""
    path = folder / "pipeline.yml"
    sources = ", ".join(f'"{file}"' for file in files)
    path.write_text(
        f"textflow: 1\nsource: [{sources}]\nstages: [{', '.join(STAGES)}]\nsink: out.jsonl\n"
        f"engine: serial\n{more}"
    )
    return path


def measure(files: list[Path]) -> None:
    """Run the five stages over ``files`` and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "meter.py").write_text(METER)
        path = written_pipeline(Path(folder), files, "plugins: [./meter.py]\n")
        registry = Registry()
        pipeline = compile_pipeline(path, {}, (), registry)
        seconds: dict[str, float] = vars(registry.manager.get_plugin("meter"))["SECONDS"]
        start, begun = user_seconds(), time.perf_counter()
        report = run(pipeline, registry)
        total = user_seconds() - start
        size = (Path(folder) / "out.jsonl").stat().st_size
    documents = report.manifest["counts"]["in"]
    own = sum(seconds.values())
    print(f"{documents} documents, {size / 2**20:.0f} MiB of records, user CPU {total:.2f} s")
    print(f"(wall {time.perf_counter() - begun:.2f} s, dead {report.manifest['counts']['dead']})\n")
    print("| what | s | share | us/document |\n|---|---|---|---|")
    for name, taken in [*seconds.items(), ("engine", total - own)]:
        share, each = 100 * taken / total, 1e6 * taken / documents
        print(f"| {name} | {taken:.2f} | {share:.1f} % | {each:.0f} |")
    print(f"\n{documents / total:.0f} documents/s of user CPU, validation included")


def start_up(pairs: int = 60) -> None:
    """Print the ratio of ``textflow --help`` to ``import click``."""
    asked = [sys.executable, "-m", "textflow", "--help"]
    base = [sys.executable, "-c", "import click"]
    times = [(child_seconds(asked), child_seconds(base)) for _ in range(pairs)]
    ratio = sum(ours for ours, _ in times) / sum(clicks for _, clicks in times)
    print(f"`textflow --help` / `import click`: {ratio:.2f} (sums of {pairs} runs each, in turn)")


def memory(files: list[Path], limits: tuple[int, ...] = (500, 2_000, 5_000)) -> None:
    """Print the peak memory of fresh processes that read more and more documents."""
    with tempfile.TemporaryDirectory() as folder:
        path = written_pipeline(Path(folder), files)
        for limit in limits:
            command = [sys.executable, "-m", "textflow", "run", str(path), "-q", "--limit"]
            process = subprocess.Popen([*command, str(limit)])  # noqa: S603 - our own command
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            print(f"peak memory of {limit} documents: {usage.ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    chosen = [Path(name).absolute() for name in sys.argv[1:]] or sorted(NEWS.glob("*.jsonl.gz"))
    measure(chosen)
    start_up()
    memory(chosen)
