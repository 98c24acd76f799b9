"""Remembered: what is known of a word, found once, as the same words come again and again."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

#: So many words are remembered, then all are forgotten; and no word that is longer.
_MOST, _LONGEST = 32_768, 64
T = TypeVar("T")


class Remembered(dict[str, T]):
    """
    A table of words that finds out what it does not know, within bounds whatever it is asked.

    >>> known = Remembered(str.upper)
    >>> known["ferry"], list(known.each(["ferry", "to", "ferry"]))
    ('FERRY', ['FERRY', 'TO', 'FERRY'])
    """

    __slots__ = ("_find",)

    def __init__(self, find: Callable[[str], T]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, word: str) -> T:
        """Find out what there is to know of ``word``."""
        found = self._find(word)
        if len(word) <= _LONGEST:
            if len(self) >= _MOST:
                self.clear()
            self[word] = found
        return found

    def each(self, words: Sequence[str]) -> Iterator[T]:
        """Yield what is known of each of ``words``."""
        return map(self.__getitem__, words)
