"""French: what its tables cannot say."""

from collections.abc import Sequence
from typing import ClassVar

from textflow_plugins.languages.grammar import Grammar

#: Infinitives of the past that need no "de": (nie) avoir fraudé.
_PERFECT = frozenset(("avoir", "être"))


class Rules(Grammar):
    """The grammar of French."""

    parses: ClassVar[bool] = True

    def opens_infinitive(self, words: Sequence[str], at: int) -> bool:
        """Return whether a reported infinitive begins at a word: "(nie) avoir fraudé"."""
        return words[at] in _PERFECT or super().opens_infinitive(words, at)
