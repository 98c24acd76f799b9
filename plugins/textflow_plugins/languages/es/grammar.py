"""Spanish: what its tables cannot say."""

from functools import cached_property
from typing import ClassVar

from textflow_plugins.languages.grammar import Grammar


class Rules(Grammar):
    """The grammar of Spanish."""

    parses: ClassVar[bool] = True
    reflexive_passive: ClassVar[bool] = True
    bare_infinitives: ClassVar[frozenset[str]] = frozenset(("haber",))
    two_surnames: ClassVar[bool] = True
    null_subject: ClassVar[bool] = True

    @cached_property
    def bodies(self) -> frozenset[str]:
        """Common nouns that stand for an institution, which its name begins with: el centro."""
        return self.entities.body | self.entities.organisation

    @cached_property
    def speaking(self) -> frozenset[str]:
        """Nouns of those who speak, with plurals that change more than the end: portavoces."""
        known = super().speaking
        more = {word[:-2] + "ones" for word in known if word.endswith("ón")}
        return known.union(more, (word[:-1] + "ces" for word in known if word.endswith("z")))
