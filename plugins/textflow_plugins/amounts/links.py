"""Read what a word links to a number: two hundred AND THIRTY; two POINT FIVE."""

import re
from decimal import Decimal
from typing import NamedTuple

from textflow_plugins.amounts.lexicon import Lexicon
from textflow_plugins.amounts.tables import Word
from textflow_plugins.amounts.terms import ONE, Terms

DASH = "-\N{HYPHEN}\N{NON-BREAKING HYPHEN}"
NEXT_WORD = re.compile(
    rf"[ \t\xa0\u202f]{{0,2}}(?P<hyphen>[{DASH}]?)[ \xa0]{{0,2}}\n?(?P<word>[^\W\d_]{{1,40}})"
)
_NUMBERS = ("unit", "ten", "hundred")
_HUNDRED = Decimal(100)
_TEN = Decimal(10)
_MOST_WORDS = 4
_MOST_PLACES = 60


class Linked(NamedTuple):
    """The number after a link, and where it ends."""

    terms: Terms
    end: int
    #: The denominator, where the number is a fraction.
    under: Decimal | None = None


def _added(terms: Terms, meaning: Word) -> bool:
    """Add one more word to ``terms`` if it may follow."""
    if meaning.role == "hundred" and terms.terms and meaning.value == _HUNDRED:
        terms.scale(meaning.value, "hundred")
        return True
    if meaning.role not in _NUMBERS or (terms.terms and meaning.value >= terms.room):
        return False
    terms.add(meaning.value, meaning.role)
    return True


def linked(text: str, end: int, lexicon: Lexicon) -> Linked | None:
    """Return the number in words that begins at ``end``, the end of a link."""
    terms = Terms()
    for _ in range(_MOST_WORDS):
        following = NEXT_WORD.match(text, end)
        meaning = lexicon.words.get(following["word"]) if following else None
        if following is None or meaning is None:
            break
        if meaning.role == "part":
            terms.terms = terms.terms or [ONE]
            return Linked(terms, following.end(), meaning.value)
        if not (meaning.role == "article" and not terms.terms) and not _added(terms, meaning):
            break
        end = following.end()
    return Linked(terms, end) if terms.terms else None


def _digit(digits: str, meaning: Word) -> str:
    """Return ``digits`` with one more word: after twenty, four makes 24."""
    adds = digits.endswith("0") and len(digits) > 1 and meaning.value < _TEN
    return (digits[:-1] if adds else digits) + str(meaning.value)


def places(text: str, end: int, lexicon: Lexicon) -> tuple[str, int] | None:
    """Return the digits that are spoken after a point, from ``end``, and where they end."""
    digits = ""
    for _ in range(_MOST_PLACES):
        following = NEXT_WORD.match(text, end)
        meaning = lexicon.words.get(following["word"]) if following else None
        if following is None or meaning is None or meaning.role not in ("unit", "ten", "link"):
            break
        if meaning.role == "link" and (lexicon.language == "en" or digits[-1:] != "0"):
            break
        digits = digits if meaning.role == "link" else _digit(digits, meaning)
        end = following.end()
    return (digits, end) if digits else None
