"""
Measure the speed of segmentation beside the tools that others use.

    python benchmarks/segment.py [TEXT.txt ...] [--rounds 3]

Every tool cuts the same news texts into sentences, in one process, and its
user CPU time is taken, the best of some rounds. A tool that is not installed is
named and skipped: ``pip install nupunkt sentencex pysbd blingfire``.
"""

import argparse
import resource
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import textflow
from textflow_plugins.segment import segment

Cut = Callable[[str], object]

#: The text where none is given: sentences of the kinds that news is made of.
SAMPLE = """
The council of Port Ellery voted 7-2 on Monday to close its ferry terminal, Mayor Dana K. Holm said.
"We kept it open for eleven years. It lost $3.5 million in the last one alone," she told reporters.

Shares of Ellery Lines Inc. fell 4.2 percent to $12.40 by 10 a.m. Tuesday. Analysts at J. P. Rowe
& Co. had expected a loss of no more than 2 percent. "Who will carry the freight?" asked Tom Lee, a
harbour worker. Nobody in the room answered ... The U.S. Coast Guard declined to comment.
"""


def _textflow() -> Cut:
    return lambda text: segment(textflow.Document(text))


def _nupunkt() -> Cut:
    spans = import_module("nupunkt").sentence_spans
    return lambda text: spans(text, line_breaks=True)


def _sentencex() -> Cut:
    cut = import_module("sentencex").segment
    return lambda text: list(cut("en", text))


def _pysbd() -> Cut:
    return import_module("pysbd").Segmenter(language="en", clean=False, char_span=True).segment


def _blingfire() -> Cut:
    return import_module("blingfire").text_to_sentences_and_offsets


TOOLS = {
    "textflow": _textflow,
    "sentencex": _sentencex,
    "nupunkt": _nupunkt,
    "blingfire": _blingfire,
    "pysbd": _pysbd,
}


def _seconds(cut: Cut, texts: list[str]) -> float:
    """Return the user CPU seconds that ``cut`` takes for ``texts``."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    for text in texts:
        cut(text)
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime - before


def _rows(texts: list[str], rounds: int) -> Iterator[str]:
    size = sum(map(len, texts)) / 1e6
    for name, load in TOOLS.items():
        try:
            cut = load()
        except ImportError:
            yield f"| {name} | not installed, skipped |"
            continue
        share = texts if name != "pysbd" else texts[:: max(1, len(texts) // 40)]
        part = sum(map(len, share)) / 1e6
        cut(share[0])
        best = min(_seconds(cut, share) for _ in range(rounds))
        label = name if part == size else f"{name} (a sample)"
        yield f"| {label} | {part / best:.2f} |"


def main(argv: list[str]) -> None:
    """Print one row for each tool."""
    parser = argparse.ArgumentParser(description="Measure the speed of segmentation.")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(argv)
    texts = [path.read_text("utf-8") for path in options.files] or [SAMPLE * 20] * 40
    print(f"{len(texts)} texts, {sum(map(len, texts)) / 1e6:.2f} million characters\n")
    print("| tool | million characters a second of user CPU |\n|---|---|")
    for row in _rows(texts, options.rounds):
        print(row, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
