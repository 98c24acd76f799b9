"""Numbers as they are put together: terms, fractions, and what is known of the whole."""

import unicodedata
from decimal import Context, Decimal
from enum import Enum, auto
from typing import NamedTuple

from textflow_plugins.amounts.digits import CONTEXT
from textflow_plugins.languages import Role

#: Digits of a fraction that never ends (two thirds).
ENDLESS = Context(prec=15, traps=[])
ONE = Decimal(1)
#: A scale, not only a hundred or a dozen.
THOUSAND = Decimal(1000)
_BIG = 100
#: What may still be added after a word of each role: twenty + 1..9, hundred + 1..99.
_ROOM = {Role.UNIT: Decimal(1), Role.TEN: Decimal(10), Role.HUNDRED: Decimal(100)}


class Shape(Enum):
    """How a number is written."""

    DIGITS = auto()
    WORDS = auto()
    #: A fraction in words.
    PART = auto()
    #: A scale that counts nothing: millions.
    VAGUE = auto()
    ORDINAL = auto()
    #: No number but a coin, which an article counts.
    COIN = auto()
    #: A word that is a number where nothing follows it: a couple.
    ALONE = auto()


class Numeral(NamedTuple):
    """A number in the text, before it is known what it counts."""

    start: int
    end: int
    #: None where the words name no number (millions), or more digits than we report.
    value: Decimal | None
    shape: Shape
    #: Digits that may group thousands after all (12.500).
    doubtful: bool = False
    #: Carries a scale of a thousand or more.
    scaled: bool = False
    #: The last scale that multiplied it: a million.
    factor: Decimal = ONE
    #: What letters after the digits multiply by if they are no unit (5m), and where they end.
    suffix: Decimal | None = None
    suffix_end: int = 0

    @property
    def is_big(self) -> bool:
        """Whether it carries a scale, or has digits from 100."""
        return self.scaled or (self.shape is Shape.DIGITS and (self.value or 0) >= _BIG)


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


class NumberBuilder:
    """A number under construction: its terms as they come, largest first, and where it is."""

    def __init__(self, start: int = 0, end: int = 0, *, spelt: bool = False) -> None:
        self.start, self.end = start, end
        #: Begins with a word.
        self.spelt = spelt
        #: Carries a scale of a thousand or more.
        self.scaled = False
        #: What it is multiplied by is not known.
        self.unsure = False
        self.terms: list[Decimal] = []
        #: Only a smaller number may be added.
        self.room = Decimal(0)
        #: Role of the last word; None behind digits.
        self.role: Role | None = None
        #: The last scale of a thousand or more.
        self.factor = ONE

    def add(self, value: Decimal, role: Role | None) -> None:
        """Add one term; digits have no role."""
        self.terms.append(value)
        self.room, self.role = _ROOM.get(role, Decimal(0)) if role else Decimal(0), role

    def scale(self, by: Decimal, role: Role) -> None:
        """Multiply the terms that stand before a scale: all that are smaller, or else the last."""
        whole = self.terms.pop() if self.terms else ONE
        if whole < by:
            while self.terms and self.terms[-1] < by:
                whole = _add(whole, self.terms.pop())
        self.terms.append(CONTEXT.multiply(whole, by))
        self.room, self.role = by, role
        self.factor = by if role is not Role.HUNDRED else self.factor

    def become(self, value: Decimal, role: Role) -> None:
        """Replace all terms by one."""
        self.terms = []
        self.add(value, role)

    def total(self) -> Decimal:
        """Return the sum of the terms."""
        total, *more = self.terms or [Decimal(0)]
        for term in more:
            total = _add(total, term)
        return total
