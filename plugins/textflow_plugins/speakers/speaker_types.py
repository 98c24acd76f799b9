"""Speaker types: whether a speaker is a person, an institution, or only described."""

from collections.abc import Sequence

from textflow_plugins.languages import Grammar
from textflow_plugins.speakers.names import is_person

_LONGEST_PERSON, _LONGEST_SHORT = 3, 5
#: Words of "la Banque mondiale".
_LEAST_NAMED = 3


def type_of(name: str, kind: str, grammar: Grammar, *, titled: bool) -> str:
    """Return the type of a speaker by the name, the kind of mention and what stands beside."""
    words = name.split(" ")
    if kind != "name":
        return _described(words, grammar)
    if is_person(words, grammar):
        return "person"
    named = _named(words, grammar)
    return "person" if titled and named != "organisation" else named


def _described(words: Sequence[str], grammar: Grammar) -> str:
    low = [word.lower() for word in words]
    if _is_named_body(words, low, grammar):
        return "organisation"
    documents = grammar.entities.document
    head = low[1:] if low[0] in grammar.words.determiner else low
    return "document" if not documents.isdisjoint(head[:_LONGEST_PERSON]) else "description"


def _is_named_body(words: Sequence[str], low: Sequence[str], grammar: Grammar) -> bool:
    """Return whether a description is the name of an institution: "le ministère de la Mer"."""
    if grammar.fixed_order or grammar.capital_nouns or len(words) < _LEAST_NAMED:
        return False
    if low[0] not in grammar.words.definite or low[1] not in grammar.entities.organisation:
        return False
    return words[1][0].isupper() or any(_is_of_one(words[at:], grammar) for at in (2, 3))


def _is_of_one(words: Sequence[str], grammar: Grammar) -> bool:
    """Return whether what an institution is of is told: "de la Mer", "de Brest"."""
    if len(words) <= 1 or words[0].lower() not in grammar.words.genitive:
        return False
    return words[1][0].isupper() or words[1].lower() in grammar.words.definite


def _named(words: Sequence[str], grammar: Grammar) -> str:
    low = [word.lower() for word in words]
    if not grammar.institutions.isdisjoint(low):
        return "organisation"
    if not grammar.fixed_order and " ".join(low) in grammar.entities.region:
        return "organisation"  # a country, or the capital that stands for its rulers
    if len(words) == 1:
        return _named_alone(words[0], grammar)
    if grammar.fixed_order and (low[-1] in grammar.people or low[-1] in grammar.words.plural):
        return "group"
    long = len(words) > _LONGEST_PERSON
    return "organisation" if long or _ends_in_capitals(words) else "person"


def _named_alone(word: str, grammar: Grammar) -> str:
    """Return the type of a name of one word: "Republicans", "ScotRail", "NFL", "Lee"."""
    low = word.lower()
    if grammar.is_plural(low) and low in grammar.words.plural:
        return "group"
    short = word.isupper() and len(word) <= _LONGEST_SHORT
    if short or _is_joined(word, grammar) or _ends_in_capitals([word]):
        return "organisation"
    return "person"


def _ends_in_capitals(words: Sequence[str]) -> bool:
    """Return whether a name ends in capitals and has some within a word: "Tern LLC"."""
    inner = any(word[1:] != word[1:].lower() and word.isalpha() for word in words)
    return inner and words[-1].isupper()


def _is_joined(word: str, grammar: Grammar) -> bool:
    """Return whether a word is joined of two, as companies are: ScotRail, not McLean."""
    second = next((at for at in range(1, len(word)) if word[at].isupper()), 0)
    return (
        word.isalpha() and second > 1 and word[:second].lower() not in grammar.entities.name_start
    )
