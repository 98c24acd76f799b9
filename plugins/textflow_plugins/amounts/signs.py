"""The sign of a number: a minus, a word for it, or the brackets of a balance sheet."""

import re

from textflow_plugins.amounts.digits import CONTEXT
from textflow_plugins.amounts.lexicon import Lexicon
from textflow_plugins.amounts.terms import Numeral

_MINUS = "-\N{MINUS SIGN}"
_WORD = re.compile(r"(?:\b(?P<before>[^\W\d_]{1,6})[ ])?\b(?P<word>[^\W\d_]{1,10})[ ]\Z")
#: Before a word of minus they make it "at least" or "or less": au moins, al menos.
_AT_LEAST = frozenset(["al", "ao", "au", "du", "lo", "ou", "pelo", "per", "plus", "por"])
#: A minus with a space after it, where a line or a bracket opens.
_SPACED = re.compile(rf"(?:\A|[\n(]|[^\W\d_][ ])[ ]*([{_MINUS}][ ]{{1,2}})\Z")
_BACK = 20
#: What may stand around a bracketed figure that is a cell of a table.
_CELL_BEFORE = re.compile(r"(?:\A|[\n\t|]|[ ]{2})[ ]*\Z")
_CELL_AFTER = re.compile(r"[ ]*(?:\Z|[\n\t|]|[ ]{2})")


def _width(before: str, numeral: Numeral, lexicon: Lexicon) -> int:
    """Return how many characters before the number make it negative."""
    if before[-1:] in tuple(_MINUS):
        joins = len(before) > 1 and (before[-2].isalnum() or before[-2] in ")%.")
        return 0 if joins else 1
    spaced = _SPACED.search(before) if numeral.shape == "digits" else None
    if spaced is not None:
        return len(spaced[1])
    word = _WORD.search(before)
    if word is None or word["before"] in _AT_LEAST:
        return 0
    meaning = lexicon.words.get(word["word"])
    return len(word["word"]) + 1 if meaning and meaning.role == "minus" else 0


def signed(low: str, numeral: Numeral, used: int, lexicon: Lexicon) -> Numeral:
    """Return ``numeral`` with the sign that stands before it, not before ``used``."""
    if numeral.value is None or numeral.shape not in ("digits", "words", "part"):
        return numeral
    before = low[max(used, numeral.start - _BACK) : numeral.start]
    width = _width(before, numeral, lexicon)
    if not width:
        return numeral
    return numeral._replace(start=numeral.start - width, value=CONTEXT.minus(numeral.value))


def bracketed(low: str, start: int, end: int) -> bool:
    """
    Tell whether an amount stands in the brackets of a balance sheet: ($99.99).

    Brackets in running text hold asides ($150m (\u00a379m)), so only a cell of
    its own counts: a line, or a column set off by tabs, bars or spaces.
    """
    if low[start - 1 : start] != "(" or low[end : end + 1] != ")":
        return False
    before = low[max(0, start - _BACK) : start - 1]
    if start > _BACK and not before.strip(" "):
        return False
    return bool(_CELL_BEFORE.search(before) and _CELL_AFTER.match(low, end + 1))
