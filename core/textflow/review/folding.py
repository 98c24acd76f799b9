"""Texts as they are compared: letters and digits only, whatever a cleaner did between them."""

import functools
import html
import re
import unicodedata

import attrs

#: An entity is the character it means: one cleaner reads them, another does not.
_UNIT = re.compile(
    r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});|.", re.DOTALL
)
#: Beside letters, digits and currencies, what makes an amount another amount.
_KEPT = frozenset("%\N{PER MILLE SIGN}")


@attrs.frozen
class Folded:
    """A text without case, accents, spaces and punctuation, and where each character was."""

    text: str
    #: For each character of ``text``, where in the unfolded text that which it came from begins.
    places: tuple[int, ...]
    #: And where it ends.
    ends: tuple[int, ...]


def folded(text: str) -> Folded:
    r"""
    Fold ``text``, so that other quotation marks, spaces or hyphens make no difference.

    >>> folded("\u201cCaf\u00e9 no. 5\u201d").text, folded("Caf&eacute;").text
    ('cafeno5', 'cafe')
    """
    rows = [(piece, *unit.span()) for unit in _UNIT.finditer(text) for piece in _pieces(unit[0])]
    return Folded(
        "".join(piece for piece, _, _ in rows),
        tuple(start for _, start, _ in rows),
        tuple(end for _, _, end in rows),
    )


@functools.lru_cache(maxsize=4096)
def _pieces(unit: str) -> str:
    # One character at a time: normalising whole texts is quadratic on hostile ones.
    char = html.unescape(unit) if len(unit) > 1 else unit
    whole = unicodedata.normalize("NFKD", char.casefold())
    return "".join(piece for piece in whole if _counts(piece))


def _counts(char: str) -> bool:
    category = unicodedata.category(char)
    return char in _KEPT or category[0] in "LN" or category == "Sc"
