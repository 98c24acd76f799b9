"""Anchors: what else must stand in a summary for a sentence to be understood."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from textflow_plugins.summarise.filters import opening
from textflow_plugins.summarise.language import Words
from textflow_plugins.summarise.spans import Row, SentenceSpans


def anchors(
    first: Sequence[str], fit: Sequence[int], layers: Mapping[str, Sequence[Row]], known: Words
) -> dict[int, tuple[int, ...]]:
    """
    Return, for each of the ``fit`` sentences that cannot stand alone, what would hold it.

    ``first`` are their first words.
    One of them is enough. A sentence that opens with a connective is held by the one
    before it; one that opens with a pronoun also by the one in which the run of such
    sentences sets out, or by one that names the person meant; a bare quotation by the
    one that names its speaker.
    """
    held = _leaning(first, fit, known)
    spans = SentenceSpans(layers["sentences"])
    for number, namings in _named(spans, layers.get("speakers", ())):
        if number in held:
            held[number] = tuple(dict.fromkeys([*held[number], *namings]))
    held.update(_bare(spans, layers.get("quotes", ())))
    return held


def _leaning(first: Sequence[str], fit: Sequence[int], known: Words) -> dict[int, tuple[int, ...]]:
    held: dict[int, tuple[int, ...]] = {}
    outset: dict[int, int] = {}
    for (before, number), word in zip(pairwise(fit), map(opening, first[1:]), strict=True):
        if word in known.opener or word in known.pronoun:
            outset[number] = outset.get(before, before)
            held[number] = (before, outset[number]) if word in known.pronoun else (before,)
    return held


def _named(spans: SentenceSpans, speakers: Iterable[Row]) -> Iterator[tuple[int, list[int]]]:
    """Yield the sentences that mean a speaker by a pronoun, and where he was last named."""
    for speaker in speakers:
        last: list[int] = []
        for mention in speaker["mentions"]:
            number = spans.at(mention["start"])
            if mention["kind"] == "name":
                last = [number]
            elif last and last[0] < number:
                yield number, last


def _bare(spans: SentenceSpans, quotes: Iterable[Row]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield the sentences that are nothing but words of somebody named elsewhere."""
    for quote in quotes:
        mention = quote["mention"]
        named = spans.at(mention["start"]) if mention else None
        for number in spans.bare(quote):
            if number != named:
                yield number, (number - 1, number + 1) if named is None else (named,)
