"""Acronyms: the names that a text writes out, by their initials."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from textflow_plugins.speakers.tokens import Unit

_LEAST, _MOST = 3, 7


def is_acronym(word: str) -> bool:
    """Return whether a word is letters in capitals: "IRCC", not "AT&T" or "TV"."""
    return word.isalpha() and word.isupper() and _LEAST <= len(word) <= _MOST


def spelled_out(units: Sequence[Unit], wanted: AbstractSet[str]) -> Mapping[str, tuple[str, ...]]:
    """Return, for each wanted acronym that one long name of a text alone has, its words."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for unit in units:
        for places in _runs(unit) if unit.names.count(1) >= _LEAST else ():
            for initials, first in _read(unit, places) if len(places) >= _LEAST else ():
                if initials in wanted:
                    words = tuple(_words(unit, first, places[-1]))
                    found.setdefault(initials, set()).add(words)
    return {initials: names.pop() for initials, names in found.items() if len(names) == 1}


def _read(unit: Unit, places: Sequence[int]) -> Iterator[tuple[str, int]]:
    """Yield the initials of a name and of its ends, each with the place of its first word."""
    last = len(places)
    initials = "".join([unit.tokens[at][0] for at in places[-_MOST:]])
    for size in range(_LEAST, min(last, _MOST) + 1):
        yield initials[-size:], places[-size]


def _runs(unit: Unit) -> Iterator[list[int]]:
    """Yield the places of the words with a capital that are joined to one name."""
    places: list[int] = []
    at = unit.names.find(1)
    while at >= 0:
        if places and not _is_joined(unit, places[-1] + 1, at):
            yield places
            places = []
        if not unit.tokens[at].isupper():
            places.append(at)
        at = unit.names.find(1, at + 1)
    yield places


def _is_joined(unit: Unit, first: int, last: int) -> bool:
    """Return whether nothing, a comma, or words as in "Ministry of the Sea" part two words."""
    if first == last:
        return True
    clauses, words = unit.grammar.clauses, unit.grammar.words
    known = (clauses.name_link, words.definite, (",",))
    return last - first < _LEAST and all(
        any(word in one for one in known) for word in unit.low[first:last]
    )


def _words(unit: Unit, first: int, last: int) -> Iterator[str]:
    """Yield the words of a name, commas joined to the words before them."""
    for at in range(first, last + 1):
        if unit.low[at] != ",":
            yield unit.grammar.bare(unit.tokens[at]) + (
                "," if unit.word(at + 1) == "," and at < last else ""
            )
