"""Spanish: what its tables cannot say."""

from typing import ClassVar

from textflow_plugins.languages.grammar import Grammar


class Rules(Grammar):
    """The grammar of Spanish."""

    parses: ClassVar[bool] = True
    reflexive_passive: ClassVar[bool] = True
    bare_infinitives: ClassVar[frozenset[str]] = frozenset(("haber",))
    two_surnames: ClassVar[bool] = True
    null_subject: ClassVar[bool] = True
