"""Phrases: groups of words behind a verb, and where the clause around one begins."""

from textflow_plugins.speakers.content_start import past_adjuncts
from textflow_plugins.speakers.tokens import QUOTED, STOPS, Span, Unit

_LONGEST = 40
_LONGEST_NAME = 5


def segment_start(unit: Unit, at: int) -> int:
    """Return the token behind the last stop before ``at``, a conjunction passed over."""
    first, lowest = at, max(0, at - _LONGEST)
    while first > lowest and unit.low[first - 1] not in STOPS:
        first -= 1
    while first < at and unit.low[first] in unit.grammar.words.coordinator:
        first += 1
    return first


def phrase_after(unit: Unit, first: int) -> Span | None:
    """Return the noun phrase that begins at ``first``, adverbs and times passed over."""
    at = _past_adverbs(unit, first)
    if not _may_begin(unit, at):
        at = past_adjuncts(unit, first)
        if not _may_begin(unit, at):
            return None
    end = at + 1
    while end < len(unit.low) and end - at < _LONGEST and not _ends(unit, end):
        end += 1
    while end > at and unit.low[end - 1] in unit.grammar.clauses.name_glue:
        end -= 1
    return Span(at, _past_name(unit, end)) if end > at else None


def _past_adverbs(unit: Unit, at: int) -> int:
    while at < len(unit.low) and not unit.capital(at) and _is_adverb(unit, at):
        at += 1
    return at


def _is_adverb(unit: Unit, at: int) -> bool:
    word, grammar = unit.low[at], unit.grammar
    return grammar.adverb(word) or word in grammar.objects or word in grammar.sure_times


def _may_begin(unit: Unit, at: int) -> bool:
    """Return whether a noun phrase that names somebody begins at ``at``."""
    if at >= len(unit.low) or unit.low[at] in STOPS:
        return False
    word, grammar = unit.low[at], unit.grammar
    if word in grammar.times or word in grammar.words.preposition - grammar.words.determiner:
        return False
    if word in grammar.noun_openers or word in grammar.titles:
        return True
    return unit.capital(at) or grammar.is_plural(word)


def _ends(unit: Unit, at: int) -> bool:
    """Return whether the noun phrase is over before token ``at``."""
    word, grammar = unit.low[at], unit.grammar
    if word in STOPS or word == QUOTED:
        return True
    if word in grammar.clauses.name_glue or unit.low[at - 1] in grammar.clauses.name_glue:
        return False
    if grammar.capital_nouns and unit.capital(at - 1) and not unit.capital(at):
        return True
    if word in grammar.group_breaks or word in grammar.words.infinitive:
        return not (unit.capital(at) and grammar.capital_nouns)
    if word in grammar.sure_times or word in grammar.objects:
        return True
    return word in grammar.words.preposition or word in grammar.words.adverb


def _past_name(unit: Unit, at: int) -> int:
    """Pass over ", Ann Lee" behind a description, and "(AB)" before it."""
    if unit.word(at) == "(" and unit.word(at + 2) == ")":
        after = _past_name(unit, at + 3)
        return after if after > at + 3 else at
    if unit.word(at) != "," or (unit.capital(at - 1) and not unit.grammar.capital_nouns):
        return at
    end = at + 1
    while end < len(unit.low) and end - at <= _LONGEST_NAME and unit.capital(end):
        end += 1
    return end if end > at + 2 and unit.word(end) in ("", ",", ".") else at
