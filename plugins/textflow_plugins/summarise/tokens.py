"""Tokens: the words of a sentence, and the forms of a word folded into one."""

import re
from functools import cache, lru_cache

from textflow_plugins.languages import Remembered, anywhere, ascii_words, letter_table, may_be_far

# A word, with inner apostrophes.
_WORD = re.compile(r"[^\W_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}][^\W_]+)*")
# The same for letters of ASCII, in a third of the time, and where no apostrophe is within words.
_ASCII_WORD = re.compile("[a-zA-Z0-9]+(?:'[a-zA-Z0-9]+)*")
_LETTERS = letter_table()
_LONG = 10_000
#: An ending is taken off where so many letters of the word are left.
_STEM = 4


def written(text: str) -> list[str]:
    """Return the words of ``text`` as they are written."""
    return _pattern(text).findall(text)


def _pattern(text: str) -> re.Pattern[str]:
    if text.isascii():
        return _ASCII_WORD
    return _word_anywhere() if may_be_far(text) else _WORD


@cache
def _word_anywhere() -> re.Pattern[str]:
    """Chinese and Japanese write no spaces: there each sign counts."""
    return re.compile(
        r"""
        [\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]
        | [^\W_\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+
          (?: ['\N{RIGHT SINGLE QUOTATION MARK}]
              [^\W_\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+ )*
        """,
        re.VERBOSE,
    )


def plain(text: str) -> str:
    """
    Return ``text`` in small letters, with straight apostrophes.

    >>> plain("Can\N{RIGHT SINGLE QUOTATION MARK}t")
    "can't"
    """
    return text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


def words(text: str) -> list[str]:
    """
    Return the words of ``text``, in small letters.

    >>> words("Toner can't pay $3.5m.")
    ['toner', "can't", 'pay', '3', '5m']
    """
    short = len(text) < _LONG
    if short and "'" not in text and text.isascii():
        return ascii_words(text, _LETTERS)
    small = plain(text)
    pattern = _pattern(small)
    if short:
        return pattern.findall(small)
    known: dict[str, str] = {}  # no sentence is as long, and its words come again and again
    return [
        known.setdefault(word, word) for word in map(re.Match[str].group, pattern.finditer(small))
    ]


def fold(word: str) -> str:
    """
    Fold the forms of a word of small letters into one, roughly.

    Two words folded into one by mistake cost a little weight, no more; so this is
    kept as simple as it can be.

    >>> [fold(word) for word in ("steel's", "tariffs", "charges", "charged", "companies")]
    ['steel', 'tariff', 'charg', 'charg', 'company']
    """
    for owner in _owners():
        word = word.removesuffix(owner)
    for ending, instead in _endings().get(word[-1:], ()):
        if len(word) >= len(ending) + _STEM and word.endswith(ending):
            return word.removesuffix(ending) + instead
    return word


@lru_cache(maxsize=1)
def _owners() -> list[str]:
    return sorted(anywhere(lambda one: one.endings.owner), key=len, reverse=True)


@lru_cache(maxsize=1)
def _endings() -> dict[str, list[tuple[str, str]]]:
    """Return last letter to the endings with it, longest first, and what each becomes."""
    stays = anywhere(lambda one: one.endings.uninflected)
    y = anywhere(lambda one: one.endings.inflected_y)
    found: dict[str, list[tuple[str, str]]] = {}
    for ending in anywhere(lambda one: one.endings.inflected) | stays:
        instead = "y" if ending in y else ending if ending in stays else ""
        found.setdefault(ending[-1], []).append((ending, instead))
    return {last: sorted(row, key=lambda one: -len(one[0])) for last, row in found.items()}


#: Each word as it is written to what it folds to.
FOLDED = Remembered(lambda form: fold(plain(form)))
