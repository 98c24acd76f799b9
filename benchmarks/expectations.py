"""
Write into the README what a reader may expect: quality stage by stage, speed and memory.

usage: python benchmarks/expectations.py

The values are the floors that the tests hold (`tests/cases/floors.json`), so that what is there
is reached by the commit that says it; what others reach was measured with the same scorers on
the same sets. Speed and memory are those of `peers.md`.
"""

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
FLOORS = json.loads((ROOT / "tests" / "cases" / "floors.json").read_text("utf-8"))
PEERS = ROOT / "benchmarks" / "peers.md"
BEGIN, END = "<!-- expectations -->\n", "<!-- end of expectations -->\n"

#: Stage and language, data and what is measured, where the value is, and what the best other has.
ROWS: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    (
        "speakers, English",
        "quotations of 504 news documents (PolNeAR), F1",
        ("quotes", "polnear", "j80"),
        "68.1 GenderGapTracker",
    ),
    (
        "speakers, English",
        "the same with their speakers, F1",
        ("quotes", "polnear", "e2e_j80"),
        "not measured",
    ),
    (
        "speakers, German",
        "quotations of 410 WikiNews documents, F1",
        ("quotes-de", "all", "j80"),
        "not measured",
    ),
    (
        "speakers, French",
        "quotations of 24 news articles, F1",
        ("quotes-fr", "all", "j80"),
        "not measured",
    ),
    (
        "speakers, Spanish",
        "quotations of 24 news articles, F1",
        ("quotes-es", "all", "j80"),
        "not measured",
    ),
    (
        "amounts, English",
        "money and percentages in 345 pieces of news, value and currency exact, F1",
        ("amounts", "NEWS", "strict"),
        "61.5 spaCy and a parser",
    ),
    (
        "amounts, six more",
        "365 cases in de, es, fr, it, nl and pt, F1",
        ("multilingual", "total", "strict"),
        "not measured",
    ),
    (
        "amounts, 25 more",
        "1,487 short texts, F1",
        ("world", "total", "strict"),
        "not measured",
    ),
    (
        "segment, English",
        "ends of sentences in news, F1",
        ("segments", "split", "=news", "bF1"),
        "98.4 sentence-splitter",
    ),
    (
        "segment, English",
        "the same, hard-wrapped or with a paragraph on each line, F1",
        ("segments", "split", "=wrapped", "bF1"),
        "95.2 nupunkt",
    ),
    (
        "html",
        "articles of 90 web pages, F1 of four words in a row",
        ("html-aeb", "all", "F1"),
        "96.0 trafilatura",
    ),
    (
        "clean",
        "lines of furniture that go, while 0.08 % of the real words may",
        ("lines", "aeb_region", "dropR"),
        "17.1 a linear model (0.04 % lost)",
    ),
    (
        "summarise",
        "three sentences of 723 texts, mean of three ROUGE measures",
        ("summaries", "all", "mean3"),
        "not measured",
    ),
)


def value_at(keys: tuple[str, ...]) -> float:
    """Return a floor in per cent."""
    task, *rest = keys
    found: Any = FLOORS[task]["floors"]
    for key in rest:
        found = found[key]
    return 100 * found if found <= 1 else found


def speeds() -> list[list[str]]:
    """Return tool, what it does, documents a second, and memory, of each row of `peers.md`."""
    lines = [line for line in PEERS.read_text("utf-8").splitlines() if line.startswith("| ")]
    rows = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines]
    return [[row[0], row[1], row[2], row[4]] for row in rows[1:]]


def block() -> str:
    """Return what stands between the two marks."""
    lines = ["| stage | measured on | at least | best other |", "|---|---|---|---|"]
    for stage, data, keys, rival in ROWS:
        lines.append(f"| {stage} | {data} | {value_at(keys):.1f} | {rival} |")
    lines += ["", "| on the same news | what it does | documents/s | memory, MiB |"]
    lines += ["|---|---|---|---|", *(f"| {' | '.join(row)} |" for row in speeds())]
    return "\n".join(lines) + "\n"


def written(page: str) -> str:
    """Return the README with the block as it is now."""
    before, _, rest = page.partition(BEGIN)
    _, _, behind = rest.partition(END)
    return f"{before}{BEGIN}\n{block()}\n{END}{behind}"


if __name__ == "__main__":
    README.write_text(written(README.read_text("utf-8")), "utf-8")
