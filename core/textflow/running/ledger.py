"""The ledger of a run: one row a batch, each with a checksum, read up to the first torn one."""

import os
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs
import orjson

from textflow.running import disk

Row = Mapping[str, Any]


@attrs.define(eq=False, repr=False)
class Ledger:
    """The file, open, and the rows that it contained when it was opened."""

    _file: int
    rows: list[Row]

    @classmethod
    def open(cls, path: Path) -> "Ledger":
        """Open the ledger and cut off a row that was not written whole; raises OSError."""
        file = disk.open_own(path)
        with disk.closed_on_failure(file):
            data = path.read_bytes()
            rows, size = _read(data)
            if size < len(data):
                disk.truncate(file, size)
            os.lseek(file, size, os.SEEK_SET)
            return cls(file, rows)

    def add(self, row: Row) -> None:
        """Append a row that survives a power failure; raises OSError."""
        disk.write_all(self._file, _line(row))
        os.fsync(self._file)

    def clear(self) -> None:
        """Forget every row; raises OSError."""
        disk.truncate(self._file, 0)
        os.fsync(self._file)
        self.rows.clear()

    def close(self) -> None:
        """Let go of the file."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def _line(row: Row) -> bytes:
    data = orjson.dumps(dict(row))
    return b"%08x %b\n" % (zlib.crc32(data), data)


def _read(data: bytes) -> tuple[list[Row], int]:
    """Return the whole rows at the beginning of ``data``, and where they end."""
    rows: list[Row] = []
    size = 0
    for row, end in _whole(data):
        rows.append(row)
        size = end
    return rows, size


def _whole(data: bytes) -> Iterator[tuple[Row, int]]:
    start = 0
    while (end := data.find(b"\n", start)) >= 0:
        check, _, body = data[start:end].partition(b" ")
        if check != b"%08x" % zlib.crc32(body):
            return
        start = end + 1
        yield orjson.loads(body), start
