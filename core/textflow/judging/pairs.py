"""Pair what was found with what is right, one to one, the best pairs first."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

import attrs

from textflow.judging.grounded import Ground, Names, Placed

_WORD = re.compile(r"\w+")
_LINE = re.compile(r"[^\n]+")

#: Fields that number things within a document, or say how sure a stage is.
_NOT_JUDGED = frozenset({
    "start", "end", "text", "group", "rank", "paragraph", "confidence", "speaker_confidence",
    "score", "low", "high",
})  # fmt: skip
#: Fields that gold may leave open: null says that it cannot be told.
_OPEN = frozenset({"value", "currency", "speaker"})


@attrs.frozen
class Pair:
    """The places of a finding in gold and in what was found, and how much they share."""

    gold: int
    found: int
    #: Of their words or characters, the share that both have.
    shared: float
    #: Of the words in gold, the share that is found.
    covered: float = 1.0


@attrs.frozen
class Piece:
    """The words that a finding has in one line of the text, where each begins on the ground."""

    words: frozenset[int]
    item: Placed


def pieces(items: Iterable[Placed], text: str, ground: Ground) -> list[Piece]:
    """Return each line of each finding that has a word: quotation marks make no difference."""
    found: list[Piece] = []
    for item in items:
        for line in _LINE.finditer(text, *item.span):
            words = (word.span() for word in _WORD.finditer(text, *line.span()))
            starts = frozenset(ground(word)[0] for word in words)
            if starts:
                found.append(Piece(starts, item))
    return found


def near_by_words(gold: Sequence[Piece], found: Sequence[Piece]) -> list[Pair]:
    """Return all pairs that share a word, those that share most first."""
    at = _by_word(found)
    near: list[Pair] = []
    for number, piece in enumerate(gold):
        others = {other for word in piece.words for other in at.get(word, ())}
        near += [_pair(number, one, piece.words, found[one].words) for one in others]
    return sorted(near, key=lambda one: (-one.shared, one.gold, one.found))


def _pair(number: int, other: int, gold: frozenset[int], found: frozenset[int]) -> Pair:
    both = len(gold & found)
    return Pair(number, other, both / len(gold | found), both / len(gold))


def _by_word(pieces: Sequence[Piece]) -> dict[int, list[int]]:
    at: dict[int, list[int]] = {}
    for number, piece in enumerate(pieces):
        for word in piece.words:
            at.setdefault(word, []).append(number)
    return at


def pairs_by_place(gold: Sequence[Placed], found: Sequence[Placed]) -> list[Pair]:
    """Return pairs of one kind that share a character: equal borders first, then equal values."""
    ranked: list[tuple[bool, bool, int, int, int]] = []
    for number, other in _near(gold, found):
        one, two = gold[number], found[other]
        both = min(one.end, two.end) - max(one.start, two.start)
        if both > 0 and one.fields.get("kind") == two.fields.get("kind"):
            same = (one.start, one.end) == (two.start, two.end)
            value = right_field("value", one.fields, two.fields) is True
            ranked.append((same, value, both, -number, -other))
    ranked.sort(reverse=True)
    return one_to_one(Pair(-row[3], -row[4], 1.0 if row[0] else 0.5) for row in ranked)


def _near(gold: Sequence[Placed], found: Sequence[Placed]) -> Iterator[tuple[int, int]]:
    """Yield the places of those that may overlap, without comparing all with all."""
    order = sorted(range(len(found)), key=lambda at: found[at].start)
    reach: list[int] = []  # the furthest end so far, in that order
    for at in order:
        reach.append(max(found[at].end, reach[-1] if reach else 0))
    for number, one in enumerate(gold):
        for place in range(_first_beyond(reach, one.start), len(order)):
            if found[order[place]].start >= one.end:
                break
            yield number, order[place]


def _first_beyond(ends: Sequence[int], start: int) -> int:
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if ends[middle] > start else (middle + 1, high)
    return low


def one_to_one(ranked: Iterable[Pair]) -> list[Pair]:
    """Return those of ``ranked``, the best first, of which neither side is taken yet."""
    gold: set[int] = set()
    found: set[int] = set()
    taken: list[Pair] = []
    for pair in ranked:
        if pair.gold not in gold and pair.found not in found:
            gold.add(pair.gold)
            found.add(pair.found)
            taken.append(pair)
    return taken


def judged_fields(item: Mapping[str, Any]) -> list[str]:
    """Return the fields of an item of gold that can be judged one by one."""
    return [
        name
        for name, value in item.items()
        if name not in _NOT_JUDGED and not isinstance(value, float | list)
    ]


def right_field(name: str, gold: Mapping[str, Any], found: Mapping[str, Any]) -> bool | None:
    """Return whether a field is right; None where gold does not say."""
    if name == "value" and None not in (gold.get("low"), gold.get("high")):
        return all(_same_number(gold[end], found.get(end)) for end in ("low", "high"))
    wanted, given = gold.get(name), found.get(name)
    if name not in gold or (wanted is None and name in _OPEN):
        return None
    return _same_number(wanted, given) if name == "value" else _is_same(wanted, given)


def _is_same(wanted: object, given: object) -> bool:
    if isinstance(wanted, Names):
        return isinstance(given, Names) and wanted.fits(given)
    if isinstance(wanted, tuple):  # a place: any part of it will do
        return isinstance(given, tuple) and max(wanted[0], given[0]) < min(wanted[1], given[1])
    return _folded(wanted) == _folded(given)


def _folded(value: object) -> object:
    return value.casefold() if isinstance(value, str) else value


def _same_number(one: object, other: object) -> bool:
    numbers = _number(one), _number(other)
    return numbers[0] is not None and numbers[0] == numbers[1]


def _number(value: object) -> Decimal | None:
    try:
        return None if value is None else Decimal(str(value).replace(",", ""))
    except InvalidOperation:
        return None
