"""
Tell at a glance that a number is neither money nor a percentage.

Most numbers of a text are dates, counts and names. Where those are not asked
for, a look at the two neighbours spares reading them.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from textflow_plugins.amounts.currencies import metric
from textflow_plugins.amounts.language import LANGUAGES, Lexicon, is_unspaced, lexicon
from textflow_plugins.languages import Language, Role

_AFTER = re.compile(r"[ \xa0\n-]?(?P<word>[^\W\d_]{1,40})|[ ]?[.,;:)\"'?!\n](?!\d)|\Z")
#: What may stand before a number without saying anything of it.
_IDLE = frozenset("\n\"',;")
_BACK = 16
#: 3 x 10^6.
_TIMES = "x"


class Screen:
    """Knows the words that may stand beside money and percentages in one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        split = [re.split(r"\W", name) for name in lexicon.money]  # at what combines too
        links = {_TIMES, *metric(), *lexicon.words, *lexicon.percents}
        begin = {words[0] for words in split} | links | _joining(lexicon) | set(lexicon.states)
        self.followers = frozenset(re.split(r"\W", word)[0] for word in begin) | links
        first = {name for name, _ in lexicon.percents_before} if lexicon.percent_first else set()
        #: What counts straight behind digits, in a script without spaces.
        self.unspaced = lexicon.unspaced_counted
        self.leaders = frozenset(words[-1] for words in split) | lexicon.of_role(Role.MINUS) | first
        #: Such leaders that a word before them may touch: 百分之.
        self.unparted = tuple(filter(_is_unparted, self.leaders))

    def idle(self, low: str, start: int, end: int) -> bool:
        """Return whether nothing beside the number ``low[start:end]`` is of money or percent."""
        after = _AFTER.match(low, end)
        if after is None or self._counts(low, after):
            return False
        before = low[start - 1 : start]
        if before == " ":
            before = low[start - 2 : start - 1]
        if not before.isalpha():
            return not before or before in _IDLE
        word = low[max(0, start - _BACK) : start].rsplit(maxsplit=1)[-1]
        return word.isalpha() and word not in self.leaders and not word.endswith(self.unparted)

    def _counts(self, low: str, after: re.Match[str]) -> bool:
        """Return whether the word behind a number is, or begins with, one of money or percent."""
        word = after["word"]
        if not word or word in self.followers:
            return bool(word)
        return is_unspaced(word[0]) and self.unspaced.match(low, after.start("word")) is not None


def _is_unparted(word: str) -> bool:
    return word != "" and is_unspaced(word[0])


def _joining(lexicon: Lexicon) -> frozenset[str]:
    """Return the words that may join a number to what follows it, or their first part."""

    def words(one: Language) -> Iterator[str]:
        yield from one.ranges.joint
        yield from (re.split(r"\W", word)[0] for word in one.money_context.of)

    return lexicon.union(words)


@lru_cache(maxsize=LANGUAGES)
def screen(tag: str) -> Screen:
    """Return the screen of a language."""
    return Screen(lexicon(tag))
