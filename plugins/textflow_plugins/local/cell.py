"""A few bytes of memory in which a worker says what it is about to do; the run looks at them."""

import os
import struct
import tempfile
import zlib
from importlib import import_module
from typing import IO, Any

import attrs

_SHAPE = struct.Struct("<Qdii")
_SIZE = 64
_MMAP: Any = import_module("mmap")  # what it takes differs from system to system


@attrs.frozen
class Sight:
    """What a worker is doing."""

    #: Grows with every change.
    count: int = 0
    #: Seconds that it may take.
    seconds: float = 0.0
    #: The place of the stage in the pipeline; -1 where none is at work.
    stage: int = -1
    #: What ``named`` gives for the document's id; 0 where they are several.
    document: int = 0


def named(document: str) -> int:
    """Return a number for an id, small enough for the cell; 0 for none."""
    return zlib.crc32(document.encode("utf-8", "replace")) >> 1 if document else 0


class Cell:
    """The memory, on either side."""

    def __init__(self, memory: Any, file: IO[bytes] | None = None, address: int | str = 0) -> None:
        self._memory = memory
        self._file = file
        self._count = 0
        #: How the other process finds it.
        self.address = address

    @classmethod
    def new(cls) -> "Cell":
        """Return a cell for a worker that is to be started."""
        if os.name == "nt":
            name = f"textflow-{os.getpid()}-{os.urandom(8).hex()}"
            return cls(_MMAP.mmap(-1, _SIZE, tagname=name), None, name)
        file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - `close` closes it
        file.write(bytes(_SIZE))
        return cls(_MMAP.mmap(file.fileno(), _SIZE), file, file.fileno())

    @classmethod
    def at(cls, address: int | str) -> "Cell":
        """Return the cell in the worker; raises OSError."""
        if isinstance(address, str):
            return cls(_MMAP.mmap(-1, _SIZE, tagname=address))
        return cls(_MMAP.mmap(address, _SIZE))

    def show(self, stage: int, document: int, seconds: float) -> None:
        """Say what comes now."""
        self._count += 1
        _SHAPE.pack_into(self._memory, 0, self._count, seconds, stage, document)

    def look(self) -> Sight:
        """Return what has been said; it may change meanwhile."""
        found = before = None
        while found is None or found != before:
            before, found = found, _SHAPE.unpack_from(self._memory, 0)
        return Sight(*found)

    def close(self) -> None:
        """Let go of it."""
        self._memory.close()
        if self._file is not None:
            self._file.close()
