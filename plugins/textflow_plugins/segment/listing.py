"""Find the items of a list that runs on within a paragraph: "1) Salt 2) Pepper"."""

import re

_ITEM = re.compile(
    r"""
    (?P<open> \(? )
    (?: (?P<number> \d{1,3} ) | (?P<letter> [a-z] ) )
    (?P<close> \.\) | [.)] )
    \s (?P<first> \S )
    """,
    re.VERBOSE,
)
_REACH = 500  # an item is no longer than this; it keeps hostile text linear


def _following(item: re.Match[str]) -> str:
    """Return the label that the next item would have."""
    number, letter = item["number"], item["letter"]
    label = str(int(number) + 1) if number else chr(ord(letter) + 1)
    return f"{item['open']}{label}{item['close']}"


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
    label = re.escape(_following(item))
    after = re.compile(rf"(?<=\s){label}\s(\S)").search(text, item.end(), min(end, start + _REACH))
    if not after or after[1].isupper() != item["first"].isupper():
        return end
    return after.start()
