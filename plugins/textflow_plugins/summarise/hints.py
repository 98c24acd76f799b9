"""Hints: single words without which a sentence contains none of many phrases."""

import re
from collections.abc import Iterable, Sequence

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
    One word of each of many phrases: looked up in no time, where a search takes its own.

    >>> hints = Hints(["read the full story", "don't miss"])
    >>> [hints.may_hold(words(line)) for line in ("It's a full stop.", "She misses him.")]
    [False, False]
    >>> hints.may_hold(words("The story of his life."))
    True
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._words = frozenset(
            max(_parts(words(phrase)), key=len, default="") for phrase in phrases
        )

    def may_hold(self, said: Sequence[str]) -> bool:
        """Return False where a sentence of these words contains none of the phrases as words."""
        if len(said) > _LONGEST or "" in self._words:
            return True
        return not self._words.isdisjoint(_parts(said))


def _parts(said: Sequence[str]) -> Sequence[str]:
    """Return words without their apostrophes: a phrase may begin or end at one."""
    joined = " ".join(said)
    return joined.replace("'", " ").split(" ") if "'" in joined else said
