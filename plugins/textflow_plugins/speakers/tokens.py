"""Tokens: a unit of text as words and marks, each quotation in it one token."""

from typing import TYPE_CHECKING, NamedTuple

import attrs

from textflow_plugins.languages import Grammar
from textflow_plugins.speakers.quotation_marks import Quotation

if TYPE_CHECKING:
    from array import array

#: Stands for a whole quotation in ``Unit.low``.
QUOTED = "<q>"
DASHES = frozenset(("-", "--", "---", "\N{EN DASH}", "\N{EM DASH}", "\N{HORIZONTAL BAR}"))
#: Marks that end a sentence, and all that part the groups of words in one.
FULL = frozenset((".", "?", "!"))
STOPS = (
    frozenset((",", ";", ":", *FULL, "(", ")", "[", "]", "\u2026", "...", "..", QUOTED)) | DASHES
)


class Span(NamedTuple):
    """Tokens ``first`` up to ``last``, not included."""

    first: int
    last: int


@attrs.define(eq=False)  # frozen would take three times as long to make, for each sentence
class Unit:
    """One or more sentences that no quotation runs across, as tokens."""

    start: int
    end: int
    paragraph: int
    grammar: Grammar
    #: As written, and in lower case with straight apostrophes.
    tokens: list[str]
    low: list[str]
    #: Whether a token may be a word of a name, 0 or 1.
    names: bytearray
    #: Where each begins and ends in the text.
    starts: "array[int]"  # no class to subscript before Python 3.12
    ends: "array[int]"
    #: Token index of each quotation.
    quoted: dict[int, Quotation]

    def text(self, text: str, first: int, last: int) -> str:
        """Return what is written from token ``first`` up to token ``last``, not included."""
        return text[self.starts[first] : self.ends[last - 1]]

    def word(self, at: int) -> str:
        """Return a token in small letters, "" behind the last."""
        return self.low[at] if at < len(self.low) else ""

    def capital(self, at: int) -> bool:
        """Return whether a token begins with a capital, a prefix such as "al-" left out."""
        token = self.tokens[at]
        return token[0].isupper() or ("-" in token and self.grammar.capital(token))
