"""Clauses: what tells a clause in a stretch of words, where the order of words is free."""

from textflow_plugins.languages import Grammar
from textflow_plugins.speakers.tokens import DASHES, QUOTED, Unit

#: Marks that part what is reported from the clause that says who reports it.
PARTING = frozenset((",",)) | DASHES


def before_marks(low: list[str], end: int, lowest: int) -> int:
    """Return where the words end before token ``end``, commas and dashes left out."""
    while end > lowest and low[end - 1] in PARTING:
        end -= 1
    return end


def past_marks(unit: Unit, at: int, marks: frozenset[str]) -> int:
    """Return the first token from ``at`` on that is none of ``marks``."""
    while unit.word(at) in marks:
        at += 1
    return at


def has_verb(unit: Unit, first: int, end: int) -> bool:
    """Return whether a main clause is in a stretch: one with a finite verb."""
    low, start = unit.low, first
    for at in range(first, end + 1):
        if at == end or low[at] == ",":
            if start < at and _is_main_clause(unit, start, at):
                return True
            start = at + 1
    return False


def _is_main_clause(unit: Unit, first: int, last: int) -> bool:
    if _is_subordinate(unit, first, last):
        return False
    return any(is_finite(unit, at) for at in range(first, last))


def is_finite(unit: Unit, at: int) -> bool:
    """Return whether a word is a finite verb, by the tables or by its ending."""
    grammar, word = unit.grammar, unit.low[at]
    return word in grammar.finite or (grammar.seems_finite(word) and not unit.capital(at))


def _is_subordinate(unit: Unit, first: int, last: int) -> bool:
    """Return whether a clause behind a comma has its finite verb at the end, not second."""
    grammar = unit.grammar
    if not grammar.verb_second or not first or unit.low[first - 1] != ",":
        return False
    clause = unit.low[first:last]
    return clause[0] in grammar.words.subordinator or grammar.relates(clause)


def _may_be_finite(grammar: Grammar, word: str) -> bool:
    return word in grammar.finite or grammar.seems_finite(word)


def is_verb(unit: Unit, at: int) -> bool:
    """Return whether a finite verb is here, "se" and "no" before it passed over."""
    grammar = unit.grammar
    if not grammar.verb_second:
        at = past_marks(unit, at, grammar.reflexives | grammar.words.negation)
    return _may_be_finite(grammar, unit.word(at))


def resumes_at(unit: Unit, at: int) -> bool:
    """Return whether the verb of the clause before follows a comma."""
    return unit.low[at] == "," and is_verb(unit, at + 1)


def turns(unit: Unit, at: int) -> bool:
    """Return whether the writer goes on: ", pero no dijo"."""
    mark = unit.low[at]
    if mark == ":":
        return unit.word(at + 1) == QUOTED
    if mark != "," or unit.word(at + 1) not in unit.grammar.words.contrast:
        return False
    return _begins_with_verb(unit, at + 2)


def _begins_with_verb(unit: Unit, at: int) -> bool:
    """Return whether a finite verb is here, or behind one word that denies it."""
    if unit.word(at) in unit.grammar.words.negation:
        at += 1
    return at < len(unit.low) and _may_be_finite(unit.grammar, unit.low[at])


def opens_subordinate(unit: Unit, first: int, end: int) -> bool:
    """Return whether no main clause is before a frame: "Nachdem er kam, sagte Holm"."""
    if not unit.grammar.verb_second:
        return "," not in unit.low[first:end] and subordinates(unit, first)
    if any(resumes_at(unit, at) for at in range(first, end)):
        return False
    return subordinates(unit, first)


def subordinates(unit: Unit, at: int) -> bool:
    """Return whether a subordinate clause begins here, and no question."""
    words = unit.grammar.words
    return unit.low[at] in words.subordinator - words.question
