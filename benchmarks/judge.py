"""
What looking at records costs: the CPU time of `diff`, `report` and `eval`, and of a browser.

usage: python benchmarks/judge.py

The articles are made up by rule (tests/articles.py). The browser is Debian's chromium through
Playwright; its figures are Chrome's own (Performance.getMetrics), up to where the page can be used.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from articles import Article, article, texts
from browsing import chromium

STAGES = "clean, segment, speakers, amounts, summarise"
Record = dict[str, Any]


def seconds(folder: Path, *arguments: str, codes: tuple[int, ...] = (0,)) -> float:
    """Return the CPU time, of all its processes, that a command takes."""
    command = [sys.executable, "-m", "textflow", *arguments]
    with (folder / "said.txt").open("wb") as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said)  # noqa: S603
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in codes:
        sys.exit((folder / "said.txt").read_text("utf-8"))
    return usage.ru_utime + usage.ru_stime


def written(path: Path, records: Iterator[Record]) -> None:
    """Write records as lines."""
    path.write_text("".join(f"{json.dumps(one)}\n" for one in records), "utf-8")


def many(records: list[Record], count: int) -> Iterator[Record]:
    """Yield the records again and again, each time under another name."""
    for number in range(count):
        yield records[number % len(records)] | {"id": f"{number:05}"}


def changed(records: Iterator[Record]) -> Iterator[Record]:
    """Yield records in every fifth of which something was found otherwise."""
    for number, record in enumerate(records):
        layers = json.loads(json.dumps(record["annotations"]))
        if number % 5 == 0 and layers["amounts"]:
            layers["amounts"][0]["value"] = "7"
        if number % 10 == 0 and layers["quotes"]:
            layers["quotes"].pop()
        yield record | {"annotations": layers}


def joined(number: int) -> Article:
    """Return an article as long as those of newspapers, of three short ones."""
    return Article(sum((article(3 * number + part).blocks for part in range(3)), ()))


def made(folder: Path, articles: int) -> list[Record]:
    """Return the records of a run over made-up articles."""
    lines = texts([joined(number) for number in range(articles)])
    (folder / "in.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in lines), "utf-8")
    pipeline = f"textflow: 1\nsource: in.jsonl\nstages: [{STAGES}]\nsink: out.jsonl\n"
    (folder / "p.yml").write_text(pipeline, "utf-8")
    seconds(folder, "run", "p.yml", "--quiet")
    return [json.loads(line) for line in (folder / "out.jsonl").open("rb")]


def opened(browser: Any, path: Path) -> dict[str, float]:
    """Return what opening a page and going to its documents takes a browser, in seconds."""
    context = browser.new_context(viewport={"width": 1300, "height": 900})
    page = context.new_page()
    client = context.new_cdp_session(page)
    client.send("Performance.enable")
    page.goto(path.as_uri())
    page.keyboard.press("r")
    page.wait_for_selector("#reader h3")
    found = {one["name"]: one["value"] for one in client.send("Performance.getMetrics")["metrics"]}
    context.close()
    return found


def compare(folder: Path, records: list[Record]) -> None:
    """Print what comparing runs and scoring takes."""
    written(folder / "a.jsonl", many(records, 10_000))
    written(folder / "b.jsonl", changed(many(records, 10_000)))
    same = seconds(folder, "diff", "a.jsonl", "a.jsonl")
    other = seconds(folder, "diff", "a.jsonl", "b.jsonl", codes=(1,))
    written(folder / "g.jsonl", changed(many(records, 1_000)))
    score = seconds(folder, "eval", "--records", "a.jsonl", "--gold", "g.jsonl")
    print(f"| diff of 10,000 records, all alike | {same:.1f} |")
    print(f"| diff of 10,000 records, one in five different | {other:.1f} |")
    print(f"| eval of 1,000 documents of gold, 1,000 draws, records of 10,000 | {score:.1f} |")


def look(folder: Path, records: list[Record]) -> None:
    """Print what making pages takes, their sizes, and what a browser needs for them."""
    for count in (100, 2_000):
        written(folder / f"r{count}.jsonl", many(records, count))
        spent = seconds(folder, "report", f"r{count}.jsonl")
        size = (folder / f"r{count}.html").stat().st_size / 1e6
        print(f"| report of {count:,} documents ({size:.1f} MB) | {spent:.1f} |")
    head = "| opened in the browser | CPU of the page, s | its tasks, s | script, s |"
    print(f"\n{head}\n|---|---|---|---|")
    with chromium() as browser:
        for count in (100, 2_000):
            every = [opened(browser, folder / f"r{count}.html") for _ in range(3)]
            best = min(every, key=lambda one: one["ProcessTime"])
            names = ("ProcessTime", "TaskDuration", "ScriptDuration")
            told = " | ".join(f"{best[name]:.2f}" for name in names)
            print(f"| {count:,} documents | {told} |", flush=True)


def main() -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        records = made(folder, 200)
        characters = sum(len(one["text"]) for one in records) // len(records)
        findings = sum(len(x) for one in records for x in one["annotations"].values())
        print(f"{characters:,} characters and {findings // len(records)} findings a document.\n")
        print("| what | CPU, s |\n|---|---|")
        compare(folder, records)
        look(folder, records)


if __name__ == "__main__":
    main()
