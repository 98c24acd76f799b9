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
    "marks between spaces": 'a . " A . " ',
    "marks of typescripts": "a . '' A . `` ",
    "times of mail": "A 1/2/2001 07:17 AM A ",
    "dates": "Friday, July 7, 2017 ",
}
SIZE = 25_000
SPAN = 0.005  # seconds of one measurement at least, where the clock can be trusted
TRIES = range(3, 20)
LIMIT = 2.5


def seconds(doc: textflow.Document, quotes: str, calls: int) -> float:
    """Return the CPU time of ``calls`` calls."""
    start = time.process_time()
    for _ in range(calls):
        segment(doc, quotes=quotes)  # type: ignore[arg-type]
    return time.process_time() - start


@pytest.mark.parametrize("quotes", ["split", "whole"])
@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_with_the_text(unit: str, quotes: str) -> None:
    """Twice the text takes no more than 2.5 times as long; a noisy clock gets more tries."""
    once = textflow.Document(unit * (SIZE // len(unit)))
    twice = textflow.Document(once.text + once.text)
    calls = 1 + int(SPAN / max(seconds(once, quotes, 1), SPAN / 1000))
    short: list[float] = []
    long: list[float] = []
    while len(short) < TRIES.start or (len(short) < TRIES.stop and min(long) > LIMIT * min(short)):
        short.append(seconds(once, quotes, calls))
        long.append(seconds(twice, quotes, calls))
    assert min(long) <= LIMIT * min(short)
