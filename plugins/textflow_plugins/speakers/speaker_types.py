"""Speaker types: whether a speaker is a person, an institution, or only described."""

from collections.abc import Sequence

from textflow_plugins.languages import Grammar
from textflow_plugins.speakers.names import is_person

_LONGEST_PERSON, _LONGEST_SHORT = 3, 5


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
    documents = grammar.entities.document
    head = low[1:] if low[0] in grammar.words.determiner else low
    return "document" if not documents.isdisjoint(head[:_LONGEST_PERSON]) else "description"


def _named(words: Sequence[str], grammar: Grammar) -> str:
    low = [word.lower() for word in words]
    if not grammar.institutions.isdisjoint(low):
        return "organisation"
    if len(words) == 1 and grammar.is_plural(low[0]) and low[0] in grammar.words.plural:
        return "group"
    if len(words) == 1 and _is_joined(words[0], grammar):
        return "organisation"
    short = len(words) == 1 and words[0].isupper() and len(words[0]) <= _LONGEST_SHORT
    inner = any(word[1:] != word[1:].lower() and word.isalpha() for word in words)
    if short or (inner and words[-1].isupper()) or len(words) > _LONGEST_PERSON:
        return "organisation"
    return "person"


def _is_joined(word: str, grammar: Grammar) -> bool:
    """Return whether a word is joined of two, as companies are: ScotRail, not McLean."""
    second = next((at for at in range(1, len(word)) if word[at].isupper()), 0)
    return (
        word.isalpha() and second > 1 and word[:second].lower() not in grammar.entities.name_start
    )
