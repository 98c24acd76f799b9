"""The sign of a number: a minus, a word for it, or the brackets of a balance sheet."""

from functools import lru_cache

from textflow_plugins.amounts.digits import CONTEXT
from textflow_plugins.amounts.language import LANGUAGES, Lexicon, lexicon
from textflow_plugins.amounts.number_builder import Numeral, Shape
from textflow_plugins.languages import Role, late

_MINUS = "-\N{MINUS SIGN}"
_SIGNS = frozenset(_MINUS)
_WORD = late(r"(?:\b(?P<before>[^\W\d_]{1,6})[ ])?\b(?P<word>[^\W\d_]{1,10})[ ]\Z")
#: A minus with a space after it, where a line or a bracket opens.
_SPACED = late(rf"(?:\A|[\n(]|[^\W\d_][ ])[ ]*([{_MINUS}][ ]{{1,2}})\Z")
_BACK = 20
_SIGNED = (Shape.DIGITS, Shape.WORDS, Shape.PART)
#: What may stand around a bracketed figure that is a cell of a table.
_CELL_BEFORE = late(r"(?:\A|[\n\t|]|[ ]{2})[ ]*\Z")
_CELL_AFTER = late(r"[ ]*(?:\Z|[\n\t|]|[ ]{2})")


@lru_cache(maxsize=LANGUAGES)
def _at_least(tag: str) -> frozenset[str]:
    """Return what makes "at least" or "or less" of a word of minus: au moins, al menos."""
    return lexicon(tag).union(lambda one: one.modifiers.at_least)


@lru_cache(maxsize=LANGUAGES)
def _minus_words(tag: str) -> tuple[str, ...]:
    """Return the words of minus, each with the space behind it."""
    words = lexicon(tag).words.items()
    return tuple(f"{word} " for word, meaning in words if meaning.role is Role.MINUS)


def _width(before: str, numeral: Numeral, words: Lexicon) -> int:
    """Return how many characters before the number make it negative."""
    if before[-1:] in _SIGNS:
        joins = len(before) > 1 and (before[-2].isalnum() or before[-2] in ")%.")
        return 0 if joins else 1
    may_be_spaced = numeral.shape is Shape.DIGITS and before.rstrip(" ")[-1:] in _SIGNS
    spaced = _SPACED.search(before) if may_be_spaced else None
    return len(spaced[1]) if spaced is not None else _word_width(before, words)


def _word_width(before: str, words: Lexicon) -> int:
    """Return how many characters a word of minus before the number has."""
    word = _WORD.search(before) if before.endswith(_minus_words(words.tag)) else None
    if word is None or word["before"] in _at_least(words.tag):
        return 0
    meaning = words.words.get(word["word"])
    return len(word["word"]) + 1 if meaning and meaning.role is Role.MINUS else 0


def signed(low: str, numeral: Numeral, used: int, words: Lexicon) -> Numeral:
    """Return ``numeral`` with the sign that stands before it, not before ``used``."""
    if numeral.value is None or numeral.shape not in _SIGNED:
        return numeral
    before = low[max(used, numeral.start - _BACK) : numeral.start]
    width = _width(before, numeral, words)
    if not width:
        return numeral
    return numeral._replace(start=numeral.start - width, value=CONTEXT.minus(numeral.value))


def bracketed(low: str, start: int, end: int) -> bool:
    """
    Return whether an amount stands in the brackets of a balance sheet: ($99.99).

    Brackets in running text hold asides ($150m (\u00a379m)), so only a cell of
    its own counts: a line, or a column set off by tabs, bars or spaces.
    """
    if low[start - 1 : start] != "(" or low[end : end + 1] != ")":
        return False
    before = low[max(0, start - _BACK) : start - 1]
    if start > _BACK and not before.strip(" "):
        return False
    return bool(_CELL_BEFORE.search(before) and _CELL_AFTER.match(low, end + 1))
