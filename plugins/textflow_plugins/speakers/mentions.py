"""Mentions: what the words that name a speaker are by themselves, whoever is meant."""

from textflow_plugins.speakers.tokens import Span, Unit

#: Tokens of "el informe".
_OPENS = 2
#: Marks of quotation are no part of a description.
_UNMARKED = dict.fromkeys(map(ord, '"\u201c\u201d\u201e\u00ab\u00bb'))


def is_pronoun(unit: Unit, phrase: Span) -> bool:
    """Return whether a pronoun that can be a subject names somebody: "she"."""
    if phrase.last - phrase.first > 1:
        return False
    return unit.grammar.pronoun(unit.low[phrase.first]) in unit.grammar.subjects


def is_object(unit: Unit, phrase: Span) -> bool:
    """Return whether who is named is a pronoun in another case: "selon lui"."""
    word, grammar = unit.low[phrase.first], unit.grammar
    return _is_one_word(phrase) and word in grammar.objects and word not in grammar.subjects


def is_relative(unit: Unit, phrase: Span) -> bool:
    """Return whether a relative pronoun names somebody: "who", an article alone: "der"."""
    word, words = unit.low[phrase.first], unit.grammar.words
    return word in words.relative or (_is_one_word(phrase) and word in words.definite)


def is_nobody(unit: Unit, phrase: Span) -> bool:
    """Return whether a phrase names nobody: a word of grammar alone, a time of day."""
    grammar = unit.grammar
    if grammar.fixed_order:
        return False
    if head(unit, phrase) in grammar.sure_times and not _speaks(unit, phrase):
        return True
    if _is_anybody(unit, phrase):
        return True
    words = grammar.words
    known = words.complementizer | words.demonstrative | grammar.articles
    known |= grammar.clauses.promotion
    return _is_one_word(phrase) and unit.low[phrase.first] in known


def _is_anybody(unit: Unit, phrase: Span) -> bool:
    """Return whether a phrase means people at large: "on", "l'on"."""
    grammar = unit.grammar
    first = phrase.first + (unit.low[phrase.first] in grammar.articles)
    return phrase.last - first == 1 and unit.low[first] in grammar.words.expletive


def _speaks(unit: Unit, phrase: Span) -> bool:
    """Return whether a phrase opens with one who speaks: "el informe publicado este martes"."""
    grammar = unit.grammar
    near = unit.low[phrase.first : phrase.first + _OPENS]
    return not (grammar.capital_nouns or grammar.speaking.isdisjoint(near))


def head(unit: Unit, phrase: Span) -> str:
    """Return the noun of a phrase: "the founder of the firm" is a founder."""
    prepositions = unit.grammar.words.preposition
    ends = (at for at in range(phrase.first + 1, phrase.last) if unit.low[at] in prepositions)
    return unit.low[next(ends, phrase.last) - 1]


def is_age(word: str) -> bool:
    """Return whether a word is an age: "34-year-old"."""
    number, _, unit = word.partition("-")
    return number.isdigit() and "-" in unit


def description(unit: Unit, text: str, phrase: Span) -> str:
    """Return a phrase as it is written, marks of quotation and line breaks left out."""
    written = unit.text(text, phrase.first, phrase.last)
    return " ".join(written.translate(_UNMARKED).split())


def _is_one_word(phrase: Span) -> bool:
    return phrase.last - phrase.first == 1
