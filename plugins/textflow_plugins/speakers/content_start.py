"""Content start: where begins what is reported behind a cue."""

from textflow_plugins.languages import Use
from textflow_plugins.speakers.cues import Cue
from textflow_plugins.speakers.tokens import DASHES, FULL, QUOTED, Unit

_REACH, _ASIDE = 25, 12
_SPOKEN_TO: frozenset[Use] = frozenset((Use.ADDRESSEE, Use.OBJECT))
_INFINITIVE: frozenset[Use] = frozenset((Use.INFINITIVE, Use.OBJECT))
_PAUSES = frozenset((",", ":", ";", QUOTED)) | FULL | DASHES
_AFTER_ADDRESSEE = frozenset((",", ".", ":", ";", QUOTED))


def content_start(unit: Unit, cue: Cue) -> int:
    """Return the token at which what is reported begins, adjuncts of the cue passed over."""
    at = cue.last
    if cue.verb.uses & _SPOKEN_TO and not cue.passive:
        at = _past_addressee(unit, at)
    if cue.verb.uses & _INFINITIVE:
        denied = at + (unit.word(at) in unit.grammar.words.negation)  # "told them not to"
        if _is_infinitive(unit, denied):
            return denied
    return _past_aside(unit, past_adjuncts(unit, at))


def _is_infinitive(unit: Unit, at: int) -> bool:
    """Return whether "to" and a verb are here: "to close", not "to the council"."""
    grammar = unit.grammar
    if at + 1 >= len(unit.low) or unit.low[at] not in grammar.words.infinitive:
        return False
    after = unit.low[at + 1]
    named = unit.capital(at + 1) or after in grammar.words.determiner
    return not (named or after in grammar.objects)


def _past_aside(unit: Unit, at: int) -> int:
    """Pass over ", however," and ", in a letter," where "that" follows."""
    low, grammar = unit.low, unit.grammar
    if unit.word(at) in DASHES:
        return _past_dashes(unit, at)
    if unit.word(at) != ",":
        return at
    for end in range(at + 1, min(len(low) - 1, at + _ASIDE)):
        if low[end] == "," and low[end + 1] in grammar.words.complementizer:
            return end + 1
        if low[end] == "," and not all(map(unit.capital, range(at + 1, end))):
            return at  # no place that is parted from its town: "in Ellery, Ohio, on Monday that"
        if low[end] in grammar.words.complementizer and _ends_place(unit, end):
            return end
        if low[end] == QUOTED or low[end] in grammar.finite:
            break
    return at


def _ends_place(unit: Unit, at: int) -> bool:
    """Return whether a place or a time is before "that": "in Ellery, Ohio on Monday that"."""
    return unit.capital(at - 1) or unit.low[at - 1] in unit.grammar.times


def _past_dashes(unit: Unit, at: int) -> int:
    """Pass over "- falsely -" where "that" or quoted words follow."""
    low, openers = unit.low, unit.grammar.words.complementizer | {QUOTED}
    for end in range(at + 1, min(len(low) - 1, at + _ASIDE)):
        if low[end] in DASHES:
            return end + 1 if low[end + 1] in openers else at
    return at


def _past_addressee(unit: Unit, at: int) -> int:
    grammar, word = unit.grammar, unit.word(at)
    if word in ("", ",", ":", QUOTED) or word in grammar.no_hearers:
        return at
    if word in grammar.hearers:
        return at + 1
    if grammar.fixed_order and word in grammar.words.preposition:
        return at
    end = at
    while end < len(unit.low) and _in_addressee(unit, end, at):
        end += 1
    return end


def _in_addressee(unit: Unit, at: int, first: int) -> bool:
    """Return whether token ``at`` still belongs to the one spoken to."""
    word, grammar = unit.low[at], unit.grammar
    if _ends_addressee(unit, at):
        return False
    if at == first or unit.low[at - 1] in grammar.clauses.hearer_glue:
        return True
    if word in grammar.words.preposition and word not in grammar.noun_openers:
        return word in grammar.clauses.hearer_preposition
    return word not in grammar.noun_openers and _goes_with(unit, at)


def _ends_addressee(unit: Unit, at: int) -> bool:
    """Return whether a mark, a clause or a verb is at ``at``: nobody is spoken to behind it."""
    word, grammar = unit.low[at], unit.grammar
    if word in _AFTER_ADDRESSEE or word in grammar.clauses.clause_opener:
        return True
    return word in grammar.finite and not unit.capital(at)


def _goes_with(unit: Unit, at: int) -> bool:
    """Return whether a word is of one noun phrase with the word before it."""
    before, grammar = unit.low[at - 1], unit.grammar
    if unit.capital(at - 1) == unit.capital(at) or before in grammar.words.determiner:
        return True
    ends = grammar.plural(before) and not grammar.single_owner(before)
    return unit.low[at] in grammar.titles or not ends


def past_adjuncts(unit: Unit, at: int) -> int:
    """Return the first token from ``at`` on that is of no adverb, time or place."""
    limit = min(len(unit.low), at + _REACH)
    while at < limit:
        after = _past_adjunct(unit, at)
        if after == at:
            break
        at = after
    return at


def _past_adjunct(unit: Unit, at: int) -> int:
    """Return the token after one adverb, time or prepositional phrase, or ``at``."""
    word, grammar = unit.low[at], unit.grammar
    if word in grammar.sure_times:
        return _past_date(unit, at + 1)
    if grammar.adverb(word):
        return at + 1
    if word in grammar.which_time and unit.word(at + 1) in grammar.times:
        return at + 2
    if word in grammar.words.preposition:
        return _past_phrase(unit, at + 1)
    return at


def _past_date(unit: Unit, at: int) -> int:
    low, times = unit.low, unit.grammar.times
    while at < len(low) and (low[at].isdigit() or low[at] in times):
        at += 1
    return at


def _past_phrase(unit: Unit, at: int) -> int:
    """Return the token after the noun phrase of a preposition."""
    size = len(unit.low)
    first = at + 1 if _governs(unit, at) else at
    at = first
    while at < size and unit.low[at] not in _PAUSES and (at == first or not _begins(unit, at)):
        at += 1
    return _past_noun(unit, first, at) if unit.grammar.capital_nouns else at


def _past_noun(unit: Unit, first: int, at: int) -> int:
    """Return the token behind the noun of a phrase: "in einer gestern gezeigten Botschaft"."""
    if unit.word(first) not in unit.grammar.words.determiner:
        return at
    end, limit = at, min(len(unit.low), first + _ASIDE)
    while end < limit and not any(map(unit.capital, range(first, end))):
        if unit.low[end] in _PAUSES or unit.low[end] in unit.grammar.phrase_ends:
            return at
        end += 1
    return end


def _governs(unit: Unit, at: int) -> bool:
    """Return whether a participle and its object are here: (in) thanking the crew."""
    low, grammar = unit.low, unit.grammar
    if at + 1 >= len(low) or unit.capital(at) or not grammar.participle(low[at]):
        return False
    after, words = low[at + 1], grammar.words
    determined = after in words.determiner and after not in words.complementizer
    return determined or grammar.owner(after)


def _begins(unit: Unit, at: int) -> bool:
    """Return whether a new group of words begins at ``at``: a clause, a noun phrase, a verb."""
    grammar = unit.grammar
    word, before = unit.low[at], unit.low[at - 1]
    if word in grammar.phrase_ends:
        return True
    if word in grammar.words.determiner or word in grammar.words.contracted:
        return before not in grammar.noun_expecting
    if not unit.capital(at):
        return False
    if unit.capital(at - 1):
        return _is_behind_acronym(unit, at)
    return before not in grammar.name_expecting and not grammar.single_owner(before)


def _is_behind_acronym(unit: Unit, at: int) -> bool:
    """Return whether a name begins behind another one in capitals: "à la BBC Ann Lee"."""
    if unit.grammar.fixed_order or len(unit.tokens[at - 1]) == 1:
        return False
    if not unit.tokens[at - 1].isupper() or unit.tokens[at].isupper():
        return False
    two = at + 1 < len(unit.low) and unit.capital(at + 1)
    return two or unit.low[at] in unit.grammar.first_names
