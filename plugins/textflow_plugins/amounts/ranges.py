"""Two amounts that are one range: $3.8m to $4.9m, between 5 and 10 million euros."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from textflow_plugins.amounts.contexts import moves
from textflow_plugins.amounts.digits import CONTEXT
from textflow_plugins.amounts.drafts import Draft
from textflow_plugins.amounts.tables import LANGUAGES
from textflow_plugins.amounts.terms import ONE

#: Words that may join the two ends of a range.
JOINING = {
    "en": ("to", "or", "and", "until"),
    "de": ("bis", "oder", "und"),
    "fr": ("\xe0", "ou", "et"),
    "es": ("a", "o", "y"),
    "pt": ("a", "ou", "e"),
    "it": ("a", "o", "e"),
    "nl": ("tot", "of", "en"),
}


@lru_cache(maxsize=LANGUAGES)
def joint(language: str) -> re.Pattern[str]:
    """Return what may stand between the two ends of a range."""
    words = "|".join((*JOINING["en"], *JOINING.get(language, ())))
    return re.compile(
        r"[ \xa0]?[-\N{EN DASH}\N{EM DASH}][ \xa0]?"
        rf"|[ ](?P<word>{words})[ ](?:about[ ]|around[ ]|as[ ]much[ ]as[ ])?"
    )


_BETWEEN = re.compile(
    r"\b(?:between|rang\w{1,3}[ ]from|anywhere[ ]from|entre|zwischen|tussen|tra|fra)[ ]"
    r"(?:about[ ])?\Z"
)
_FROM = re.compile(r"\b(?:by|from|von|de|da|van|desde)[ ](?:about[ ])?\Z")
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]{0,6}\.?[ ]\Z")
_ANDS = frozenset(["and", "und", "et", "y", "e", "en"])
_ORS = frozenset(["or", "oder", "ou", "o", "of"])
_BACK = 20
#: Only a smaller number shares the scale of the one that follows.
_SMALL = Decimal(1000)
#: Numbers that are rather years: in 1986 to 11 billion marks.
_YEARS = Decimal(1900), Decimal(2100)


class Range(NamedTuple):
    """A range and the draft that says what it counts."""

    start: int
    end: int
    low: Decimal
    high: Decimal
    of: Draft


class _Pair(NamedTuple):
    """Two drafts and what stands before and between them."""

    first: Draft
    second: Draft
    word: str | None
    tight: bool
    before: str
    #: Which way something moved, if it moved: rose $2 to $45.
    moved: bool


def _factor(second: Draft) -> Decimal:
    """Return the scale of the second number, which the first one shares."""
    numeral = second.numeral
    if numeral.suffix is not None and second.kind == "money" and second.end >= numeral.suffix_end:
        return numeral.suffix
    return numeral.factor if numeral.scaled else ONE


def _shares(first: Draft) -> bool:
    numeral = first.numeral
    return not numeral.scaled and numeral.suffix is None and (first.value or _SMALL) < _SMALL


def _range(pair: _Pair, low: Decimal | None, high: Decimal | None, of: Draft) -> Range | None:
    if low is None or high is None:
        return None
    if low > high and _BETWEEN.search(pair.before):
        low, high = high, low
    if low >= high:
        return None
    return Range(pair.first.start, pair.second.end, low, high, of)


def _alike(pair: _Pair) -> Range | None:
    """Join two amounts that each say what they count."""
    first, second = pair.first, pair.second
    if first.code != second.code or first.per != second.per or first.unit != second.unit:
        return None
    opened = _BETWEEN.search(pair.before) or pair.word in _ORS
    if not opened and (_FROM.search(pair.before) or (pair.word and pair.moved)):
        return None
    low = first.value
    if low is not None and first.leads and _shares(first):  # between $10 and $25 million
        low = CONTEXT.multiply(low, _factor(second))
    return _range(pair, low, second.value, first)


def _follows(pair: _Pair) -> Range | None:
    """Join a bare number to an amount whose currency or percent it shares: 35 to 40 per cent."""
    low = pair.first.value
    shapes = {pair.first.numeral.shape, pair.second.numeral.shape}
    if low is None or pair.second.leads or not shapes <= {"digits", "words"}:
        return None
    if _MONTH.search(pair.before) or (_YEARS[0] <= low <= _YEARS[1] and pair.second.numeral.scaled):
        return None
    if _shares(pair.first):
        low = CONTEXT.multiply(low, _factor(pair.second))
    return _range(pair, CONTEXT.divide(low, pair.second.per), pair.second.value, pair.second)


def _leads(pair: _Pair, after: str) -> Range | None:
    """Join an amount to a bare number that shares its sign: $5-10 million."""
    low, numeral, end = pair.first.value, pair.second.numeral, pair.second.end
    high, factor = pair.second.value, _factor(pair.second)
    if numeral.suffix is not None and high is not None:
        end, factor = numeral.suffix_end, numeral.suffix
        high, after = CONTEXT.multiply(high, factor), " "
    if low is None or not (pair.tight or factor > 1) or after.isalpha() or after == "-":
        return None
    if _shares(pair.first):
        low = CONTEXT.multiply(low, factor)
    joined = _range(pair, low, high, pair.first)
    return joined and joined._replace(end=end)


def joined(
    low: str, first: Draft, second: Draft, join: re.Match[str], language: str
) -> Range | None:
    """
    Return the range that two neighbours make, or None.

    Something that went from 2% to 1%, or fell 5 cents to $1, has two amounts.
    """
    before = low[max(0, first.start - _BACK) : first.start]
    word = join["word"]
    if word in _ANDS and not _BETWEEN.search(before):
        return None
    moved = moves(low, first.start, language) is not None
    pair = _Pair(first, second, word, not word and " " not in join[0], before, moved)
    if first.kind == second.kind:
        points = "point" in low[first.numeral.end : first.end]
        if first.kind == "number" or (points and "point" not in low[second.start : second.end]):
            return None  # rose 0.3 percentage points to 5.8%
        return _alike(pair)
    if first.kind == "number":
        return _follows(pair)
    if first.kind == "money" and first.leads and second.kind == "number":
        return _leads(pair, low[second.end : second.end + 1])
    return None
