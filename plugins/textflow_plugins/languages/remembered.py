"""Remembered: what is known of a word, found once, as the same words come again and again."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Generic, TypeVar

#: So many words are remembered, those asked for last, and none that is longer.
_MOST, _LONGEST = 2_048, 64
T = TypeVar("T")


class Remembered(Generic[T]):
    """
    A function of one word that remembers its answers, within bounds whatever it is asked.

    >>> known = Remembered(str.upper)
    >>> known("ferry"), list(known.each(["ferry", "to", "ferry"]))
    ('FERRY', ['FERRY', 'TO', 'FERRY'])
    """

    def __init__(self, find: Callable[[str], T]) -> None:
        self._find = find
        self._known = lru_cache(maxsize=_MOST)(find)

    def __call__(self, word: str) -> T:
        """Return what is known of ``word``."""
        return self._known(word) if len(word) <= _LONGEST else self._find(word)

    def each(self, words: Sequence[str]) -> Iterator[T]:
        """Yield what is known of each of ``words``."""
        short = max(map(len, words), default=0) <= _LONGEST
        return map(self._known if short else self, words)

    def forget(self) -> None:
        """Forget all words."""
        self._known.cache_clear()
