"""Files that a run writes or has written compressed: gzip and Zstandard."""

import contextlib
import io
from collections.abc import Generator
from pathlib import Path
from typing import Any, BinaryIO, cast

from textflow.reading.zstandard import zstd
from textflow.running.line_file import LineFile


@contextlib.contextmanager
def compressing(file: LineFile, compression: str) -> Generator[Any]:
    """Give a stream that writes to ``file``; the bytes have no time and no name in them."""
    raw = _Taking(file)
    if compression == "gz":
        import gzip  # noqa: PLC0415 - few outputs are compressed

        with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as stream:
            yield stream
    else:
        with zstd().ZstdFile(raw, "wb") as stream:
            yield stream


def opened(path: Path, compression: str) -> BinaryIO:
    """Open what was compressed, to read it; what is broken raises OSError or EOFError."""
    if compression == "gz":
        import gzip  # noqa: PLC0415 - few outputs are compressed

        return cast("BinaryIO", gzip.open(path))
    return cast("BinaryIO", zstd().open(path))


class _Taking(io.RawIOBase):
    """What a compressor writes to."""

    def __init__(self, file: LineFile) -> None:
        self._file = file

    def writable(self) -> bool:
        """Return that it can be written to."""
        return True

    def write(self, data: Any) -> int:
        """Add compressed bytes."""
        self._file.add(bytes(data))
        return len(data)
