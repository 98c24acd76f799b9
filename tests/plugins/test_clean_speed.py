"""The clean stage takes twice the time for twice the text, whatever the text."""

import time

import pytest

import textflow
from textflow_plugins.clean import clean

PROSE = "The mayor told the people that the bridge would be closed for a week.\n"
#: Texts that quadratic rules would choke on.
HOSTILE = {
    "spaces": " ",
    "tabs": "\ta\t\t",
    "newlines": "\n",
    "blank lines": " \n",
    "line ends": "\r\n",
    "ampersands": "&",
    "entities": "&amp;",
    "entity chain": "amp;&",
    "joiners": "\u200d",
    "marks": "\u0301\u0323",
    "soft hyphens": "\xad\n",
    "overrides": "\u202e",
    "escapes": "\x1b]",
    "controls": "\x93",
    "mojibake": "Ã©",
    "cut words": "govern-\nment ",
    "one word": "a",
    "numbers": "1 ",
    "credits": "photo: ",
    "brackets": "(a/",
    "crumbs": "a > ",
    "bylines": "By Ann\n",
    "dates": "Nov 19, 2019\n",
    "buttons": "Share\n",
    "lists": "Related\nTitle here\n",
    "teasers": "Most popular\nTitle\n" + PROSE,
    "captions": PROSE + "1 of 5\n",
    "rows": "a   b   c\n",
    "paragraphs": PROSE + "\n",
}
SIZE = 20_000
ROUNDS = 4
LIMIT = 2.5


def seconds(text: str, calls: int) -> float:
    """Return the CPU time of ``calls`` calls, the fastest of some rounds."""
    doc, best = textflow.Document(text), float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        for _ in range(calls):
            clean(doc)
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_with_the_text(unit: str) -> None:
    """Twice the text takes no more than 2.5 times as long; a noisy clock gets three tries."""
    text = unit * (SIZE // len(unit))
    calls = max(1, int(0.01 / max(seconds(text, 1), 1e-6)))
    ratios: list[float] = []
    while len(ratios) < 3 and (not ratios or min(ratios) > LIMIT):
        ratios.append(seconds(text + text, calls) / seconds(text, calls))
    assert min(ratios) <= LIMIT
