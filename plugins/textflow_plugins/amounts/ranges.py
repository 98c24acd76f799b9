"""Two amounts that are one range: $3.8m to $4.9m, between 5 and 10 million euros."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from textflow_plugins.amounts.candidates import Candidate
from textflow_plugins.amounts.digits import CONTEXT
from textflow_plugins.amounts.language import LANGUAGES, Lexicon, lexicon
from textflow_plugins.amounts.modifiers import modifier_reader
from textflow_plugins.amounts.number_builder import ONE, THOUSAND, Shape
from textflow_plugins.amounts.tries import one_of
from textflow_plugins.languages import late

_BACK = 20
#: Only a smaller number shares the scale of the one that follows.
_SMALL = Decimal(1000)
_HUNDRED = Decimal(100)
#: Numbers that are rather years: in 1986 to 11 billion marks.
_YEARS = Decimal(1900), Decimal(2100)
_SHARING = (Shape.DIGITS, Shape.WORDS)


class Range(NamedTuple):
    """A range and the candidate that says what it counts."""

    start: int
    end: int
    low: Decimal
    high: Decimal
    of: Candidate


class _Pair(NamedTuple):
    """Two candidates and what stands before and between them."""

    first: Candidate
    second: Candidate
    word: str | None
    tight: bool
    before: str
    #: Which way something moved, if it moved: rose $2 to $45.
    moved: bool


def _factor(second: Candidate) -> Decimal:
    """Return the scale of the second number, which the first one shares."""
    numeral = second.numeral
    if second.scale != ONE:
        return second.scale
    if numeral.suffix is not None and second.kind == "money" and second.end >= numeral.suffix_end:
        return numeral.suffix
    return numeral.factor if numeral.scaled else ONE


def _hundreds(low: Decimal, second: Candidate) -> Decimal | None:
    """Return a hundred where a number of hundreds counts those before it: three to four hundred."""
    high = second.numeral.value
    if second.numeral.shape is not Shape.WORDS or high is None or not _HUNDRED < high < THOUSAND:
        return None
    return _HUNDRED if high % _HUNDRED == 0 and low < high / _HUNDRED else None


def _shares(first: Candidate) -> bool:
    numeral = first.numeral
    return not numeral.scaled and numeral.suffix is None and (first.value or _SMALL) < _SMALL


class RangeReader:
    """Joins two amounts to a range with the words of one language."""

    def __init__(self, words: Lexicon) -> None:
        hedge = one_of(words.union(lambda one: one.ranges.hedge))
        between = one_of(words.union(lambda one: one.ranges.between))
        start = one_of(words.union(lambda one: one.ranges.start))
        joint = one_of(words.union(lambda one: one.ranges.joint))
        #: What may stand between the two ends.
        self.joint = late(
            rf"(?P<gap>[ -])(?P<word>{joint})(?P=gap)(?:{hedge}[ ])?"
            r"|[ \xa0]?[-\N{EN DASH}\N{EM DASH}][ \xa0]?"
        )
        self.between = late(rf"\b{between}[ ](?:{hedge}[ ])?\Z")
        self.start = late(rf"\b{start}[ ](?:{hedge}[ ])?\Z")
        self.month = late(rf"\b{words.months}\.?[ ]\Z")
        self.both = words.union(lambda one: one.ranges.both)
        self.either = words.union(lambda one: one.ranges.either)
        self.modifiers = modifier_reader(words.tag)

    def joined(
        self, low: str, first: Candidate, second: Candidate, join: re.Match[str]
    ) -> Range | None:
        """
        Return the range that two neighbours make, or None.

        Something that went from 2% to 1%, or fell 5 cents to $1, has two amounts.
        """
        before = low[max(0, first.start - _BACK) : first.start]
        word = join["word"]
        if word in self.both and not self.between.search(before):
            return None
        moved = self.modifiers.moves(low, first.start) is not None
        pair = _Pair(first, second, word, not word and " " not in join[0], before, moved)
        if first.kind == second.kind:
            return self._alike(pair)
        return self._unlike(pair, low[second.end : second.end + 1])

    def _alike(self, pair: _Pair) -> Range | None:
        """Join two amounts that each say what they count."""
        first, second = pair.first, pair.second
        if first.kind == "number" or not _same_counted(first, second):
            return None
        if self._went(pair):
            return None
        low = first.value
        if low is not None and first.leads and _shares(first):  # between $10 and $25 million
            low = CONTEXT.multiply(low, _factor(second))
        return self._range(pair, low, second.value, first)

    def _went(self, pair: _Pair) -> bool:
        """Return whether something went from the one to the other, or by the one to the other."""
        if self.between.search(pair.before) or pair.word in self.either:
            return False
        return bool(self.start.search(pair.before) or (pair.word and pair.moved))

    def _unlike(self, pair: _Pair, after: str) -> Range | None:
        if pair.first.kind == "number":
            return self._follows(pair)
        if pair.first.leads and pair.second.kind == "number":
            return self._leads(pair, after)
        return None

    def _follows(self, pair: _Pair) -> Range | None:
        """Join a bare number to an amount whose currency or percent it shares: 35 to 40 %."""
        low = pair.first.value
        if low is None or pair.second.leads or not _are_plain(pair):
            return None
        if self.month.search(pair.before) or _is_year(low, pair.second):
            return None
        if _shares(pair.first):
            low = CONTEXT.multiply(low, _hundreds(low, pair.second) or _factor(pair.second))
        low = CONTEXT.divide(low, pair.second.per)
        return self._range(pair, low, pair.second.value, pair.second)

    def _leads(self, pair: _Pair, after: str) -> Range | None:
        """Join an amount to a bare number that shares its sign: $5-10 million."""
        low, high, factor, end = pair.first.value, *_scaled(pair.second)
        goes_on = end == pair.second.end and _joins_on(after)
        if low is None or goes_on or not (pair.tight or factor > 1):
            return None
        if _shares(pair.first):
            low = CONTEXT.multiply(low, factor)
        found = self._range(pair, low, high, pair.first)
        return found and found._replace(end=end)

    def _range(
        self, pair: _Pair, low: Decimal | None, high: Decimal | None, of: Candidate
    ) -> Range | None:
        if low is None or high is None:
            return None
        if low > high and self.between.search(pair.before):
            low, high = high, low
        return Range(pair.first.start, pair.second.end, low, high, of) if low < high else None


def _same_counted(first: Candidate, second: Candidate) -> bool:
    """Return whether two amounts count the same: no rise of .3 percentage points to 5.8%."""
    if first.points and not second.points:
        return False
    return (first.code, first.per, first.unit) == (second.code, second.per, second.unit)


def _are_plain(pair: _Pair) -> bool:
    """Return whether both are digits or words, or the first has its scale: half a million."""
    first = pair.first.numeral
    return (first.scaled or first.shape in _SHARING) and pair.second.numeral.shape in _SHARING


def _joins_on(after: str) -> bool:
    """Return whether a number is only the beginning of a word: a $5-10-year plan."""
    return after.isalpha() or after == "-"


def _is_year(low: Decimal, second: Candidate) -> bool:
    return _YEARS[0] <= low <= _YEARS[1] and second.numeral.scaled


def _scaled(second: Candidate) -> tuple[Decimal | None, Decimal, int]:
    """Return the value of a bare number with the letters behind it, their factor, and the end."""
    numeral, value = second.numeral, second.value
    if numeral.suffix is None or value is None:
        return value, _factor(second), second.end
    return CONTEXT.multiply(value, numeral.suffix), numeral.suffix, numeral.suffix_end


@lru_cache(maxsize=LANGUAGES)
def range_reader(tag: str) -> RangeReader:
    """Return the reader of a language."""
    return RangeReader(lexicon(tag))
