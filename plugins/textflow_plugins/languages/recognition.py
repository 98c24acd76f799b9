"""
Recognition: in which of the languages a text is, by its words of grammar.

These words are everywhere in running text, and few of them in that of another
language. What is too short, too mixed or in a language without such words is not
recognised: better no answer than a wrong one.
"""

from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from itertools import chain
from typing import Protocol, TypeVar

from textflow_plugins.languages.anywhere import every_language
from textflow_plugins.languages.language import Language

#: The language of a text that nothing is known of.
DEFAULT = "en"
#: The option that leaves it to the text.
AUTO = "auto"
#: Of a text that is surely not in the default language, nor in one that is recognised.
UNKNOWN = "und"
#: It has so many different words, and no more than this share of them is of the default one.
_LONG, _FOREIGN = 30, 0.1
#: The last of the Latin letters, those with accents included.
_LATIN = "\u024f"
#: So many characters of a text are looked at first, and so many if they do not show it.
_READ = (400, 3000)
#: So many different words of grammar must be there,
_ENOUGH = 5
#: so many more than of any other language,
_CLEARLY = 1.35
#: and this share of all words.
_SHARE = 0.22
#: or so many, and so many times those of any other language: words of grammar that are parts of
#: others, as in Arabic, are a smaller share.
_MANY, _FAR = 15, 5

#: What is around a word without a space, as spaces.
_AROUND = dict.fromkeys(map(ord, "\"'(),.:;!?\u2018\u2019\u201c\u201d\u201e\xab\xbb"), " ")


T = TypeVar("T")


class Stated(Protocol):
    """A document, as far as it matters here."""

    def shared(self, find: Callable[[str], T]) -> T:
        """Return what a function finds in the text, found once for all who ask."""
        ...

    def language(self, default: str) -> str:
        """Return the language that its source states, or the default."""
        ...


def language_of(doc: Stated, option: str) -> str:
    """Return the language that the document states, that of the option, or what its text shows."""
    stated = doc.language(option)
    return stated if stated != AUTO else doc.shared(recognised) or DEFAULT


def language_spoken(doc: Stated, option: str) -> str:
    """Return the same, for those who must read every word: `und` is better than a wrong one."""
    stated = doc.language(option)
    if stated != AUTO:
        return stated
    return doc.shared(recognised) or (UNKNOWN if doc.shared(is_foreign) else DEFAULT)


def is_foreign(text: str) -> bool:
    """
    Return whether hardly a word of grammar in a text is of the default language.

    >>> is_foreign("The harbour of the town is closed.")
    False
    """
    if _is_other_script(text[: _READ[0]]):
        return True
    plain = text[: _READ[-1]].lower().translate(_AROUND).split()
    words = {word for word in plain if word.isalpha()}
    return len(words) >= _LONG and len(words & _known()[DEFAULT]) <= _FOREIGN * len(words)


def _is_other_script(text: str) -> bool:
    """Return whether most letters of a text are none of the Latin ones, which the default has."""
    letters = list(filter(str.isalpha, text))
    return 2 * sum(letter > _LATIN for letter in letters) > len(letters)


def recognised(text: str) -> str | None:
    """
    Return the language of a text, or None if that is not clear.

    >>> recognised("Der Hafen wird im Mai wieder geöffnet, sagte die Stadt, und das ist gut.")
    'de'
    """
    for size in _READ:
        found = _language_of(set(text[:size].lower().translate(_AROUND).split()))
        if found or size >= len(text):
            return found
    return None


def _language_of(words: set[str]) -> str | None:
    tags = _tags_by_word()
    counts = Counter(chain.from_iterable(map(tags.__getitem__, words & _known_anywhere())))
    ranked = sorted((count, tag) for tag, count in counts.items())
    (next_most, _), (most, tag) = [(0, ""), (0, ""), *ranked][-2:]
    clear = most >= _CLEARLY * next_most and most >= max(_ENOUGH, _SHARE * len(words))
    return tag if clear or most >= max(_MANY, _FAR * next_most) else None


@lru_cache(maxsize=1)
def _known() -> dict[str, frozenset[str]]:
    """Return the words of grammar of each language that has some."""
    known = {one.tag: function_words(one) for one in every_language()}
    return {tag: words for tag, words in known.items() if words}


@lru_cache(maxsize=1)
def _tags_by_word() -> dict[str, list[str]]:
    """Return the languages that have a word of grammar."""
    tags: dict[str, list[str]] = {}
    for tag, words in _known().items():
        for word in words:
            tags.setdefault(word, []).append(tag)
    return tags


@lru_cache(maxsize=1)
def _known_anywhere() -> frozenset[str]:
    return frozenset(_tags_by_word())


def function_words(known: Language) -> frozenset[str]:
    """Return the words of all closed classes, the pronouns, and what else is light."""
    words = known.words
    verbs = words.be | words.have | words.do | words.modal | words.contracted | words.infinitive
    small = words.determiner | words.preposition | words.conjunction | words.subordinator
    pronouns = frozenset(one.word for one in known.pronouns)
    return (
        verbs.union(small, words.question, words.expletive, words.light, pronouns) - words.numeral
    )
