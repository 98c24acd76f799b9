"""Decide whether a sentence ends at a mark: a cascade of rules, the surest first."""

import re

from textflow_plugins.languages import late
from textflow_plugins.segment.boundaries import Boundary
from textflow_plugins.segment.characters import QUOTES
from textflow_plugins.segment.language import Words

#: "U.S", "e.g", "J.R.R": letters with stops between them.
_DOTTED = re.compile(r"(?: [^\W\d_] \. )+ [^\W\d_]", re.VERBOSE)
_ROMAN = late(r"[IVXLC]+|[ivxlc]+")
#: The number of an item or a section, where it begins the line: "1", "2.1", "a", "iv".
_NUMBERING = late(r"\d{1,3} (?: \. \d{1,3} )* | [A-Za-z] | [ivx]{1,4} | [IVX]{1,4}", re.VERBOSE)
#: "am 12. Mai"
_ORDINAL = late(r"\d{1,2}")
#: A word that can be no abbreviation: no capital, three letters or more, a vowel.
_PLAIN = late(r"(?= [^\W\d_]{3} ) [^\W\d_]* [aeiouyà-öø-ü] [^\W\d_]*", re.VERBOSE)
#: What follows a word that opens a time: "At 5 a.m.", where no sentence can be over yet.
_TIME = late(r"\S+ \S+ \S+")
#: What never begins a sentence.
_GOES_ON = frozenset(",;:)]}&%=+/")
#: From here on, letters are words or syllables: none is an initial.
_EAST = "\u2e80"
_DASHES = "-\N{EN DASH}—"
_ROW = 4  # this many dots are an ellipsis and a full stop


def _ellipsis(mark: Boundary, words: Words) -> bool:
    dots = mark.stop.replace(" ", "")
    if mark.close and mark.open.startswith("("):
        return False  # the source of a quotation
    return mark.word not in words.capital or len(dots) >= _ROW


def _starts(mark: Boundary, words: Words) -> bool:
    """Return whether what follows begins a sentence and no name."""
    return mark.word in words.starter or (bool(mark.open) and mark.open[0] in QUOTES)


def _abbreviation(mark: Boundary, words: Words) -> bool | None:
    """Judge a word that the lists know, or return None."""
    token, word = mark.token, mark.word
    if token in words.number and (word[:1].isdigit() or _ROMAN.fullmatch(word)):
        return False
    if token in words.end:
        return not _goes_on_in_time(mark, words)
    if token in words.title or token in words.inner:
        return False
    return _name(mark, words)


def _name(mark: Boundary, words: Words) -> bool | None:
    """Judge an abbreviation at the end of a name, or return None for what is none."""
    if mark.token in words.last:
        return _starts(mark, words) or mark.word in words.subject or mark.second in words.verb
    if mark.token in words.name or _DOTTED.fullmatch(mark.token):
        return _starts(mark, words)
    return None


def _goes_on_in_time(mark: Boundary, words: Words) -> bool:
    """Return whether a date or a time goes on behind its abbreviation: 5 p.m. EST."""
    if mark.word[:1].isdigit() or mark.word in words.calendar:
        return True
    return bool(_TIME.fullmatch(mark.head)) and mark.head.partition(" ")[0] in words.time_opener


def _numbers(mark: Boundary) -> bool:
    """Return whether the stop belongs to the number of a list item."""
    if len(mark.head) > len(mark.token) + 3 or not mark.head:
        return False
    return not mark.close.strip(")") and bool(_NUMBERING.fullmatch(mark.token.rstrip(")")))


def _full_stop(mark: Boundary, words: Words) -> bool:
    token = mark.token
    if "'" in token and token not in words.shortened:
        mark = mark._replace(token=token.rpartition("'")[2])  # "l'Ing. Rossi"
    known = _abbreviation(mark, words)
    if known is not None:
        return known
    if _numbers(mark):
        return False
    return mark.word in words.starter or not _may_own_stop(token, words)


def _may_own_stop(token: str, words: Words) -> bool:
    """Return whether a token may be written with a stop: an initial, an ordinal."""
    if len(token) == 1 and token.isalpha() and token < _EAST:
        return True
    return bool(words.ordinals and _ORDINAL.fullmatch(token))


def _plain(mark: Boundary, words: Words) -> bool:
    """Return whether a word in full is before the stop, which then ends a sentence."""
    token = mark.token
    if not words.starter:
        return False
    return token.islower() and bool(_PLAIN.fullmatch(token)) and token not in words.shortened


def _before_small(mark: Boundary, words: Words) -> bool:
    """Judge a stop before a small letter, as hasty writers set it."""
    if mark.close or mark.open not in {"", "("} or not _plain(mark, words):
        return False
    if mark.stop == ".":
        return True
    if not words.join or mark.stop[0] not in "!?":
        return False
    return mark.word not in words.says and mark.word not in words.join


def ends_sentence(mark: Boundary, words: Words) -> bool:
    """Return whether a sentence ends at ``mark``; in doubt it does."""
    if mark.glued or (mark.close and mark.close.isdigit()):  # the number of a note
        return (not mark.close or not mark.glued) and _plain(mark, words)
    if mark.word.islower():  # "eBay" is none
        return _before_small(mark, words)
    return mark.word not in _GOES_ON and _by_stop(mark, words)


def _by_stop(mark: Boundary, words: Words) -> bool:
    """Judge a mark by which one it is, where what follows may begin a sentence."""
    if mark.stop == ".":
        return _full_stop(mark, words)
    if mark.stop.startswith((".", "…")):
        return _ellipsis(mark, words)
    return mark.word not in words.name and mark.word not in words.last


def reported(mark: Boundary, following: str, words: Words) -> bool:
    """Return whether a reporting clause follows a closed quotation: "Why?" Mr. Lee asked."""
    if not mark.close or mark.close[0] not in QUOTES:
        return False
    if mark.open and mark.open[0] in _DASHES:
        return True
    if mark.stop == "." or mark.open:
        return False
    return any(word.strip(".,:") in words.says for word in following.split()[:4])


def runs_on(so_far: str, words: Words, *, small: bool) -> bool:
    """
    Tell whether a headline ends here that runs on into the text: "Ferry closes The harbour".

    With ``small``, its last word must be one that begins with a small letter.
    """
    before = so_far.rsplit(maxsplit=1)[-1]
    if before.startswith(("http", "www.")):
        return True
    return before.isalpha() and before not in words.within and (not small or before.islower())
