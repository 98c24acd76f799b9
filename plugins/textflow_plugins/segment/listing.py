"""Find the items of a list that runs on within a paragraph: "1) Salt 2) Pepper"."""

import re
from itertools import pairwise

_ITEM = re.compile(
    r"""
    (?P<open> \(? )
    (?: (?P<number> \d{1,3} ) | (?P<letter> [ivx]{2,4} | [a-z] ) )
    (?P<close> \.\) | [.)] )
    \s (?P<first> \S )
    """,
    re.VERBOSE,
)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_REACH = 500  # an item is no longer than this; it keeps hostile text linear


def _labels(item: re.Match[str]) -> list[str]:
    """Return what may stand before the next item; "i" counts as a letter and as a number."""
    number, letter = item["number"], item["letter"]
    if number:
        return [str(int(number) + 1)]
    roman = [after for before, after in pairwise(_ROMAN) if before == letter]
    return roman if len(letter) > 1 else [chr(ord(letter) + 1), *roman]


def next_item(text: str, start: int, end: int) -> int:
    """
    Return where the next item begins in a sentence that begins with one, else ``end``.

    Both must begin with a capital, or both with none, so that no ordinary number is a label.

    >>> next_item("1) Salt 2) Pepper", 0, 17)
    8
    """
    item = _ITEM.match(text, start, end)
    if not item:
        return end
    label = rf"{re.escape(item['open'])}(?:{'|'.join(_labels(item))}){re.escape(item['close'])}"
    after = re.compile(rf"(?<=\s){label}\s(\S)").search(text, item.end(), min(end, start + _REACH))
    if not after or after[1].isupper() != item["first"].isupper():
        return end
    return after.start()
