"""Dutch: what its tables cannot say."""

from typing import ClassVar

from textflow_plugins.languages.grammar import Grammar


class Rules(Grammar):
    """The grammar of Dutch."""

    parses: ClassVar[bool] = True
    verb_second: ClassVar[bool] = True
