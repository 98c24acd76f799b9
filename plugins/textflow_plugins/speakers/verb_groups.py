"""Verb groups: a reporting verb with what helps it, where its parts may be far from each other."""

from textflow_plugins.languages import Form, Use, VerbForm
from textflow_plugins.speakers.tokens import QUOTED, STOPS, Span, Unit

_FINITE: frozenset[Form] = frozenset((Form.THIRD, Form.PRESENT, Form.PAST, Form.SUBJUNCTIVE))
#: How far the parts of a verb are from each other.
_BRACKET = 20
_ENDS_CLAUSE = frozenset((",", ";", ":", ".", "!", "?"))


def particle_end(unit: Unit, at: int, verb: VerbForm) -> int | None:
    """Return the token behind the particle of a verb, None where it is not there."""
    if not verb.particle:
        return None if _is_other_verb(unit, at) else at + 1
    if unit.word(at + 1) == verb.particle:
        return at + 2
    if " " in verb.particle and not unit.grammar.verb_second:
        return _past_words(unit, at + 1, verb.particle.split(" "))
    return _parted_end(unit, at, verb.particle) if unit.grammar.verb_second else None


def _parted_end(unit: Unit, at: int, particle: str) -> int | None:
    """Return the token behind a particle: "gab ... bekannt", "bekannt gegeben"."""
    if at and unit.low[at - 1] == particle:
        return at + 1
    words = particle.split(" ")
    for first in range(at + 1, min(len(unit.low), at + _BRACKET)):
        end = first + len(words)
        if unit.low[first:end] == words and _closes(unit, end):
            return end
    return None


def _is_other_verb(unit: Unit, at: int) -> bool:
    """Return whether the clause of a verb ends in a part of another one: "findet ... statt"."""
    grammar = unit.grammar
    if not grammar.verb_second:
        return False
    limit = min(len(unit.low), at + _BRACKET)
    end = next((end for end in range(at + 1, limit) if unit.low[end] in _ENDS_CLAUSE), None)
    if end is None or end - 1 <= at:
        return False
    return unit.low[end - 1] in grammar.clauses.verb_particle


def _past_words(unit: Unit, at: int, words: list[str]) -> int | None:
    """Return the token behind words, None where they are not at token ``at``."""
    end = at + len(words)
    return end if unit.low[at:end] == words else None


def _closes(unit: Unit, at: int) -> bool:
    """Return whether a clause is over: at a stop, or where "dat" opens the next one."""
    word, grammar = unit.word(at), unit.grammar
    if not grammar.capital_nouns and word in grammar.words.complementizer:
        return True  # a comma before it is German alone
    return word in STOPS or at >= len(unit.low)


def verb_group(unit: Unit, at: int, verb: VerbForm, floor: int) -> Span | None:
    """Return the verb with what helps it, None where it is not the verb of a clause."""
    if unit.grammar.verb_second:
        return _parted_group(unit, at, verb, floor)
    first = at
    while first > floor and _helps(unit, first - 1):
        first -= 1
    if first == at and goes_on_to(unit, at):
        first = max(floor, at - 2)  # "llegó a afirmar"
    return Span(first, at + 1) if _makes_clause(unit, first, at, verb) else None


def _parted_group(unit: Unit, at: int, verb: VerbForm, floor: int) -> Span | None:
    """Return the verb group where other words may be in it: "hat ... erklärt"."""
    if at and unit.low[at - 1] in unit.grammar.words.infinitive:
        return None  # "zu berichten"
    held = _bracket(unit, at, floor) if Form.PARTICIPLE in verb.forms else None
    return held or (Span(at, at + 1) if verb.forms & _FINITE else None)


def _makes_clause(unit: Unit, first: int, at: int, verb: VerbForm) -> bool:
    """Return whether a verb, with what helps it from ``first`` on, is that of a clause."""
    if verb.forms & _FINITE:
        return True
    if Form.PARTICIPLE in verb.forms:
        words = unit.grammar.words
        return not (words.have | words.be).isdisjoint(unit.low[first:at])
    return _opens(unit, at, verb)


def _opens(unit: Unit, at: int, verb: VerbForm) -> bool:
    """Return whether a form that is not finite makes a clause: ", ajoutant que"."""
    if Form.GERUND in verb.forms:
        return True
    before, grammar = unit.low[at - 1] if at else "", unit.grammar
    known = before in grammar.clauses.before_participle and Use.ENSURES not in verb.uses
    if Form.BASE not in verb.forms:
        return False
    return known or before in grammar.subjects or goes_on_to(unit, at)


def goes_on_to(unit: Unit, at: int) -> bool:
    """Return whether a verb that leaves it true is before another: "llegó a afirmar"."""
    grammar = unit.grammar
    first = at - 1
    if first > 0 and unit.low[first] in grammar.words.preposition:
        first -= 1
    return first >= 0 and unit.low[first] in grammar.clauses.aspect


def _helps(unit: Unit, at: int) -> bool:
    """Return whether a word belongs to the verb group behind it."""
    word, grammar = unit.low[at], unit.grammar
    if unit.capital(at) and at:
        return False
    if grammar.helps(word):
        return True
    # "a-t-il déclaré": the pronoun is between.
    return word in grammar.subjects and at > 0 and unit.low[at - 1] in grammar.auxiliaries


def _bracket(unit: Unit, at: int, floor: int) -> Span | None:
    """Return verb group of a participle at the end of its clause: "hat ... erklärt"."""
    words = unit.grammar.words
    helpers = words.have | words.passive
    if unit.word(at + 1) in helpers:
        return Span(at, at + 2)
    for first in range(at - 1, max(floor, at - _BRACKET) - 1, -1):
        if unit.low[first] in helpers:
            return Span(first, at + 1)
        if unit.low[first] in STOPS and unit.low[first] not in ("(", ")", QUOTED):
            return None
    return None


def is_negated(unit: Unit, cue: Span) -> bool:
    """Return whether nothing is said."""
    words = unit.grammar.words
    if unit.word(cue.last) in words.negation:
        return True
    return not words.negation.isdisjoint(unit.low[cue.first : cue.last])


def is_passive(unit: Unit, cue: Span) -> bool:
    """Return whether the subject is what is said: "a été annoncé"."""
    grammar, words = unit.grammar, unit.grammar.words
    group = frozenset(unit.low[cue.first : cue.last])
    if cue.last - cue.first == 1:
        return False
    if group & grammar.reflexives:
        return grammar.reflexive_passive and unit.word(cue.last) in words.complementizer
    verbs = grammar.reporting.get(unit.low[cue.last - 1], ())
    participle = any(Form.PARTICIPLE in verb.forms for verb in verbs)
    return participle and bool(group & (words.passive or words.be))
