"""The clean stage takes twice the time for twice the text, whatever the text."""

import pytest
from doubling import LIMIT, growth

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


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_with_the_text(unit: str) -> None:
    """Twice the text takes no more than 2.5 times as long."""
    text = unit * (SIZE // len(unit))
    once, twice = textflow.Document(text), textflow.Document(text + text)
    assert growth(lambda: clean(once), lambda: clean(twice)) <= LIMIT
