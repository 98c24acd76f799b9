"""Which ids a run has seen: exact in practice, in memory that does not grow with the run."""

import hashlib
import os
import sys
import tempfile
from array import array
from collections.abc import Iterator
from typing import IO

#: Slots of the table that is kept in memory, 256 KiB; what comes then goes to a file.
_IN_MEMORY = 1 << 15
_SLOT = 8
_BITS = 8 * _SLOT
#: Slots of a file that are read at once, to find one and to read all.
_WINDOW, _MANY = 12, 1 << 13
#: Whether the system reads and writes at a place in one call: Windows does not.
_AT_PLACES = hasattr(os, "pread")


class SeenIds:
    """
    A set of strings that keeps 64 bits of each.

    Open addressing, at most half full. A small table is kept in memory, a larger one in a
    temporary file, so that long runs take the memory of short ones. Two ids of a run of a
    million share their 64 bits with a probability of 3e-8.
    """

    def __init__(self, in_memory: int = _IN_MEMORY) -> None:
        self._in_memory = in_memory
        self._table: _Memory | _File = _Memory(1024)
        self._count = 0

    def add(self, name: str) -> bool:
        """Remember ``name``; return whether it is new."""
        if not self._table.put(_key(name)):
            return False
        self._count += 1
        if 2 * self._count > self._table.size:
            self._grow()
        return True

    def __contains__(self, name: str) -> bool:
        """Return whether ``name`` is remembered."""
        return self._table.has(_key(name))

    def close(self) -> None:
        """Let go of the file, if there is one."""
        self._table.close()

    def _grow(self) -> None:
        old, size = self._table, 4 * self._table.size
        self._table = _Memory(size) if size <= self._in_memory else _File(size)
        for key in old.keys():  # noqa: SIM118 - it is no dict
            self._table.put(key)
        old.close()


class _Memory:
    """A table in memory."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._slots = array("Q", bytes(_SLOT * size))

    def put(self, key: int) -> bool:
        """Put ``key`` in; return whether it was not there."""
        slots, last = self._slots, self.size - 1
        place = _place(key, self.size)
        while slots[place]:
            if slots[place] == key:
                return False
            place = (place + 1) & last
        slots[place] = key
        return True

    def has(self, key: int) -> bool:
        """Return whether ``key`` is in it."""
        place = _place(key, self.size)
        while self._slots[place] not in (0, key):
            place = (place + 1) & (self.size - 1)
        return self._slots[place] == key

    def keys(self) -> Iterator[int]:
        """Yield what is in it, in the order of the slots."""
        return filter(None, self._slots)

    def close(self) -> None:
        """Do nothing: the memory goes by itself."""


class _File:
    """A table in a temporary file, read and written a few slots at a time."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._file: IO[bytes] = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - `close` closes it
        self._file.truncate(_SLOT * size)

    def put(self, key: int) -> bool:
        """Put ``key`` in; return whether it was not there."""
        place = _place(key, self.size)
        while True:
            slots = self._read(place, _WINDOW)
            for at, slot in enumerate(slots):
                if slot == key:
                    return False
                if not slot:
                    self._write(place + at, key)
                    return True
            place = (place + len(slots)) % self.size

    def has(self, key: int) -> bool:
        """Return whether ``key`` is in it."""
        place = _place(key, self.size)
        while True:
            slots = self._read(place, _WINDOW)
            for slot in slots:
                if slot in (0, key):
                    return slot == key
            place = (place + len(slots)) % self.size

    def keys(self) -> Iterator[int]:
        """Yield what is in it, in the order of the slots."""
        for start in range(0, self.size, _MANY):
            yield from (key for key in self._read(start, _MANY) if key)

    def close(self) -> None:
        """Let the file go."""
        self._file.close()

    def _read(self, place: int, count: int) -> "array[int]":
        """Return up to ``count`` slots from ``place`` on, none behind the last."""
        start, size = _SLOT * place, _SLOT * min(count, self.size - place)
        if _AT_PLACES:
            return array("Q", os.pread(self._file.fileno(), size, start))
        self._file.seek(start)
        return array("Q", self._file.read(size))

    def _write(self, place: int, key: int) -> None:
        data = key.to_bytes(_SLOT, sys.byteorder)
        if _AT_PLACES:
            os.pwrite(self._file.fileno(), data, _SLOT * place)
            return
        self._file.seek(_SLOT * place)
        self._file.write(data)


def _key(name: str) -> int:
    digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=_SLOT).digest()
    return int.from_bytes(digest, "big") or 1


def _place(key: int, size: int) -> int:
    """Return where ``key`` belongs: its first bits, so that a larger table has the same order."""
    return key >> (_BITS + 1 - size.bit_length())
