"""
Compare textflow with the tools that others use: speed, memory, size, growth.

usage: python benchmarks/peers.py [FILE.jsonl.gz ...] [--documents 40] [--only NAME ...]

Every tool has an environment of its own (`uv venv` in a temporary folder) and reads the same
documents. It is measured in a fresh process five times, in turn with the others: CPU behind its
set-up and its first text, and peak memory, of which the medians are written to `peers.md`. Growth
is the CPU per character of texts eight times as long, and the CPU per document of four times as
many.
"""

import argparse
import gzip
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any

from peers_tools import TOOLS

ROOT = Path(__file__).parents[1]
NEWS = ROOT.parent / "shared" / "eval" / "news" / "en"
REPORT = Path(__file__).with_suffix(".md")
ROUNDS = 5
#: How often a text is there in a long one, and how many times as many documents are many.
LONG, MANY = 8, 4
#: Followed by the code of a tool: what measures it in its own environment.
_FRAME = """
import json, resource, sys, tempfile, time
texts = json.load(open(sys.argv[1]))
with tempfile.TemporaryDirectory() as folder:
    run(texts[:1], folder)
with tempfile.TemporaryDirectory() as folder:
    before = time.process_time()
    run(texts, folder)
    seconds = time.process_time() - before
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"seconds": seconds, "peak": peak / 1024}))
"""

Row = dict[str, Any]


def texts_of(files: list[Path], count: int) -> list[str]:
    """Return as many texts, taken in turn from all files."""
    rows = zip(*(_lines(file, count) for file in files), strict=False)
    return [json.loads(line)["text"] for line in islice(chain.from_iterable(rows), count)]


def _lines(file: Path, count: int) -> list[str]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return list(islice(lines, count))


def ran(*command: object, **where: Any) -> str:
    """Return what a command prints."""
    given = list(map(str, command))
    return subprocess.run(given, capture_output=True, text=True, check=True, **where).stdout  # noqa: S603 - our own commands


class Tool:
    """One tool in its environment."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.folder = name, folder
        self.does, self.needs, code = TOOLS[name]
        self.python = folder / "env" / "bin" / "python"
        folder.mkdir()
        (folder / "run.py").write_text(code + _FRAME, "utf-8")

    def install(self) -> None:
        """Make the environment; the newest versions that there are."""
        needs = [str(ROOT) if one == "." else one for one in self.needs]
        ran("uv", "venv", "-p", sys.executable, self.folder / "env")
        ran("uv", "pip", "install", "-p", self.python, *needs)

    def measure(self, texts: list[str]) -> Row:
        """Return what a fresh process takes for ``texts``."""
        given = self.folder / "texts.json"
        given.write_text(json.dumps(texts), "utf-8")
        # What is measured is a tool that has run before: its modules are compiled.
        known = {key: v for key, v in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        printed = ran(self.python, "run.py", given, cwd=self.folder, env=known)
        found: Row = json.loads(printed.splitlines()[-1])
        return found

    def megabytes(self) -> float:
        """Return the size of what is installed, compiled modules left out."""
        packages = self.folder / "env" / "lib"
        files = (path for path in packages.rglob("*") if path.is_file() and path.suffix != ".pyc")
        return sum(path.stat().st_size for path in files) / 1e6

    def versions(self) -> str:
        """Return name and version of what was asked for."""
        code = "import sys, importlib.metadata as m; print(m.version(sys.argv[1]))"
        names = [one.partition("[")[0].partition("<")[0] for one in self.needs]
        names = ["textflow-engine" if one == "." else one for one in names]
        pairs = ((name, ran(self.python, "-c", code, name).strip()) for name in names)
        return ", ".join(" ".join(pair) for pair in pairs)


def measured(tools: list[Tool], texts: list[str]) -> dict[str, Row]:
    """Return the medians of all rounds, the tools in turn, and how each of them grows."""
    for tool in tools:
        tool.measure(texts[:1])
    rounds = [{tool.name: tool.measure(texts) for tool in tools} for _ in range(ROUNDS)]
    found: dict[str, Row] = {}
    for tool in tools:
        name = tool.name
        seconds = statistics.median(one[name]["seconds"] for one in rounds)
        peak = statistics.median(one[name]["peak"] for one in rounds)
        long = tool.measure(["\n\n".join([text] * LONG) for text in texts])["seconds"]
        many = tool.measure(texts * MANY)
        found[name] = {
            "ms": 1000 * seconds / len(texts),
            "peak": peak,
            "long": long / LONG / seconds,
            "many": many["seconds"] / MANY / seconds,
            "many_peak": many["peak"],
        }
    return found


def table(tools: list[Tool], found: dict[str, Row]) -> list[str]:
    """Return the lines of the table."""
    columns = (
        "tool", "what it does", "documents/s", "ms a document", "memory, MiB", "installed, MB",
        f"CPU a character, texts x {LONG}", f"CPU a document, documents x {MANY} (memory, MiB)",
    )  # fmt: skip
    lines = [f"| {' | '.join(columns)} |", "|---" * len(columns) + "|"]
    for tool in tools:
        row = found[tool.name]
        lines.append(
            f"| {tool.name} | {tool.does} | {1000 / row['ms']:,.0f} | {row['ms']:.2f} "
            f"| {row['peak']:.0f} | {tool.megabytes():,.1f} | x {row['long']:.2f} "
            f"| x {row['many']:.2f} ({row['many_peak']:.0f}) |"
        )
    return lines


def report(tools: list[Tool], texts: list[str]) -> str:
    """Return the page."""
    found = measured(tools, texts)
    size = sum(map(len, texts)) / len(texts)
    head = (
        "# textflow beside the tools that others use\n\n"
        f"Written by `python benchmarks/peers.py` on {datetime.now(UTC):%Y-%m-%d} "
        f"(CPython {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores, load "
        f"{os.getloadavg()[0]:.0f}): CPU of one process behind its set-up and its first text, the "
        f"median of {ROUNDS} rounds over {len(texts)} news texts of {size:,.0f} characters on "
        "average. Ratios carry over to other machines; milliseconds do not. The tools do "
        "different things: see what each does before comparing.\n"
    )
    versions = [f"- {tool.name}: {tool.versions()}" for tool in tools]
    return "\n".join([head, *table(tools, found), "\nVersions:\n", *versions, ""])


def main() -> None:
    """Install, measure and write the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--documents", type=int, default=40)
    parser.add_argument("--only", nargs="*", choices=TOOLS, default=list(TOOLS))
    given = parser.parse_args()
    texts = texts_of(given.files or sorted(NEWS.glob("*.jsonl.gz")), given.documents)
    with tempfile.TemporaryDirectory() as folder:
        tools = [Tool(name, Path(folder, f"tool{at}")) for at, name in enumerate(given.only)]
        for tool in tools:
            tool.install()
        page = report(tools, texts)
    REPORT.write_text(page, "utf-8")
    print(page)


if __name__ == "__main__":
    main()
