"""Read what a word links to a number: two hundred AND THIRTY; two POINT FIVE."""

import re
from decimal import Decimal
from typing import NamedTuple

from textflow_plugins.amounts.language import Lexicon, Word
from textflow_plugins.amounts.number_builder import ONE, NumberBuilder
from textflow_plugins.languages import Role, Rule

DASH = "-\N{HYPHEN}\N{NON-BREAKING HYPHEN}"
NEXT_WORD = re.compile(
    rf"[ \t\xa0\u202f]{{0,2}}(?P<hyphen>[{DASH}]?)[ \xa0]{{0,2}}\n?(?P<word>[^\W\d_]{{1,40}})"
)
NUMBERS = (Role.UNIT, Role.TEN, Role.HUNDRED)
_HUNDRED = Decimal(100)
_TEN = Decimal(10)
_MOST_WORDS = 4
_MOST_PLACES = 60


class Linked(NamedTuple):
    """The number after a link, and where it ends."""

    terms: NumberBuilder
    end: int
    #: The denominator, where the number is a fraction.
    under: Decimal | None = None


def next_word(text: str, end: int, lexicon: Lexicon) -> tuple[re.Match[str], Word] | None:
    """Return the number word that follows ``end``, and what it means."""
    following = NEXT_WORD.match(text, end)
    meaning = lexicon.words.get(following["word"]) if following else None
    return (following, meaning) if following and meaning else None


def _added(terms: NumberBuilder, meaning: Word) -> bool:
    """Add one more word to ``terms`` if it may follow."""
    if meaning.role is Role.ARTICLE:
        return not terms.terms
    if meaning.role is Role.HUNDRED and terms.terms and meaning.value == _HUNDRED:
        terms.scale(meaning.value, Role.HUNDRED)
        return True
    if meaning.role not in NUMBERS or (terms.terms and meaning.value >= terms.room):
        return False
    terms.add(meaning.value, meaning.role)
    return True


def linked(text: str, end: int, lexicon: Lexicon) -> Linked | None:
    """Return the number in words that begins at ``end``, the end of a link."""
    terms = NumberBuilder()
    for _ in range(_MOST_WORDS):
        found = next_word(text, end, lexicon)
        if found is None:
            break
        following, meaning = found
        if meaning.role is Role.PART:
            terms.terms = terms.terms or [ONE]
            return Linked(terms, following.end(), meaning.value)
        if not _added(terms, meaning):
            break
        end = following.end()
    return Linked(terms, end) if terms.terms else None


def _digit(digits: str, meaning: Word) -> str:
    """Return ``digits`` with one more word: after twenty, four makes 24."""
    adds = digits.endswith("0") and len(digits) > 1 and meaning.value < _TEN
    return (digits[:-1] if adds else digits) + str(meaning.value)


def _with_word(digits: str, meaning: Word, lexicon: Lexicon) -> str | None:
    """Return ``digits`` with one more word, or None if it is no part of them."""
    if meaning.role is Role.LINK:  # vinte e quatro
        links = digits[-1:] == "0" and not lexicon.says(Rule.LINK_WITHIN)
        return digits if links else None
    return _digit(digits, meaning) if meaning.role in (Role.UNIT, Role.TEN) else None


def places(text: str, end: int, lexicon: Lexicon) -> tuple[str, int] | None:
    """Return the digits that are spoken after a point, from ``end``, and where they end."""
    digits = ""
    for _ in range(_MOST_PLACES):
        found = next_word(text, end, lexicon)
        longer = _with_word(digits, found[1], lexicon) if found else None
        if found is None or longer is None:
            break
        digits, end = longer, found[0].end()
    return (digits, end) if digits else None
