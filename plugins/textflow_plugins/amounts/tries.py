"""Patterns of many words that are still fast."""

import re
from collections.abc import Iterable
from itertools import groupby


def trie(words: Iterable[str]) -> str:
    """
    Return a pattern that matches the longest of ``words``, letter by letter.

    An alternation of n words tries n words at every place of a text; this one
    looks at the first letter only, and then at the letters that may follow it.

    >>> trie(["one", "once", "two"])
    '(?:on(?:ce|e)|two)'
    """
    return _branches(sorted(set(words)))


def one_of(words: Iterable[str]) -> str:
    """
    Return a pattern that matches the longest of ``words``, and nothing where there are none.

    >>> one_of(["a", "an"]), one_of([])
    ('(?:a(?:n)?)', '(?!)')
    """
    pattern = trie(words)
    return f"(?:{pattern})" if pattern else "(?!)"


def locked(name: str, pattern: str) -> str:
    """
    Return a pattern that gives back nothing of what ``pattern`` matched first.

    ``(?>...)`` and ``*+`` say the same, but CPython before 3.11.5 matches them wrongly.

    >>> bool(re.match(locked("as", "a*") + "ab", "aaab"))
    False
    """
    return f"(?=(?P<{name}>{pattern}))(?P={name})"


def _branches(words: list[str]) -> str:
    parts = [
        re.escape(letter) + _branches([word[1:] for word in group])
        for letter, group in groupby(filter(None, words), key=lambda word: word[0])
    ]
    if not parts:
        return ""
    body = parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"
    return f"(?:{body})?" if "" in words else body
