"""Subjects: who stands before or after a reporting verb."""

from textflow_plugins.speakers.lexicon import word_class
from textflow_plugins.speakers.nouns import (
    REACH,
    STOPS,
    Span,
    bounds,
    capital,
    finite,
    group_before,
    opens_adjunct,
    walk_left,
)
from textflow_plugins.speakers.words import DASHES, Unit

_CLOSERS = {",": ",", ")": "(", "]": "["}
_COORDINATES = frozenset(("and", "but", "or", "then"))
_PARTY = frozenset(("r", "d", "i", "ind"))
_LONGEST_NAME = 4


def subject_before(unit: Unit, upto: int, floor: int = 0) -> Span | None:
    """Return the noun group that ends just before ``upto``, without its apposition."""
    if upto <= floor:
        return None
    last = unit.low[upto - 1]
    if last in _COORDINATES:
        return None
    if last in _CLOSERS or last in DASHES:
        return _before_apposition(unit, upto - 1, floor)
    return group_before(unit, upto, floor)


def antecedent(unit: Unit, at: int, floor: int = 0) -> Span | None:
    """Return whom the "who", "which" or "that" at ``at`` stands for."""
    if at > floor and unit.low[at - 1] == ",":
        found = _before_apposition(unit, at - 1, floor)
        if found is not None:
            return found
        at -= 1
    first = walk_left(unit, at, floor)
    return group_before(unit, at, floor) if first < at else None


def _before_apposition(unit: Unit, close: int, floor: int) -> Span | None:
    """Return the name before ", an apposition," that ends at token ``close``."""
    low = unit.low
    opener = _CLOSERS.get(low[close], low[close])
    fallback: Span | None = None
    for at in range(close - 1, max(floor, close - REACH), -1):
        if low[at] != opener:
            continue
        if low[at - 1] in _COORDINATES:
            return None
        group = group_before(unit, at, floor)
        if group is None:
            continue
        if _names_somebody(unit, group):
            return group
        if _is_name(unit, at + 1, close) and not capital(unit, group.last - 1):
            return Span(group.first, close)
        fallback = fallback or (group if _plain_group(unit, group) else None)
        if opener != ",":
            break
    return fallback


def _is_name(unit: Unit, first: int, last: int) -> bool:
    """Tell whether all words from ``first`` on are capitalised: "his lawyer, Ann Lee,"."""
    return 0 < last - first <= _LONGEST_NAME and all(capital(unit, at) for at in range(first, last))


def _names_somebody(unit: Unit, group: Span) -> bool:
    first, last = group
    word = unit.low[last - 1]
    if not capital(unit, last - 1) or word in word_class("time") | word_class("adverb"):
        return False
    before = unit.low[first - 1] if first else ""
    within = before == ","
    if word in word_class("region") and before in word_class("preposition"):
        return False
    if within and (word in word_class("region") or unit.low[first] in ("a", "an", "the")):
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
    return Span(first, _past_name(unit, at)) if at > first else None


def _past_name(unit: Unit, at: int) -> int:
    """Pass over ", Ann Lee" after "his lawyer"."""
    low = unit.low
    if at >= len(low) or low[at] != "," or capital(unit, at - 1):
        return at
    end = at + 1
    while end < len(low) and end - at <= _LONGEST_NAME and capital(unit, end):
        end += 1
    return end if end > at + 1 and (end == len(low) or low[end] in (",", ".")) else at


def _ends_right(unit: Unit, at: int) -> bool:
    word = unit.low[at]
    if word in _RIGHT_GLUE:
        return False
    if word in word_class("time") and capital(unit, at) and word not in ("may", "march"):
        return True
    return (
        bounds(word)
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
    while end < upto and not bounds(unit.low[end]) and not _turns_verb(unit, end, at):
        end += 1
    return Span(at, end) if end > at else None


def _opens_chunk(unit: Unit, at: int) -> bool:
    """Tell whether an adjunct (and no subject) begins here."""
    word = unit.low[at]
    if word.endswith("ing") and at + 1 < len(unit.low) and finite(unit.low[at + 1]):
        return False  # "Durning did", a name
    return (
        opens_adjunct(word)
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
    """Tell whether the verb begins: after a name, any word in "-s" is taken for it."""
    if at == first:
        return False
    word = unit.low[at]
    if unit.low[at - 1] in word_class("pronoun"):
        return True
    if word.endswith("ed") or word in word_class("adverb"):
        return True
    return capital(unit, at - 1) and unit.words[at].islower() and word.endswith("s") and word != "s"
