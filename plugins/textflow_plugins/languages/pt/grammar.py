"""Portuguese: what its tables cannot say."""

from typing import ClassVar

from textflow_plugins.languages.grammar import Grammar


class Rules(Grammar):
    """The grammar of Portuguese."""

    parses: ClassVar[bool] = True
    reflexive_passive: ClassVar[bool] = True
    null_subject: ClassVar[bool] = True
