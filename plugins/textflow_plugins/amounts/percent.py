"""The percent behind a number: %, per cent, basis points."""

import re
from decimal import Decimal
from typing import NamedTuple

from textflow_plugins.amounts.language import WORD, Lexicon, is_joined, is_unspaced
from textflow_plugins.amounts.number_builder import ONE, Numeral

_GAP = re.compile(r"[-\N{HYPHEN}\N{NON-BREAKING HYPHEN}]|[ \t\xa0\u202f]{0,2}\n?")
_WORD = re.compile(rf"{WORD}")
_SIGNS = {"%": ONE, "\N{PER MILLE SIGN}": Decimal(10)}


class PercentMark(NamedTuple):
    """A sign or name of percent, and where it ends."""

    start: int
    end: int
    #: How many of it make one percent: 100 for basis points.
    per: Decimal
    #: It names the difference of two percentages: percentage points.
    points: bool = False


class PercentReader:
    """Reads the percent behind the numbers of one text."""

    def __init__(self, low: str, lexicon: Lexicon) -> None:
        self.low, self.lexicon = low, lexicon
        self.first = lexicon.percent_first

    def after(self, end: int) -> PercentMark | None:
        """Return the percent that follows ``end``."""
        gap = _GAP.match(self.low, end)
        at = gap.end() if gap else end
        per = _SIGNS.get(self.low[at : at + 1])
        if per is None:
            word = _WORD.match(self.low, at)
            return self._named(at, word[0]) if word else None
        sign = PercentMark(at, at + 1, per) if self._stops(at + 1) else None
        return self._named(at, "%") or sign  # %-Punkte

    def _named(self, at: int, first: str) -> PercentMark | None:
        for one in self.lexicon.percents.get(first, ()):
            end = at + len(one.name)
            if self.low.startswith(one.name, at) and self._stops(end):
                return PercentMark(at, end, one.per, one.points)
        return None

    def before(self, numeral: Numeral, used: int) -> PercentMark | None:
        """Return the sign or name before a number, in a language that has it there: %20."""
        if not self.first:
            return None
        at = numeral.start - (self.low[numeral.start - 1 : numeral.start] in (" ", "\xa0"))
        for name, per in self.lexicon.percents_before:
            start = at - len(name)
            if self.low.endswith(name, used, at) and not self._is_within(start):
                return PercentMark(start, numeral.end, per)
        return None

    def _is_within(self, start: int) -> bool:
        """Return whether a word goes on to the name of percent at ``start``."""
        before = self.low[max(0, start - 1) : start]
        return before.isalnum() and not is_unspaced(self.low[start])

    def _stops(self, end: int) -> bool:
        after = self.low[end : end + 1]
        return not (after.isdigit() or is_joined(after))
