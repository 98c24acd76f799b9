"""Anywhere: what holds in texts of all languages, for who reads a page before its language."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from textflow_plugins.languages.language import Language, language, tags


@lru_cache(maxsize=1)
def every_language() -> tuple[Language, ...]:
    """Return the tables of all languages in the order of their tags, and of `und`."""
    return tuple(language(tag) for tag in (*sorted(tags()), "und"))


def anywhere(words: Callable[[Language], frozenset[str]]) -> frozenset[str]:
    """
    Return the words of a class in all languages together.

    >>> sorted(anywhere(lambda one: one.words.definite) & {"the", "ago"})
    ['the']
    """
    return frozenset().union(*(words(one) for one in every_language()))


def any_of(words: Iterable[str]) -> str:
    r"""
    Return a pattern, for `re.VERBOSE`, that finds any of the words, the longest first.

    >>> any_of({"on", "on the"})
    '(?:on\\ the|on)'
    >>> any_of(())
    '(?!)'
    """
    longest = sorted(words, key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, longest))})" if longest else "(?!)"
