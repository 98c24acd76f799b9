"""English: what its tables cannot say."""

from typing import ClassVar

from textflow_plugins.languages.grammar import Grammar, VerbForm
from textflow_plugins.languages.reporting import Form


class Rules(Grammar):
    """The grammar of English."""

    parses: ClassVar[bool] = True
    fixed_order: ClassVar[bool] = True
    #: "claims" and "report" are nouns as often.
    finite_forms: ClassVar[frozenset[Form]] = frozenset((Form.PAST,))

    def agrees(self, subject: str, verb: VerbForm) -> bool:
        """Return whether one of subject and verb ends in "s": "firms say", "the firm says"."""
        plural = self.plural(subject)
        return plural == (Form.BASE in verb.forms) or subject in self.words.people
