"""Acronyms: the names that a text writes out, by their initials."""

from collections.abc import Iterator, Mapping, Sequence

from textflow_plugins.speakers.tokens import Unit

_LEAST, _MOST = 3, 7


def is_acronym(word: str) -> bool:
    """Return whether a word is letters in capitals: "IRCC", not "AT&T" or "TV"."""
    return word.isalpha() and word.isupper() and _LEAST <= len(word) <= _MOST


def spelled_out(units: Sequence[Unit]) -> Mapping[str, tuple[str, ...]]:
    """Return, for initials that one long name of a text alone has, its words."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for unit in units:
        for places in _runs(unit):
            for initials, words in _read(unit, places):
                found.setdefault(initials, set()).add(words)
    return {initials: names.pop() for initials, names in found.items() if len(names) == 1}


def _read(unit: Unit, places: Sequence[int]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the initials and words of a name, and of what is left without its first words."""
    last = len(places)
    for first in range(max(0, last - _MOST), last - _LEAST + 1):
        initials = "".join(unit.tokens[at][0] for at in places[first:])
        yield initials, tuple(_words(unit, places[first], places[-1]))


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
    grammar = unit.grammar
    known = grammar.clauses.name_link | grammar.words.definite | {","}
    return last - first < _LEAST and all(unit.low[at] in known for at in range(first, last))


def _words(unit: Unit, first: int, last: int) -> Iterator[str]:
    """Yield the words of a name, commas joined to the words before them."""
    for at in range(first, last + 1):
        if unit.low[at] != ",":
            yield unit.grammar.bare(unit.tokens[at]) + (
                "," if unit.word(at + 1) == "," and at < last else ""
            )
