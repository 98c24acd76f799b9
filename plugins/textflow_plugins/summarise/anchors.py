"""Anchors: what else must stand in a summary for a sentence to be understood."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from textflow_plugins.summarise.guards import opening
from textflow_plugins.summarise.words import Lexicon

Row = Mapping[str, Any]

#: A sentence is a bare quotation if less of it than this stands outside the quotation.
_OUTSIDE = 0.1


class Places:
    """The sentence in which each character stands."""

    def __init__(self, sentences: Sequence[Row]) -> None:
        self._starts: list[int] = [row["start"] for row in sentences]
        self._ends: list[int] = [row["end"] for row in sentences]

    def at(self, position: int) -> int:
        """Return the sentence at ``position``, or the nearest one before it."""
        return max(0, bisect_right(self._starts, position) - 1)

    def share(self, number: int, row: Row) -> float:
        """Return how much of a sentence the span of ``row`` covers."""
        start, end = self._starts[number], self._ends[number]
        covered: int = min(end, row["end"]) - max(start, row["start"])
        return covered / max(1, end - start)


def anchors(
    texts: Sequence[str], fit: Sequence[int], layers: Mapping[str, Sequence[Row]], lists: Lexicon
) -> dict[int, tuple[int, ...]]:
    """
    Return, for each of the ``fit`` sentences that cannot stand alone, what would hold it.

    One of them is enough. A sentence that opens with a connective is held by the one
    before it; one that opens with a pronoun also by the one in which the run of such
    sentences sets out, or by one that names the person meant; a bare quotation by the
    one that names its speaker.
    """
    held = _leaning(texts, fit, lists)
    places = Places(layers["sentences"])
    for number, namings in _named(places, layers.get("speakers", ())):
        if number in held:
            held[number] = tuple(dict.fromkeys([*held[number], *namings]))
    held.update(_bare(places, layers.get("quotes", ())))
    return held


def _leaning(
    texts: Sequence[str], fit: Sequence[int], lists: Lexicon
) -> dict[int, tuple[int, ...]]:
    held: dict[int, tuple[int, ...]] = {}
    outset: dict[int, int] = {}
    for before, number in pairwise(fit):
        word = opening(texts[number])
        if word in lists.opener or word in lists.pronoun:
            outset[number] = outset.get(before, before)
            held[number] = (before, outset[number]) if word in lists.pronoun else (before,)
    return held


def _named(places: Places, speakers: Iterable[Row]) -> Iterator[tuple[int, list[int]]]:
    """Yield the sentences that mean a speaker by a pronoun, and where he was last named."""
    for speaker in speakers:
        last: list[int] = []
        for mention in speaker["mentions"]:
            number = places.at(mention["start"])
            if mention["kind"] == "name":
                last = [number]
            elif last and last[0] < number:
                yield number, last


def _bare(places: Places, quotes: Iterable[Row]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield the sentences that are nothing but words of somebody named elsewhere."""
    for quote in quotes:
        if quote["kind"] == "indirect":
            continue
        mention = quote["mention"]
        named = places.at(mention["start"]) if mention else None
        for number in range(places.at(quote["start"]), places.at(quote["end"] - 1) + 1):
            if number != named and places.share(number, quote) > 1 - _OUTSIDE:
                yield number, (number - 1, number + 1) if named is None else (named,)
