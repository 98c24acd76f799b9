"""The segment stage takes twice the time for twice the text, whatever the text."""

import time

import pytest

import textflow
from textflow_plugins.segment import segment

#: Texts that quadratic rules would choke on.
HOSTILE = {
    "stops": ".",
    "spaced stops": ". ",
    "marks behind stops": '."',
    "closing marks": '"',
    "opening marks": "(",
    "nested brackets": "([{",
    "apostrophes": " 'a",
    "spaces": " ",
    "newlines": "\n",
    "blank lines": " \n\n",
    "one word": "a",
    "stops in a word": "a.",
    "initials": "A. ",
    "labels": "1. a ",
    "next labels": "1) a 2. ",
    "bullets": "• a ",
    "headlines": "a The a ",
    "footnotes": ".[1] ",
    "question marks": "? ",
    "ellipses": "a... b ",
    "wrapped": "the council of the town agreed to\nclose the ",
    "guillemets": ". » « ",
    "ideographic stops": "。",
    "capitals": "A",
    "tabs and stops": ".\t",
}
SIZE = 50_000
ROUNDS = 5
LIMIT = 2.5


def seconds(text: str, quotes: str, calls: int) -> float:
    """Return the CPU time of ``calls`` calls, the fastest of some rounds."""
    doc, best = textflow.Document(text), float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        for _ in range(calls):
            segment(doc, quotes=quotes)  # type: ignore[arg-type]
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize("quotes", ["split", "whole"])
@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_with_the_text(unit: str, quotes: str) -> None:
    """Twice the text takes no more than 2.5 times as long; a noisy clock gets three tries."""
    text = unit * (SIZE // len(unit))
    calls = max(1, int(0.01 / seconds(text, quotes, 1)))
    ratios: list[float] = []
    while len(ratios) < 3 and (not ratios or min(ratios) > LIMIT):
        ratios.append(seconds(text + text, quotes, calls) / seconds(text, quotes, calls))
    assert min(ratios) <= LIMIT
