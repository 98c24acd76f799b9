"""Noun groups: who stands before or after a reporting verb."""

from functools import cache
from typing import NamedTuple

from textflow_plugins.speakers.lexicon import reporting_verbs, word_class
from textflow_plugins.speakers.words import DASHES, QUOTED, Unit

STOPS = (
    frozenset((",", ";", ":", ".", "?", "!", "(", ")", "[", "]", "\u2026", "...", "..", QUOTED))
    | DASHES
)
_CLOSERS = {",": ",", ")": "(", "]": "["}
_COORDINATES = frozenset(("and", "but", "or", "then"))
_REACH = 60
_RELATIVE = frozenset(("who", "which", "that"))
_PARTY = frozenset(("r", "d", "i", "ind"))


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
def _bounds(word: str) -> bool:
    """Tell whether no noun group runs across ``word``, read from its end."""
    return (
        word in STOPS
        or word in word_class("subordinator")
        or word in ("but", "or", "yet", "so", "nor")
        or finite(word)
    )


@cache
def _opens_adjunct(word: str) -> bool:
    return (
        word in word_class("preposition")
        or word in word_class("adverb")
        or word in word_class("time")
        or word in word_class("timing") - {"that", "this"}
        or word.endswith(("ing", "ly"))
        or word in ("asked", "and")
    )


def capital(unit: Unit, at: int) -> bool:
    """Tell whether a token begins with a capital."""
    return unit.words[at][0].isupper()


def subject_before(unit: Unit, upto: int, floor: int = 0) -> Span | None:
    """Return the noun group that ends just before ``upto``, without its apposition."""
    if upto <= floor:
        return None
    last = unit.low[upto - 1]
    if last in _COORDINATES:
        return None
    if last in _CLOSERS or last in DASHES:
        return _before_apposition(unit, upto - 1, floor)
    return _group_before(unit, upto, floor)


def _group_before(unit: Unit, upto: int, floor: int) -> Span | None:
    first = _walk_left(unit, upto, floor)
    if first == upto:
        return _antecedent(unit, upto, floor)
    return _without_adjunct(unit, Span(first, upto))


def _walk_left(unit: Unit, upto: int, floor: int) -> int:
    at, low = upto, unit.low
    floor = max(floor, upto - _REACH)
    while at > floor and not _bounds(low[at - 1]):
        at -= 1
    return at


def _antecedent(unit: Unit, upto: int, floor: int) -> Span | None:
    """Return "who", "which" or "that", if it stands for somebody."""
    if upto <= floor or unit.low[upto - 1] not in _RELATIVE:
        return None
    return Span(upto - 1, upto) if antecedent(unit, upto - 1, floor) is not None else None


def antecedent(unit: Unit, at: int, floor: int = 0) -> Span | None:
    """Return whom the "who", "which" or "that" at ``at`` stands for."""
    end = at
    if end > floor and unit.low[end - 1] == ",":
        end -= 1
    first = _walk_left(unit, end, floor)
    return _without_adjunct(unit, Span(first, end)) if first < end else None


def _without_adjunct(unit: Unit, group: Span) -> Span | None:
    """Cut "On Monday" off "On Monday the company", "and" off "and Smith"."""
    first, last = group
    while first < last and unit.low[first] in ("and", "but", "or"):
        first += 1
    if first == last:
        return None
    if _opens_adjunct(unit.low[first]) and last - first > 1:
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
    while first < last - 1 and _opens_adjunct(unit.low[first]):
        first += 1
    return first


def _before_apposition(unit: Unit, close: int, floor: int) -> Span | None:
    """Return the name before ", an apposition," that ends at token ``close``."""
    low = unit.low
    opener = _CLOSERS.get(low[close], low[close])
    fallback: Span | None = None
    lowest = max(floor, close - _REACH)
    for at in range(close - 1, lowest, -1):
        if low[at] != opener:
            continue
        group = _group_before(unit, at, floor)
        if group is None:
            continue
        if _names_somebody(unit, group):
            return group
        fallback = fallback or (group if _plain_group(unit, group) else None)
        if opener != ",":
            break
    return fallback


def _names_somebody(unit: Unit, group: Span) -> bool:
    first, last = group
    word = unit.low[last - 1]
    if not capital(unit, last - 1) or word in word_class("time"):
        return False
    return not (last - first == 1 and word.partition("-")[0] in _PARTY)


def _plain_group(unit: Unit, group: Span) -> bool:
    return unit.low[group.first] in word_class("determiner") | word_class("pronoun")


_RIGHT_GLUE = frozenset(("of", "for", "from", "at", "with", "to", "and", "the", "a", "an"))


def subject_after(unit: Unit, first: int) -> Span | None:
    """Return the noun group that begins at ``first``: "said Toner", "said a spokesman for X"."""
    at, low, size = first, unit.low, len(unit.low)
    if at < size and low[at] in word_class("pronoun"):
        return Span(at, at + 1)
    while at < size and not _ends_right(unit, at):
        at += 1
    while at > first and low[at - 1] in _RIGHT_GLUE:
        at -= 1
    return Span(first, at) if at > first else None


def _ends_right(unit: Unit, at: int) -> bool:
    word = unit.low[at]
    if word in _RIGHT_GLUE:
        return False
    if word in word_class("time") and capital(unit, at) and word not in ("may", "march"):
        return True
    return (
        _bounds(word)
        or word in word_class("preposition")
        or word in word_class("adverb")
        or word in word_class("timing")
    )


def main_subject(unit: Unit, floor: int, upto: int) -> Span | None:
    """Return the subject of the first clause of ``unit.low[floor:upto]``."""
    at = floor
    while at < upto and _opens_chunk(unit, at):
        at = _next_chunk(unit, at, upto)
    end = at
    while end < upto and not _bounds(unit.low[end]) and not _turns_verb(unit, end, at):
        end += 1
    return Span(at, end) if end > at else None


def _opens_chunk(unit: Unit, at: int) -> bool:
    """Tell whether an adjunct (and no subject) begins here."""
    word = unit.low[at]
    return (
        _opens_adjunct(word)
        or word in STOPS
        or word in word_class("subordinator") - {"that"}
        or (word.endswith("ed") and not capital(unit, at))
    )


def _next_chunk(unit: Unit, at: int, upto: int) -> int:
    if unit.low[at] in ("and", "but", "or") or unit.low[at] in STOPS:
        return at + 1
    if unit.low[at] in word_class("adverb"):
        return at + 1
    while at < upto and unit.low[at] not in STOPS:
        at += 1
    return at


def _turns_verb(unit: Unit, at: int, first: int) -> bool:
    """Tell whether the verb begins: after a name, any word in small letters is taken for it."""
    if at == first:
        return False
    word = unit.low[at]
    if unit.low[at - 1] in word_class("pronoun"):
        return True
    return word.endswith("ed") or (
        capital(unit, at - 1)
        and word.islower()
        and not capital(unit, at)
        and word not in _RIGHT_GLUE
        and word not in word_class("preposition")
    )
