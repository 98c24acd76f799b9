"""Which ids a run has seen: exact in practice, in 16 bytes an id or so."""

import hashlib
from array import array


class SeenIds:
    """
    A set of strings that keeps 64 bits of each.

    Open addressing in an array, at most half full: a million ids take 16 to 32 MB
    where a set of strings takes over 100. Two ids of a run of a million share their
    64 bits with a probability of 3e-8.
    """

    def __init__(self) -> None:
        self._table = array("Q", bytes(8 * 1024))
        self._count = 0

    def add(self, name: str) -> bool:
        """Remember ``name``; return whether it is new."""
        digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
        if not self._put(int.from_bytes(digest, "big") or 1):
            return False
        self._count += 1
        if 2 * self._count > len(self._table):
            self._grow()
        return True

    def _put(self, key: int) -> bool:
        table, last = self._table, len(self._table) - 1
        place = key & last
        while table[place]:
            if table[place] == key:
                return False
            place = (place + 1) & last
        table[place] = key
        return True

    def _grow(self) -> None:
        old = self._table
        self._table = array("Q", bytes(16 * len(old)))
        for key in old:
            if key:
                self._put(key)
