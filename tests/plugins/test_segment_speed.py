"""The segment stage takes twice the time for twice the text, whatever the text."""

from typing import Literal

import pytest
from doubling import LIMIT, growth

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


@pytest.mark.parametrize("quotes", ["split", "whole"])
@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_with_the_text(unit: str, quotes: Literal["split", "whole"]) -> None:
    """Twice the text takes no more than 2.5 times as long."""
    once = textflow.Document(unit * (SIZE // len(unit)))
    twice = textflow.Document(once.text + once.text)
    steepness = growth(lambda: segment(once, quotes=quotes), lambda: segment(twice, quotes=quotes))
    assert steepness <= LIMIT
