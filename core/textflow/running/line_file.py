"""A file of lines that a run adds to, and cuts back where it was killed in between."""

import contextlib
import errno
import os
from collections.abc import Generator
from pathlib import Path

import attrs

from textflow.running import disk

#: Bytes that are kept back to be written at once.
_KEPT = 1 << 18


@attrs.define(eq=False, repr=False)
class LineFile:
    """One file of the journal, open."""

    path: Path
    _file: int
    #: Bytes added so far, those that are kept back included.
    size: int = 0
    _kept: list[bytes] = attrs.field(factory=list)
    _kept_size: int = 0
    _dirty: bool = False
    _failed: bool = False

    @classmethod
    def open(cls, path: Path, size: int) -> "LineFile":
        """Open ``path`` and cut it back to ``size`` bytes; raises OSError."""
        file = disk.open_own(path)
        with disk.closed_on_failure(file):
            disk.truncate(file, size)
        return cls(path, file, size)

    def add(self, line: bytes) -> None:
        """Append ``line``; raises OSError."""
        self._kept.append(line)
        self._kept_size += len(line)
        self.size += len(line)
        if self._kept_size > _KEPT:
            self.flush()

    def flush(self) -> None:
        """Give the system what is kept back; raises OSError."""
        if self._kept:
            data = b"".join(self._kept)
            self._kept, self._kept_size, self._dirty = [], 0, True
            with self._trusted():
                disk.write_all(self._file, data)

    def sync(self) -> None:
        """Let everything added survive a power failure; raises OSError."""
        self.flush()
        if self._dirty:
            with self._trusted():
                os.fsync(self._file)
            self._dirty = False

    @contextlib.contextmanager
    def _trusted(self) -> Generator[None]:
        """Fail for good after a failure: how much has been written is not known then."""
        if self._failed:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(self.path))
        self._failed = True
        yield
        self._failed = False

    def close(self) -> None:
        """Let go of the file; what is kept back is forgotten."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
