"""Tokens: the words of a sentence, and the forms of a word folded into one."""

import re

from textflow_plugins.languages import Remembered

# A word, with inner apostrophes; Chinese and Japanese write no spaces: there each sign counts.
_WORD = re.compile(
    r"""
    [\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]
    | [^\W_\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+
      (?: ['\N{RIGHT SINGLE QUOTATION MARK}] [^\W_\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+ )*
    """,
    re.VERBOSE,
)
# The same for letters of ASCII, in a third of the time.
_ASCII_WORD = re.compile("[a-zA-Z0-9]+(?:'[a-zA-Z0-9]+)*")
_LONG = 10_000
#: Endings taken off words that keep a stem of a certain length, and what is put on.
_ENDINGS = (("ss", "ss"), ("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", ""))
_STEM = 4
#: The letters that words with such an ending end in.
_LAST = frozenset(ending[-1] for ending, _ in _ENDINGS)


def written(text: str) -> list[str]:
    """Return the words of ``text`` as they are written."""
    return _pattern(text).findall(text)


def _pattern(text: str) -> re.Pattern[str]:
    return _ASCII_WORD if text.isascii() else _WORD


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
    small = plain(text)
    pattern = _pattern(small)
    if len(text) < _LONG:
        return pattern.findall(small)
    known: dict[str, str] = {}  # no sentence is as long, and its words come again and again
    return [
        known.setdefault(word, word) for word in map(re.Match[str].group, pattern.finditer(small))
    ]


def first_word(text: str) -> str:
    """Return the first of the words of ``text``, "" where it has none."""
    small = plain(text)
    found = _pattern(small).search(small)
    return found.group() if found else ""


def fold(word: str) -> str:
    """
    Fold the forms of a word of small letters into one, roughly.

    Two words folded into one by mistake cost a little weight, no more; so this is
    kept as simple as it can be.

    >>> [fold(word) for word in ("steel's", "tariffs", "charges", "charged", "companies")]
    ['steel', 'tariff', 'charg', 'charg', 'company']
    """
    word = word.removesuffix("'s")
    if word[-1:] not in _LAST:
        return word
    for ending, instead in _ENDINGS:
        if len(word) >= len(ending) + _STEM and word.endswith(ending):
            return word.removesuffix(ending) + instead
    return word


#: Each word as it is written to what it folds to.
FOLDED = Remembered(lambda form: fold(plain(form)))
