"""Which ids a run has seen: exact in practice, in 16 bytes an id or so."""

import hashlib
from array import array

#: The ids are spread over so many tables: one that grows is never a large part of all.
_TABLES = 256


class SeenIds:
    """
    A set of strings that keeps 64 bits of each.

    Open addressing in arrays, at most three quarters full: a million ids take 11 to 22 MB
    where a set of strings takes over 100. Two ids of a run of a million share their
    64 bits with a probability of 3e-8.
    """

    def __init__(self) -> None:
        self._tables = [_Table() for _ in range(_TABLES)]

    def add(self, name: str) -> bool:
        """Remember ``name``; return whether it is new."""
        digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
        return self._tables[digest[0]].add(int.from_bytes(digest, "big") or 1)


class _Table:
    """A set of numbers other than 0."""

    __slots__ = ("_count", "_places")

    def __init__(self) -> None:
        self._places = array("Q", bytes(8 * 8))
        self._count = 0

    def add(self, key: int) -> bool:
        """Remember ``key``; return whether it is new."""
        if not self._put(key):
            return False
        self._count += 1
        if 4 * self._count > 3 * len(self._places):
            self._grow()
        return True

    def _put(self, key: int) -> bool:
        places, last = self._places, len(self._places) - 1
        place = key & last
        while places[place]:
            if places[place] == key:
                return False
            place = (place + 1) & last
        places[place] = key
        return True

    def _grow(self) -> None:
        old = self._places
        self._places = array("Q", bytes(16 * len(old)))
        for key in old:
            if key:
                self._put(key)
