"""Phrases: groups of words behind a verb, and where the clause around one begins."""

from functools import lru_cache

from textflow_plugins.languages import Grammar
from textflow_plugins.speakers.content_start import past_adjuncts
from textflow_plugins.speakers.tokens import STOPS, Span, Unit

_LONGEST = 40
_LONGEST_NAME, _LEAST_NAME, _ASIDE = 5, 2, 8
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
    at = _beginning(unit, first)
    if at is None:
        return None
    end = at + 1
    while end < len(unit.low) and end - at < _LONGEST and not _ends(unit, end):
        end += 1
    while end > at and unit.low[end - 1] in unit.grammar.clauses.name_glue:
        end -= 1
    return past_name(unit, Span(at, end)) if end > at else None


def _beginning(unit: Unit, first: int) -> int | None:
    """Return where a noun phrase begins at ``first`` or behind the adverbs and times there."""
    at = _past_adverbs(unit, first)
    if _may_begin(unit, at):
        return at
    at = past_adjuncts(unit, first)
    return at if _may_begin(unit, at) and not _names_noun(unit, at) else None


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
    if unit.capital(at) and word in grammar.entities.particle and not grammar.capital_nouns:
        return at + 1 < len(unit.low) and unit.capital(at + 1)
    if word in grammar.times or word in grammar.governing:
        return False
    if word in grammar.noun_openers or word in grammar.titles or unit.capital(at):
        return True
    return grammar.is_plural(word) or _names_somebody(unit, at)


def _names_somebody(unit: Unit, at: int) -> bool:
    """Return whether a noun of people without an article is before a name: "ingenieur Neef"."""
    named = at + 1 < len(unit.low) and unit.names[at + 1] == 1
    return named and unit.low[at] in unit.grammar.person_nouns


def _ends(unit: Unit, at: int) -> bool:
    """Return whether the noun phrase is over before token ``at``."""
    word, grammar = unit.low[at], unit.grammar
    if word in STOPS:
        return True
    if _is_glued(unit, at) or _names_bearer(unit, at):
        return False
    if _leaves_name(unit, at):
        return True
    if word in grammar.group_breaks or word in grammar.words.infinitive:
        return not grammar.capital_nouns or not unit.capital(at)
    return word in _outside(grammar)


def _is_glued(unit: Unit, at: int) -> bool:
    """Return whether a token belongs to a phrase: "de", "der" and what follows, "(27) ans"."""
    word, before, glue = unit.low[at], unit.low[at - 1], unit.grammar.clauses.name_glue
    counted = before.isdigit() and word in unit.grammar.calendar.period
    return counted or word in glue or before in glue


def _names_bearer(unit: Unit, at: int) -> bool:
    """Return whether a name with a word of grammar in it is behind a title: "el cura Al Mora"."""
    title, grammar = unit.low[at - 1], unit.grammar
    if title not in grammar.titles or grammar.capital_nouns or not unit.capital(at):
        return False
    return at + 1 < len(unit.low) and unit.capital(at + 1)


def _leaves_name(unit: Unit, at: int) -> bool:
    """Return whether a word in small letters ends a name: the verb may be at the end."""
    return unit.grammar.verb_second and unit.capital(at - 1) and not unit.capital(at)


@lru_cache(maxsize=64)
def _outside(grammar: Grammar) -> frozenset[str]:
    """Return the words that no noun phrase goes on with: times, objects, prepositions, adverbs."""
    words = grammar.words
    return frozenset().union(grammar.sure_times, grammar.objects, words.preposition, words.adverb)


def past_name(unit: Unit, phrase: Span) -> Span:
    """Return a description with the name behind it: "le maire de Nant, Ann Lee"."""
    first, at = phrase
    if unit.word(at) == "(" and unit.word(at + 2) == ")":
        at += 3
    if unit.word(at) != "," or not _may_describe(unit, first):
        return phrase
    end = _apposed_end(unit, at + 1) or _past_aside(unit, at + 1)
    return Span(first, end) if end is not None else phrase


def _past_aside(unit: Unit, first: int) -> int | None:
    """Return where the name ends behind an aside: ", basé à Nant, Ann Lee"."""
    if first >= len(unit.low) or unit.capital(first) or unit.low[first] in unit.grammar.frames:
        return None
    limit = min(len(unit.low), first + _ASIDE)
    comma = next((at for at in range(first, limit) if unit.low[at] in STOPS), None)
    if comma is None or unit.low[comma] != ",":
        return None
    end = _apposed_end(unit, comma + 1)
    return end if end is not None and unit.low[end : end + 1] == [","] else None


def _may_describe(unit: Unit, first: int) -> bool:
    """Return whether a phrase that begins at ``first`` may be a description, and no name."""
    if unit.grammar.capital_nouns or not unit.capital(first):
        return True
    return unit.low[first] in unit.grammar.words.determiner


def _apposed_end(unit: Unit, first: int) -> int | None:
    """Return where the name ends that begins at ``first``, None where it is none."""
    name = _past_role(unit, first)
    end = name
    while end < len(unit.low) and end - name <= _LONGEST_NAME and _goes_on(unit, end, name):
        end += 1
    least = _LEAST_NAME if name == first else 1
    whole = end >= name + least and unit.word(end) in _AFTER_NAME
    return end if whole else None


def _past_role(unit: Unit, at: int) -> int:
    """Return the token behind the articles and titles before a name."""
    while unit.word(at) in unit.grammar.articles or _is_role(unit, at):
        at += 1
    return at


def _is_role(unit: Unit, at: int) -> bool:
    return unit.word(at) in unit.grammar.titles and unit.word(at) not in STOPS


def _goes_on(unit: Unit, at: int, first: int) -> bool:
    """Return whether a name has token ``at`` in it: "Ursula von der Leyen"."""
    particle = at > first and unit.low[at] in unit.grammar.entities.particle
    return particle or (unit.capital(at) and unit.low[at] not in unit.grammar.no_names)
