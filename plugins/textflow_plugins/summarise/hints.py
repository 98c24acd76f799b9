"""Hints: words without which a sentence contains none of many phrases."""

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from textflow_plugins.summarise.tokens import words

#: Letters that a pattern takes for others where case is ignored, as `str.lower` does not.
UNUSUAL_CASE = re.compile(
    "[\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}\N{LATIN SMALL LETTER DOTLESS I}"
    "\N{LATIN SMALL LETTER LONG S}]"
)
#: A sentence of more words is searched in any case: its parts would take memory.
_LONGEST = 500


class Hints:
    """
    The words of many phrases: looked up in no time, where a search takes its own.

    >>> hints = Hints(["read the full story", "don't miss"])
    >>> [hints.may_hold(words(line)) for line in ("The story of his life.", "She misses him.")]
    [False, False]
    >>> hints.may_hold(parts(line := "Don't tell me, miss!", words(line)))
    True
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        #: Longest word to the words of each phrase that has it.
        self._phrases: dict[str, list[frozenset[str]]] = {}
        for phrase in phrases:
            known = parts(phrase, words(phrase))
            longest = max(known, key=len, default="")
            self._phrases.setdefault(longest, []).append(frozenset(known))
        self._words = frozenset(self._phrases)

    def may_hold(self, said: Sequence[str]) -> bool:
        """Return False where a sentence of these `parts` contains none of the phrases as words."""
        if len(said) > _LONGEST or "" in self._words:
            return True
        return not self._words.isdisjoint(said) and self._holds_words(frozenset(said))

    def _holds_words(self, said: AbstractSet[str]) -> bool:
        """Return whether all words of a phrase are said."""
        found = self._words & said
        return any(known <= said for word in found for known in self._phrases[word])


def parts(sentence: str, said: Sequence[str]) -> Sequence[str]:
    """Return the words of a sentence without apostrophes: a phrase may begin or end at one."""
    if sentence.isascii() and "'" not in sentence:
        return said
    return " ".join(said).replace("'", " ").split(" ")
