"""Decide whether a sentence ends at a mark: a cascade of rules, the surest first."""

import re

from textflow_plugins.segment.characters import APOSTROPHES, QUOTES
from textflow_plugins.segment.marks import Mark
from textflow_plugins.segment.words import Words

#: "U.S", "e.g", "J.R.R": letters with stops between them.
_DOTTED = re.compile(r"(?: [^\W\d_] \. )+ [^\W\d_]", re.VERBOSE)
_ROMAN = re.compile(r"[IVXLC]+|[ivxlc]+")
#: The number of a list item, where it begins the line: "1", "a", "iv".
_NUMBERING = re.compile(r"\d{1,3} | [A-Za-z] | [ivx]{1,4} | [IVX]{1,4}", re.VERBOSE)
#: "am 12. Mai"
_ORDINAL = re.compile(r"\d{1,2}")
#: What never begins a sentence.
_GOES_ON = frozenset(",;:)]}&%=+/")
#: "I" and its contractions: no proof of a new sentence behind an ellipsis.
_PRONOUN_I = re.compile(rf"I(?:[{APOSTROPHES}]\w+)?")
_ROW = 4  # this many dots are an ellipsis and a full stop


def _ellipsis(mark: Mark) -> bool:
    dots = mark.stop.replace(" ", "")
    return not _PRONOUN_I.fullmatch(mark.word) or len(dots) >= _ROW


def _abbreviation(mark: Mark, words: Words) -> bool | None:
    """Judge a word that the lists know, or return None."""
    token, word = mark.token, mark.word
    number = word[:1].isdigit()
    if token in words.number and (number or _ROMAN.fullmatch(word)):
        return False
    if token in words.end:
        return not number and word not in words.calendar
    if token in words.title or token in words.inner:
        return False
    if token in words.name or _DOTTED.fullmatch(token):
        return word in words.starter or bool(mark.open)
    return None


def _full_stop(mark: Mark, words: Words) -> bool:
    known = _abbreviation(mark, words)
    if known is not None:
        return known
    token = mark.token
    if mark.leads and not mark.close.strip(")") and _NUMBERING.fullmatch(token.rstrip(")")):
        return False
    if len(token) == 1 and token.isalpha():
        return mark.word in words.starter
    if words.language == "de" and _ORDINAL.fullmatch(token):
        return mark.word in words.starter
    return True


def ends_sentence(mark: Mark, words: Words) -> bool:
    """Tell whether a sentence ends at ``mark``; in doubt it does."""
    if mark.word[:1].islower() or mark.word in _GOES_ON:
        return False
    if mark.stop == ".":
        return _full_stop(mark, words)
    if mark.stop.startswith((".", "…")):
        return _ellipsis(mark)
    return True


def reported(mark: Mark, following: str, words: Words) -> bool:
    """Tell whether a reporting clause follows a closed quotation: "Why?" Mr. Lee asked."""
    if not mark.close or mark.close[0] not in QUOTES:
        return False
    return any(word.strip(".,:") in words.says for word in following.split()[:4])
