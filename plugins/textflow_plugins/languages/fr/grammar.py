"""French: what its tables cannot say."""

from collections.abc import Sequence
from typing import ClassVar

from textflow_plugins.languages.grammar import Grammar


class Rules(Grammar):
    """The grammar of French."""

    parses: ClassVar[bool] = True
    bare_infinitives: ClassVar[frozenset[str]] = frozenset(("avoir", "être"))

    def opens_infinitive(self, words: Sequence[str], at: int) -> bool:
        """Return whether a reported infinitive begins at a word: "(nie) avoir fraudé"."""
        return words[at] in self.bare_infinitives or super().opens_infinitive(words, at)
