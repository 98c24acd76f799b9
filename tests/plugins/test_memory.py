"""The stages take the memory of a long text a few dozen times over, whatever stands in it."""

import gc
import tracemalloc
from collections.abc import Callable, Mapping
from itertools import islice
from types import MappingProxyType
from typing import Any

import pytest

import textflow
import textflow_plugins.segment
from textflow_plugins.amounts import amounts
from textflow_plugins.clean import clean
from textflow_plugins.languages import Remembered
from textflow_plugins.segment import segment
from textflow_plugins.speakers import speakers
from textflow_plugins.summarise import summarise

PROSE = "The mayor told the people that the bridge would be closed for a week. "
NONE: Mapping[str, Any] = MappingProxyType({})
SIZE = 120_000
#: Bytes that the stages may take for one of the text.
MOST = 60
TEXTS = {
    "prose": PROSE,
    "lines of prose": 4 * PROSE + "\n\n",
    "one word": "a",
    "newlines": "\n",
    "digits": "1",
    "full stops": "a. ",
    "emoji": "\U0001f600",
    "line ends": "\r\n",
    "brackets": "(",
    "pairs of brackets": "()",
    "tabs": "\t",
    "capitals": "A",
    "capital words": "A ",
    "names": "Ann ",
    "said": "said ",
    "marks": '"',
    "curly marks": "\u201c",
    "single marks": "'",
    "possessives": "Ann's ",
    "scripts": "a\u0431\u4e2d\u0627\u0e01 ",
    "letters with marks": "e\u0301",
    "questions": "?!",
    "furniture": "This website uses cookies.\n\n" + 3 * PROSE + "\n\n",
}


def read(text: str, meta: Mapping[str, Any] = NONE) -> list[Any]:
    """Return what all five stages give for ``text``."""
    doc = textflow.Document(text, meta=meta)
    edits = clean(doc)
    doc = textflow.Document(text, meta=meta, layers=segment(doc))
    told = speakers(doc)
    sums = list(amounts(doc))
    doc = textflow.Document(text, meta=meta, layers={**doc.layers, **told, "amounts": sums})
    return [edits, doc, summarise(doc)]


def news(number: int) -> textflow.Document:
    """Return a piece of news whose words and names no other number has."""
    new = [f"w{20 * number + at:x}x" for at in range(20)]
    name = f"{new[0].title()} {new[1].title()}"
    text = (
        f"{name}, {new[2]} of the {new[3]} {new[4]}, said on Monday that the {new[5]} {new[6]}. "
        f'"The {new[7]} will {new[8]} {number} {new[9]}s," {new[1].title()} told {new[10]}.\n'
        f"It cost ${number} million and {new[11]} {new[12]}, {new[13]} {new[14]} {new[15]}."
    )
    return textflow.Document(text, meta={"language": "en"})


def peak(call: Callable[[], object]) -> int:
    """Return the most memory that ``call`` takes at a time."""
    gc.collect()
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("unit", TEXTS.values(), ids=TEXTS)
def test_memory_of_a_long_text(unit: str) -> None:
    """No stage takes more than sixty times the bytes of the text."""
    read(PROSE + "Ã©")  # what is loaded once is not the text's
    text = unit * (SIZE // len(unit.encode()))
    assert peak(lambda: read(text)) <= MOST * len(text.encode())


def test_amounts_come_one_by_one() -> None:
    """A text of nothing but sums costs what is taken of them: the engine stops in time."""
    doc = textflow.Document("$1 " * (SIZE // 3))
    first = peak(lambda: list(islice(amounts(doc), 100)))
    assert first <= 0.2 * peak(lambda: list(amounts(doc)))


def test_paragraphs_of_a_long_text_come_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text of nothing but short lines costs what is taken of them; they are the same."""
    doc = textflow.Document("Ab\n" * (SIZE // 3))
    whole = segment(doc)
    monkeypatch.setattr(textflow_plugins.segment, "LONG", 1000)
    first = peak(lambda: [list(islice(items, 100)) for items in segment(doc).values()])
    assert first <= 20 * SIZE
    assert {name: list(items) for name, items in segment(doc).items()} == whole


@pytest.mark.parametrize("line", ["- item\n", "Share\n", "Read more\n", "1. item\n"])
def test_lines_that_come_again_cost_little(line: str) -> None:
    """A list, or furniture and nothing else: what such lines have in common is there once."""
    clean(textflow.Document(f"{PROSE}\n{line}"))
    doc = textflow.Document(line * (SIZE // 2 // len(line)))
    assert peak(lambda: clean(doc)) <= 45 * len(doc.text)


def test_a_short_sentence_costs_speakers_little() -> None:
    """The engine counts 300 bytes for each item; who reads them takes a few times that."""
    line = "Read more\n"
    text = line * 3000
    doc = textflow.Document(text, layers=segment(textflow.Document(text)))
    read(line)
    assert len(doc["sentences"]) + len(doc["paragraphs"]) == 6000
    assert peak(lambda: speakers(doc)) <= 1100 * 3000


def test_dropped_lines_copy_no_text() -> None:
    """What is dropped here and there costs the lines, not the text once for each of them."""
    text = ("Share\n" + 8 * PROSE + "\n\n") * 30
    groups = peak(lambda: clean(textflow.Document(text)))
    once = peak(lambda: clean(textflow.Document(text.replace("Share\n", "Shore\n"))))
    assert groups <= 2 * once


def test_nothing_is_kept_of_a_document() -> None:
    """Over ever new words and names, nothing grows but what is remembered within bounds."""

    def over(numbers: range) -> None:
        for doc in map(news, numbers):
            read(doc.text, doc.meta)
        gc.collect()
        for one in gc.get_objects():
            if type(one) is Remembered:
                one.clear()
        gc.collect()  # Python keeps small tuples that are free, until this

    over(range(200))
    tracemalloc.start()
    try:
        over(range(200, 300))
        before = tracemalloc.get_traced_memory()[0]
        over(range(300, 500))
        assert tracemalloc.get_traced_memory()[0] - before < 20_000
    finally:
        tracemalloc.stop()
