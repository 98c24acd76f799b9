"""
Measure the speed of summarising beside the tools that others use.

    python benchmarks/summarise.py [--sizes 20 100 400 1600] [--rounds 3]

Every tool picks three sentences of the same texts, already cut into sentences, in
one process; the user CPU time is taken, the best of some rounds. The last column is
the stage at twice the sentences, against the sentences: 2 is linear. A tool that is not
installed is named and skipped: ``pip install sumy numpy``.
"""

import argparse
import re
import resource
from collections.abc import Callable, Sequence
from importlib import import_module
from itertools import count, islice
from typing import Any

import textflow
from textflow_plugins.summarise import summarise

Pick = Callable[[list[str]], Callable[[], object]]

#: What the sentences of the texts are made of; numbers with no common divisor keep them apart.
WHO = [
    "The harbour board",
    "Mayor Dana Holm",
    "A ferry company",
    "Residents of Kessel",
    "The union",
]
DID = ["sold", "defended", "will study", "rejected", "paid for", "wants to close", "has opened"]
WHAT = [
    *("the last coal pier", "a second terminal", "plans for a bridge", "the night service"),
    *("its share of the debt", "an inquiry into the fire", "new rules for trawlers"),
    *("a grant of two million euros", "the tide gauge", "repairs to the sea wall", "the survey"),
]
WHEN = [
    *("on Monday", "last spring", "after a long debate", "before the vote", "in a statement"),
    *("despite the cost", "with the support of the county", "for the first time since 1994"),
    *("while the storm lasted", "as engineers had advised", "by a narrow majority", "at dawn"),
    "to the surprise of its partners",
]


def sentences(size: int) -> list[str]:
    """Return so many sentences, always the same."""
    parts = ((WHO[n % 5], DID[n * n % 7], WHAT[n * 3 % 11], WHEN[n * 5 % 13]) for n in count(1))
    return [f"{' '.join(part)}, item {n} said." for n, part in enumerate(islice(parts, size))]


def _document(lines: Sequence[str]) -> textflow.Document:
    rows: list[dict[str, Any]] = []
    start = 0
    for line in lines:
        rows.append({"start": start, "end": start + len(line), "paragraph": 0})
        start += len(line) + 1
    return textflow.Document(" ".join(lines), layers={"sentences": rows})


def _textflow(lines: list[str]) -> Callable[[], object]:
    doc = _document(lines)
    return lambda: summarise(doc)


def _lead(lines: list[str]) -> Callable[[], object]:
    doc = _document(lines)
    return lambda: [doc.text[row["start"] : row["end"]] for row in doc["sentences"][:3]]


class _Words:
    """Cuts words for sumy, whose own tokenizer would need a download."""

    def to_words(self, sentence: str) -> list[str]:
        """Return the words of a sentence."""
        return re.findall(r"\w+", sentence)


def _sumy(module: str, name: str) -> Pick:
    def prepare(lines: list[str]) -> Callable[[], object]:
        dom = import_module("sumy.models.dom")
        pick = getattr(import_module(f"sumy.summarizers.{module}"), name)(
            import_module("sumy.nlp.stemmers").Stemmer("english")
        )
        paragraph = [dom.Sentence(line, _Words()) for line in lines]
        return lambda: pick(dom.ObjectDocumentModel([dom.Paragraph(paragraph)]), 3)

    return prepare


TOOLS: dict[str, Pick] = {
    "lead-3": _lead,
    "textflow": _textflow,
    "sumy LexRank": _sumy("lex_rank", "LexRankSummarizer"),
    "sumy Luhn": _sumy("luhn", "LuhnSummarizer"),
}


def _seconds(call: Callable[[], object], rounds: int) -> float:
    """Return the least user CPU seconds of one call; short calls are repeated."""
    call()
    repeat = 1
    while True:
        times: list[float] = []
        for _ in range(rounds):
            before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
            for _ in range(repeat):
                call()
            times.append(resource.getrusage(resource.RUSAGE_SELF).ru_utime - before)
        if min(times) > 0.05 or repeat > 1e5:  # noqa: PLR2004 - the clock ticks in milliseconds
            return min(times) / repeat
        repeat *= 4


def main() -> None:
    """Print one table of speeds and one of growth."""
    parser = argparse.ArgumentParser(description="Measure the speed of summarising.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[20, 100, 400, 1600])
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    print(f"| ms a text | {' | '.join(f'{size} sentences' for size in options.sizes)} |")
    print(f"|---|{'---|' * len(options.sizes)}")
    for name, pick in TOOLS.items():
        try:
            calls = [pick(sentences(size)) for size in options.sizes]
        except ImportError:
            print(f"| {name} | not installed, skipped |")
            continue
        times = [1000 * _seconds(call, options.rounds) for call in calls]
        print(f"| {name} | {' | '.join(f'{time:.3g}' for time in times)} |", flush=True)
    grown = {
        size: _seconds(_textflow(sentences(size)), options.rounds)
        for size in (1000, 2000, 4000, 8000)
    }
    print("\n| sentences | textflow, ms | against half as many |\n|---|---|---|")
    for size, taken in grown.items():
        ratio = f"{taken / grown[size // 2]:.2f}" if size // 2 in grown else ""
        print(f"| {size} | {1000 * taken:.1f} | {ratio} |")


if __name__ == "__main__":
    main()
