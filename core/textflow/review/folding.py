"""Texts as they are compared: letters and digits only, whatever a cleaner did between them."""

import functools
import unicodedata

import attrs

#: Beside letters and digits, what makes an amount another amount.
_KEPT = frozenset("%\N{PER MILLE SIGN}")


@attrs.frozen
class Folded:
    """A text without case, accents, spaces and punctuation, and where each character stood."""

    text: str
    #: For each character of ``text``, its place in the text that was folded.
    places: tuple[int, ...]


def folded(text: str) -> Folded:
    r"""
    Fold ``text``, so that other quotation marks, spaces or hyphens make no difference.

    >>> folded("\u201cCaf\u00e9 no. 5\u201d").text
    'cafeno5'
    """
    pieces = [(piece, place) for place, char in enumerate(text) for piece in _pieces(char)]
    return Folded("".join(piece for piece, _ in pieces), tuple(place for _, place in pieces))


@functools.lru_cache(maxsize=4096)
def _pieces(char: str) -> str:
    # One character at a time: normalising whole texts is quadratic on hostile ones.
    whole = unicodedata.normalize("NFKD", char.casefold())
    return "".join(piece for piece in whole if _counts(piece))


def _counts(char: str) -> bool:
    return char in _KEPT or unicodedata.category(char)[0] in "LN" or _is_currency(char)


def _is_currency(char: str) -> bool:
    return unicodedata.category(char) == "Sc"
