"""
Measure the stage clean: its speed, and every line that it drops.

    python benchmarks/clean.py NEWS.jsonl.gz ... [--show] [--rounds 3]

Reads documents (a JSON object with ``text`` a line), cleans them in one process,
and prints millions of characters a second of user CPU beside ftfy, and how many
lines each rule dropped; ``--show`` prints the lines, to be looked at.
"""

import argparse
import gzip
import json
import resource
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import ftfy

import textflow
from textflow_plugins.clean import clean

Tool = Callable[[str], object]

CONFIG = ftfy.TextFixerConfig(uncurl_quotes=False)
TOOLS: dict[str, Tool] = {
    "textflow clean": lambda text: clean(textflow.Document(text)),
    "textflow clean, furniture: off": lambda text: clean(textflow.Document(text), furniture="off"),
    "ftfy.fix_text": lambda text: ftfy.fix_text(text, CONFIG),
}


def _texts(path: Path) -> list[str]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def _seconds(tool: Tool, texts: Sequence[str]) -> float:
    """Return the user CPU seconds that ``tool`` takes for ``texts``."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    for text in texts:
        tool(text)
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime - before


def _speeds(texts: Sequence[str], rounds: int) -> Iterator[str]:
    size = sum(map(len, texts)) / 1e6
    for name, tool in TOOLS.items():
        best = min(_seconds(tool, texts) for _ in range(rounds))
        yield f"| {name} | {size / best:.2f} |"


def _dropped(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the rule and the text of every line that is dropped."""
    for text in texts:
        for edit in clean(textflow.Document(text)):
            if edit.rule:
                yield edit.rule, text[edit.start : edit.end].strip()


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.strip().split("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    texts = {path.name: _texts(path) for path in args.files}
    print("| tool | Mchar/s |\n|---|---|")
    print(*_speeds([text for some in texts.values() for text in some], args.rounds), sep="\n")
    print("\n| file | documents | lines dropped | by rule |\n|---|---|---|---|")
    for name, some in texts.items():
        found = list(_dropped(some))
        rules = ", ".join(f"{rule} {n}" for rule, n in Counter(r for r, _ in found).most_common())
        print(f"| {name} | {len(some)} | {len(found)} | {rules or '-'} |")
        if args.show:
            print(*(f"    {rule}: {line[:150]}" for rule, line in found), sep="\n")


if __name__ == "__main__":
    main()
