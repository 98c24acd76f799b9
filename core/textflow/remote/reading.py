"""A file in a store, opened: its bytes come in blocks, and belong to one state of the file."""

import io
from typing import IO, Any, cast

from textflow.errors import StoreError
from textflow.reading.input_errors import AccessError
from textflow.remote.listing import refused
from textflow.remote.stores import Store, StoredFile, answered

#: Bytes that are fetched at once.
_BLOCK = 4 << 20


def open_stored(address: str, uri: str, before: StoredFile | None) -> IO[bytes]:
    """
    Open the file at ``address``, which was as ``before`` when the run began.

    Raises InputError where it has gone, may not be read or is another one now; StoreError
    where the store does not answer, now or while it is read.
    """
    store = Store.at(address)
    with refused(uri), answered(uri):
        file = store.system.open(store.path, "rb", block_size=_BLOCK, cache_type="readahead")
        now = StoredFile.of(getattr(file, "details", None) or {})
    if before and before.version and now.version and now != before:
        file.close()
        found, fix = "has been changed since the run looked for it", "run again"
        raise AccessError(uri, found, "wanted the file that was there", fix)
    return cast("IO[bytes]", _Stored(file, uri))


class _Stored(io.RawIOBase):
    """An open file of a store; what goes wrong with it is said in our words."""

    def __init__(self, file: Any, uri: str) -> None:
        self._file = file
        self._uri = uri

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def seekable(self) -> bool:
        """Return that one can go to any place in it."""
        return True

    def read(self, size: int | None = -1) -> bytes:
        """Return the next bytes; raises InputError, StoreError."""
        with refused(self._uri), answered(self._uri):
            data: bytes = self._file.read(-1 if size is None else size)
        if not data and size and self._file.tell() < (getattr(self._file, "size", None) or 0):
            found = f"it has ended after {self._file.tell():,} bytes of {self._file.size:,}"
            raise StoreError(self._uri, found, "run again")
        return data

    def readinto(self, buffer: Any) -> int:
        """Fill ``buffer``; raises StoreError."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place."""
        with answered(self._uri):
            place: int = self._file.seek(offset, whence)
        return place

    def tell(self) -> int:
        """Return the place."""
        place: int = self._file.tell()
        return place

    def close(self) -> None:
        """Let go of the file."""
        if not self.closed:
            self._file.close()
        super().close()
