"""Nouns: groups of words that name somebody or something."""

from functools import cache
from typing import NamedTuple

from textflow_plugins.speakers.lexicon import reporting_verbs, word_class
from textflow_plugins.speakers.words import DASHES, QUOTED, Unit

STOPS = (
    frozenset((",", ";", ":", ".", "?", "!", "(", ")", "[", "]", "\u2026", "...", "..", QUOTED))
    | DASHES
)
#: How far, in tokens, a noun group may reach.
REACH = 60
_RELATIVE = frozenset(("who", "which", "that"))


class Span(NamedTuple):
    """Tokens ``first`` up to ``last``, not included."""

    first: int
    last: int


@cache
def finite(word: str) -> bool:
    """Tell whether ``word`` is, as a rule, the verb of a clause."""
    return any(
        word in word_class(name) for name in ("be", "have", "do", "modal", "verb", "contracted")
    ) or any(
        verb.form in ("past", "past participle") for verb in reporting_verbs("en").get(word, ())
    )


@cache
def bounds(word: str) -> bool:
    """Tell whether no noun group runs across ``word``, read from its end."""
    return (
        word in STOPS
        or word in word_class("subordinator")
        or word in ("but", "or", "yet", "so", "nor")
        or finite(word)
    )


@cache
def opens_adjunct(word: str) -> bool:
    """Tell whether a time, a place or a manner begins with ``word``, no subject."""
    return (
        word in word_class("preposition")
        or word in word_class("adverb")
        or word in word_class("time")
        or word in word_class("timing") - {"that", "this"}
        or word.endswith(("ing", "ly"))
        or word in ("asked", "and")
    )


def capital(unit: Unit, at: int) -> bool:
    """Tell whether a token begins with a capital, an Arabic article left out."""
    word = unit.words[at]
    return word[0].isupper() or (word[3:4].isupper() and word[:3] in ("al-", "el-"))


def group_before(unit: Unit, upto: int, floor: int) -> Span | None:
    """Return the noun group that ends just before ``upto``, adjuncts before it cut off."""
    first = walk_left(unit, upto, floor)
    if first == upto:
        return _relative(unit, upto, floor)
    return _without_adjunct(unit, Span(first, upto))


def walk_left(unit: Unit, upto: int, floor: int) -> int:
    """Return where the words begin that no verb and no pause parts from ``upto``."""
    at, low = upto, unit.low
    floor = max(floor, upto - REACH)
    while at > floor and not (bounds(low[at - 1]) and not _named(unit, at - 1)):
        at -= 1
    return at


def _named(unit: Unit, at: int) -> bool:
    """Tell whether a verb is part of a name here: "Planned Parenthood", "Mark Grant"."""
    return at > 0 and capital(unit, at) and unit.low[at - 1] not in STOPS and unit.low[at] != "i"


def _relative(unit: Unit, upto: int, floor: int) -> Span | None:
    """Return "who", "which" or "that", if it stands for somebody."""
    if upto <= floor or unit.low[upto - 1] not in _RELATIVE:
        return None
    return Span(upto - 1, upto) if upto - 1 > floor else None


def _without_adjunct(unit: Unit, group: Span) -> Span | None:
    """Cut "On Monday" off "On Monday the company", "and" off "and Smith"."""
    first, last = group
    while first < last and unit.low[first] in ("and", "but", "or"):
        first += 1
    if first == last:
        return None
    if opens_adjunct(unit.low[first]) and last - first > 1:
        first = _last_head(unit, first, last)
    return Span(first, last) if first < last else None


def _last_head(unit: Unit, first: int, last: int) -> int:
    """Return where the last noun group of a stretch begins."""
    low = unit.low
    if low[last - 1] in word_class("pronoun"):
        return last - 1
    at = last - 1
    if capital(unit, at):
        while at > first + 1 and capital(unit, at - 1):
            at -= 1
        if low[at - 1] not in word_class("determiner") or at - 1 <= first:
            return at
        return at - 1
    while at > first and low[at] not in word_class("determiner"):
        at -= 1
    return at if at > first else _first_noun(unit, first, last)


def _first_noun(unit: Unit, first: int, last: int) -> int:
    while first < last - 1 and opens_adjunct(unit.low[first]):
        first += 1
    return first
