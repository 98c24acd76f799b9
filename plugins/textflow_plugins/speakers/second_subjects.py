"""Second subjects: whom a clause is about where its finite verb comes second, as in German."""

from textflow_plugins.speakers.clauses import is_finite
from textflow_plugins.speakers.phrases import phrase_after
from textflow_plugins.speakers.tokens import STOPS, Span, Unit

#: How far the finite verb of a main clause may be from its beginning.
_FIELD = 40


def second_subject(unit: Unit) -> Span | None:
    """Return the subject of a unit's first clause where the finite verb comes second."""
    verb = _second_verb(unit)
    if verb is None:
        return None
    if verb and _opens_subject(unit, 0):
        stops = (at for at in range(1, verb) if unit.low[at] in STOPS)
        return Span(0, next(stops, verb))
    return _behind(unit, verb + 1)


def _behind(unit: Unit, at: int) -> Span | None:
    """Return the subject behind the verb, where an adjunct or an object is before it."""
    if unit.word(at) in unit.grammar.subjects:
        return Span(at, at + 1)
    behind = phrase_after(unit, at)
    return behind if behind is not None and _opens_subject(unit, behind.first) else None


def _second_verb(unit: Unit) -> int | None:
    """Return the finite verb of the main clause, behind a clause that opens the sentence."""
    low, grammar = unit.low, unit.grammar
    limit = min(len(low), _FIELD)
    start = 0
    if low[0] in grammar.words.subordinator:
        parted = (at + 1 for at in range(1, limit - 1) if low[at] == ",")
        start = next((at for at in parted if is_finite(unit, at)), limit)
    return next((at for at in range(start, limit) if _is_verb(unit, at)), None)


def _is_verb(unit: Unit, at: int) -> bool:
    """Return whether a token is a finite verb, and no noun that looks like one: "de kade"."""
    return is_finite(unit, at) and (not at or unit.low[at - 1] not in unit.grammar.articles)


def _opens_subject(unit: Unit, at: int) -> bool:
    """Return whether a subject may begin at a token: in the nominative, by its article."""
    word, grammar = unit.low[at], unit.grammar
    if word in grammar.words.oblique or grammar.opens_adjunct(word):
        return False
    return word in grammar.noun_openers or grammar.titled(word) or bool(unit.names[at])
