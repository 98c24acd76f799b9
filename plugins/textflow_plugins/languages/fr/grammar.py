"""French: what its tables cannot say."""

from typing import ClassVar

from textflow_plugins.languages.grammar import Grammar


class Rules(Grammar):
    """The grammar of French."""

    parses: ClassVar[bool] = True
    bare_infinitives: ClassVar[frozenset[str]] = frozenset(
        ("avoir", "être", "vouloir", "pouvoir", "devoir", "souhaiter", "ignorer", "craindre")
    )
