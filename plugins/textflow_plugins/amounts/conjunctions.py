"""Read what a word links to a number: two hundred AND THIRTY; two POINT FIVE."""

import re
from decimal import Decimal
from typing import NamedTuple

from textflow_plugins.amounts.language import WORD, Lexicon, Word, is_unspaced
from textflow_plugins.amounts.number_builder import ONE, NumberBuilder
from textflow_plugins.languages import Role, Rule

DASH = "-\N{HYPHEN}\N{NON-BREAKING HYPHEN}"
NEXT_WORD = re.compile(
    rf"[ \t\xa0\u202f]{{0,2}}(?P<hyphen>[{DASH}]?)[ \xa0]{{0,2}}\n?(?P<word>{WORD})"
)
_REST = re.compile(f"['\N{RIGHT SINGLE QUOTATION MARK}]{WORD}")
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


class NextWord(NamedTuple):
    """A number word, what it means and where it ends."""

    word: str
    meaning: Word
    end: int
    hyphen: bool = False


def next_word(text: str, end: int, lexicon: Lexicon) -> NextWord | None:
    """Return the number word that follows ``end``, with the full stop that belongs to it."""
    following = NEXT_WORD.match(text, end)
    if following is None:
        return None
    word, behind = following["word"], following.end()
    meaning = lexicon.words.get(word)
    if text.startswith(".", behind) and f"{word}." in lexicon.words:
        return NextWord(word, lexicon.words[f"{word}."], behind + 1)
    if meaning is None and (more := _REST.match(text, behind)):  # п'ять
        word, behind = word + more[0], more.end()
        meaning = lexicon.words.get(word)
    if meaning is not None:
        return NextWord(word, meaning, behind, bool(following["hyphen"]))
    return _run_together(text, following.start("word"), lexicon) if is_unspaced(word[0]) else None


def _run_together(text: str, at: int, lexicon: Lexicon) -> NextWord | None:
    """Return the number word of a script without spaces that other words follow at once."""
    found = lexicon.unspaced.match(text, at)
    return NextWord(found[0], lexicon.words[found[0]], found.end()) if found else None


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
        if found.meaning.role is Role.PART:
            terms.terms = terms.terms or [ONE]
            return Linked(terms, found.end, found.meaning.value)
        if not _added(terms, found.meaning):
            break
        end = found.end
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
        longer = _with_word(digits, found.meaning, lexicon) if found else None
        if found is None or longer is None:
            break
        digits, end = longer, found.end
    return (digits, end) if digits else None
