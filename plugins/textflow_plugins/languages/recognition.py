"""
Recognition: in which of the languages a text is, by its words of grammar.

These words are everywhere in running text and hardly anywhere in that of another
language; a word of several languages counts for each by its share. What is too short,
too mixed or in a language without such words is not recognised: better no answer than
a wrong one.
"""

import re
from collections import Counter
from functools import lru_cache
from typing import Protocol

from textflow_plugins.languages.anywhere import every_language
from textflow_plugins.languages.language import Language

#: The language of a text that nothing is known of.
DEFAULT = "en"
#: The option that leaves it to the text.
AUTO = "auto"
#: So many characters of a text are looked at.
_READ = 3000
#: So much must be said for a language, in words of its own, and so often more than for the next.
_ENOUGH = 3
_CLEARLY = 1.5
#: And this share of all words are words of grammar, its own or not.
_SHARE = 0.25

_WORD = re.compile(r"[^\W\d_]+")


class Stated(Protocol):
    """A document, as far as it matters here."""

    @property
    def text(self) -> str:
        """The text."""
        ...

    def language(self, default: str) -> str:
        """Return the language that its source states, or the default."""
        ...


def language_of(doc: Stated, option: str) -> str:
    """Return the language that the document states, that of the option, or what its text shows."""
    stated = doc.language(option)
    return stated if stated != AUTO else recognised(doc.text[:_READ]) or DEFAULT


@lru_cache(maxsize=8)  # the stages ask for one document after the other
def recognised(text: str) -> str | None:
    """
    Return the language of a text, or None if that is not clear.

    >>> recognised("Der Hafen wird im Mai wieder geöffnet, sagte die Stadt, und das ist gut.")
    'de'
    """
    words = Counter(_WORD.findall(text.lower()))
    scores = sorted((score, tag) for tag, score in _scores(words).items())
    (next_most, _), (most, tag) = ((0.0, ""), (0.0, ""), *scores)[-2:]
    if most < _ENOUGH or most < _CLEARLY * next_most:
        return None
    return tag if _grammar_share(words, tag) >= _SHARE else None


def _scores(words: Counter[str]) -> dict[str, float]:
    """Return what is said for each language; words are added up in the order of the text."""
    known = _known()
    scores: dict[str, float] = {}
    for word, often in words.items():
        tags = known.get(word, ())
        for tag in tags:
            scores[tag] = scores.get(tag, 0.0) + often / len(tags)
    return scores


def _grammar_share(words: Counter[str], tag: str) -> float:
    known = _known()
    heard = sum(often for word, often in words.items() if tag in known.get(word, ()))
    return heard / words.total()


@lru_cache(maxsize=1)
def _known() -> dict[str, list[str]]:
    """Return each word of grammar with its languages."""
    found: dict[str, list[str]] = {}
    for one in every_language():
        for word in filter(str.isalpha, function_words(one)):
            found.setdefault(word, []).append(one.tag)
    return found


def function_words(known: Language) -> frozenset[str]:
    """Return the words of all closed classes, the pronouns, and what else is light."""
    words = known.words
    verbs = words.be | words.have | words.do | words.modal | words.contracted | words.infinitive
    small = words.determiner | words.preposition | words.conjunction | words.subordinator
    pronouns = frozenset(one.word for one in known.pronouns)
    return (
        verbs.union(small, words.question, words.expletive, words.light, pronouns) - words.numeral
    )
