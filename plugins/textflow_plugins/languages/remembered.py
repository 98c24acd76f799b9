"""Remembered: what is known of a word, found once, as the same words come again and again."""

from collections.abc import Callable
from typing import Generic, TypeVar

#: So many words are remembered, and none that is longer: a document may be made to fill this up.
_MOST, _LONGEST = 20_000, 64
T = TypeVar("T")


class Remembered(dict[str, T], Generic[T]):
    """
    A function of a word as a dict: `known[word]` is found when it is first asked for.

    >>> known = Remembered(str.upper)
    >>> list(map(known.__getitem__, ["ferry", "to", "ferry"]))
    ['FERRY', 'TO', 'FERRY']
    """

    def __init__(self, find: Callable[[str], T]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, word: str) -> T:
        """Find what is known of ``word``; begin anew where too many are remembered."""
        if len(self) >= _MOST:
            self.clear()
        found = self._find(word)
        if len(word) <= _LONGEST:
            self[word] = found
        return found
