"""Numbers as they are put together: terms, fractions, and what is known of the whole."""

import unicodedata
from decimal import Context, Decimal
from typing import NamedTuple

from textflow_plugins.amounts.digits import CONTEXT

#: Digits of a fraction that never ends (two thirds).
ENDLESS = Context(prec=15, traps=[])
ONE = Decimal(1)
#: What may still be added after a word of each role: twenty + 1..9, hundred + 1..99.
_ROOM = {"unit": Decimal(1), "ten": Decimal(10), "hundred": Decimal(100)}


class Numeral(NamedTuple):
    """A number in the text, before it is known what it counts."""

    start: int
    end: int
    #: None where the words name no number (millions), or more digits than we report.
    value: Decimal | None
    #: ``digits``, ``words``, ``part``, ``vague``, ``ordinal`` or ``coin``.
    shape: str
    #: Digits that may group thousands after all (12.500).
    doubtful: bool = False
    #: Carries a scale of a thousand or more.
    scaled: bool = False
    #: The last scale that multiplied it: a million.
    factor: Decimal = ONE
    #: What letters after the digits multiply by if they are no unit (5m), and where they end.
    suffix: Decimal | None = None
    suffix_end: int = 0


def quotient(over: Decimal, under: Decimal) -> Decimal:
    """
    Divide, exactly if the result ends, else to 15 digits.

    >>> quotient(Decimal(1), Decimal(64)), quotient(Decimal(2), Decimal(3))
    (Decimal('0.015625'), Decimal('0.666666666666667'))
    """
    rest = int(under)
    for prime in (2, 5):
        while rest and rest % prime == 0:
            rest //= prime
    return (CONTEXT if rest == 1 else ENDLESS).divide(over, under)


def vulgar(character: str) -> Decimal:
    """Return the value of a character that is a fraction."""
    over, under = unicodedata.normalize("NFKC", character).split("\N{FRACTION SLASH}")
    return quotient(Decimal(over), Decimal(under))


def _add(total: Decimal, term: Decimal) -> Decimal:
    endless = len(term.as_tuple().digits) == ENDLESS.prec
    return (ENDLESS if endless else CONTEXT).add(total, term)


class Terms:
    """The terms of a number as its words come, largest first."""

    def __init__(self) -> None:
        self.terms: list[Decimal] = []
        #: Only a smaller number may be added.
        self.room = Decimal(0)
        #: Role of the last word.
        self.role = ""
        #: The last scale of a thousand or more.
        self.factor = ONE

    def add(self, value: Decimal, role: str) -> None:
        """Add one term."""
        self.terms.append(value)
        self.room, self.role = _ROOM.get(role, Decimal(0)), role

    def scale(self, by: Decimal, role: str) -> None:
        """Multiply the terms that stand before a scale: all that are smaller, or else the last."""
        whole = self.terms.pop() if self.terms else ONE
        if whole < by:
            while self.terms and self.terms[-1] < by:
                whole = _add(whole, self.terms.pop())
        self.terms.append(CONTEXT.multiply(whole, by))
        self.room, self.role = by, role
        self.factor = by if role != "hundred" else self.factor

    def become(self, value: Decimal, role: str) -> None:
        """Replace all terms by one."""
        self.terms = []
        self.add(value, role)

    def total(self) -> Decimal:
        """Return the sum of the terms."""
        total = Decimal(0)
        for term in self.terms:
            total = _add(total, term)
        return total
