"""Phrases: groups of words behind a verb, and where the clause around one begins."""

from textflow_plugins.speakers.content_start import past_adjuncts
from textflow_plugins.speakers.tokens import QUOTED, STOPS, Span, Unit

_LONGEST = 40
_LONGEST_NAME, _LEAST_NAME = 5, 2
_AFTER_NAME = frozenset(("", ",", ".", "(", ")", ":", ";"))


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
        if not _may_begin(unit, at) or _names_noun(unit, at):
            return None
    end = at + 1
    while end < len(unit.low) and end - at < _LONGEST and not _ends(unit, end):
        end += 1
    while end > at and unit.low[end - 1] in unit.grammar.clauses.name_glue:
        end -= 1
    return past_name(unit, Span(at, end)) if end > at else None


def _names_noun(unit: Unit, at: int) -> bool:
    """Return whether a name goes with the noun before it: "(con) el diario El Faro"."""
    named = unit.capital(at) and unit.low[at] in unit.grammar.articles
    return named and at > 0 and unit.low[at - 1].isalpha()


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
    if grammar.verb_second and unit.capital(at - 1) and not unit.capital(at):
        return True
    if word in grammar.group_breaks or word in grammar.words.infinitive:
        return not (unit.capital(at) and grammar.capital_nouns)
    if word in grammar.sure_times or word in grammar.objects:
        return True
    return word in grammar.words.preposition or word in grammar.words.adverb


def past_name(unit: Unit, phrase: Span) -> Span:
    """Return a description with the name behind it: "le maire de Nant, Ann Lee"."""
    first, at = phrase
    if unit.word(at) == "(" and unit.word(at + 2) == ")":
        at += 3
    described = unit.low[first] in unit.grammar.words.determiner or not unit.capital(first)
    if unit.word(at) != "," or not (described or unit.grammar.capital_nouns):
        return phrase
    name = at + 1
    while unit.word(name) in unit.grammar.articles or _is_role(unit, name):
        name += 1
    end = name
    while end < len(unit.low) and end - name <= _LONGEST_NAME and _goes_on(unit, end, name):
        end += 1
    least = _LEAST_NAME if name == at + 1 else 1
    whole = end >= name + least and unit.word(end) in _AFTER_NAME
    return Span(first, end) if whole else phrase


def _is_role(unit: Unit, at: int) -> bool:
    return unit.word(at) in unit.grammar.titles and unit.word(at) not in STOPS


def _goes_on(unit: Unit, at: int, first: int) -> bool:
    """Return whether a name has token ``at`` in it: "Ursula von der Leyen"."""
    particle = at > first and unit.low[at] in unit.grammar.entities.particle
    return particle or (unit.capital(at) and unit.low[at] not in unit.grammar.no_names)
