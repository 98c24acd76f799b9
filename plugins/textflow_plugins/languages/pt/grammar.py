"""Portuguese: what its tables cannot say."""

from typing import ClassVar

from textflow_plugins.languages.grammar import Grammar


class Rules(Grammar):
    """The grammar of Portuguese."""

    parses: ClassVar[bool] = True
    reflexive_passive: ClassVar[bool] = True
    null_subject: ClassVar[bool] = True

    def opens_adjunct(self, word: str) -> bool:
        """Return whether no subject begins with `word`: "a" is an article more often than "to"."""
        return word not in self.words.definite and super().opens_adjunct(word)
