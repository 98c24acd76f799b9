"""
Tell at a glance that a number is neither money nor a percentage.

Most numbers of a text are dates, counts and names. Where those are not asked
for, a look at the two neighbours spares reading them.
"""

import re

from textflow_plugins.amounts.lexicon import Lexicon
from textflow_plugins.amounts.ranges import JOINING

_AFTER = re.compile(r"[ \xa0\n-]?(?P<word>[^\W\d_]{1,40})|[ ]?[.,;:)\"'?!\n](?!\d)|\Z")
#: What may stand before a number without saying anything of it.
_IDLE = frozenset("\n\"',;")
_BACK = 16


class Screen:
    """Knows the words that may stand beside money and percentages in one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        split = [re.split(r"\W", name) for name in lexicon.money]
        joints = (*JOINING["en"], *JOINING.get(lexicon.language, ()))
        links = {"worth", "d", "x", *joints, *lexicon.words, *lexicon.percents}
        self.followers = frozenset({words[0] for words in split} | links)
        self.leaders = frozenset(words[-1] for words in split) | {
            word for word, meaning in lexicon.words.items() if meaning.role == "minus"
        }

    def idle(self, low: str, start: int, end: int) -> bool:
        """Tell whether nothing beside the number ``low[start:end]`` is of money or percent."""
        after = _AFTER.match(low, end)
        if after is None or after["word"] in self.followers:
            return False
        before = low[start - 1 : start]
        if before == " ":
            before = low[start - 2 : start - 1]
        if not before.isalpha():
            return not before or before in _IDLE
        word = low[max(0, start - _BACK) : start].rsplit(maxsplit=1)[-1]
        return word.isalpha() and word not in self.leaders
