"""
Where the records of a web archive begin, so that several readers can share it.

The standard has each record of a ``.warc.gz`` in a member of its own. An archive in which
each record is where it must be, with its header, as many bytes as that says and the empty
lines behind, can be cut at any of them. Any other one is read as a whole.
"""

import re
import zlib
from collections.abc import Iterator
from typing import IO, Any

import attrs

import textflow

_CHUNK, _STEP = 1 << 16, 1 << 18
#: Bytes that the header of a record may have.
_HEADER = 1 << 15
_LENGTH = re.compile(rb"\r\nContent-Length:[ \t]*([0-9]{1,15})[ \t]*\r\n", re.IGNORECASE)
_MAGIC = (b"WARC/1.1\r\n", b"WARC/1.0\r\n", b"WARC/0.18\r\n", b"WARC/0.17\r\n")
_BETWEEN = b"\r\n\r\n"
_GZIP = 31  # zlib's window bits for "gzip header and trailer, nothing else"


class _IrregularError(Exception):
    """The records cannot be told from each other without reading all of them as warcio does."""


@attrs.frozen
class _Record:
    """A record: where it begins and ends in the file, and how much it is decompressed."""

    start: int
    stop: int
    size: int


def spans(entry: textflow.Input, size: int) -> Iterator[Any]:
    """Yield pieces of about ``size`` stored bytes, each of whole records; none where irregular."""
    compressed = {"warc": False, "gz": True}.get(entry.name.rpartition(".")[2].lower())
    if entry.fault is not None or compressed is None:
        return
    try:
        with entry.opener() as stream:
            found = list(_bundles(_checked(stream, entry, compressed=compressed), size))
    except (_IrregularError, OSError, textflow.InputError):
        return  # reading it says what is wrong
    for start, stop, number in found:
        yield entry.span(start, stop, number)


def _checked(stream: IO[bytes], entry: textflow.Input, *, compressed: bool) -> Iterator[_Record]:
    """Yield the records; raises _IrregularError, also for what reading the whole would refuse."""
    total = 0
    for record in _members(stream) if compressed else _plain(stream):
        total += record.size
        is_bomb = record.size > entry.caps.ratio * (record.stop - record.start)
        if is_bomb or total > entry.caps.input:
            raise _IrregularError
        yield record


def _bundles(records: Iterator[_Record], size: int) -> Iterator[tuple[int, int, int]]:
    """Yield begin, end and number of the first record, of as many as ``size`` allows."""
    start = stop = 0
    first = number = 1
    for record in records:
        if record.stop - start > size and stop > start:
            yield start, stop, first
            start, first = stop, number
        stop = record.stop
        number += 1
    if stop > start:
        yield start, stop, first


def _whole_size(head: bytes) -> int:
    """Return the size of a record with its header and the lines behind, by how it begins."""
    end = head.find(_BETWEEN, 0, _HEADER)
    lengths = _LENGTH.findall(head, 0, end + 2) if end > 0 and head.startswith(_MAGIC) else []
    if len(lengths) != 1:
        raise _IrregularError
    return end + len(_BETWEEN) + int(lengths[0]) + len(_BETWEEN)


def _plain(stream: IO[bytes]) -> Iterator[_Record]:
    """Yield the records of an archive that is not compressed, passing by what is in them."""
    start = 0
    while head := stream.read(_HEADER):
        size = _whole_size(head)
        stream.seek(start + size - len(_BETWEEN))
        if stream.read(len(_BETWEEN)) != _BETWEEN:
            raise _IrregularError
        yield _Record(start, start + size, size)
        start += size


def _members(stream: IO[bytes]) -> Iterator[_Record]:
    """Yield the records of a compressed archive, each a member."""
    start, data = 0, stream.read(_CHUNK)
    while data:
        member = _Member()
        try:
            data = member.taken(data, stream)
        except zlib.error as error:
            raise _IrregularError from error
        if _whole_size(member.head) != member.size or member.tail != _BETWEEN:
            raise _IrregularError
        yield _Record(start, start + member.stored, member.size)
        start += member.stored
        data = data or stream.read(_CHUNK)


@attrs.define
class _Member:
    """One member, as far as it has been decompressed; only its ends are kept."""

    head: bytes = b""
    tail: bytes = b""
    size: int = 0
    #: Bytes of it in the file.
    stored: int = 0

    def taken(self, data: bytes, stream: IO[bytes]) -> bytes:
        """Go to its end; return what is behind it of what was read. Raises zlib.error."""
        member = zlib.decompressobj(_GZIP)
        while not member.eof:
            if not data:
                raise _IrregularError
            self._keep(member.decompress(data, _STEP))
            rest = member.unused_data if member.eof else member.unconsumed_tail
            self.stored += len(data) - len(rest)
            data = rest or (b"" if member.eof else stream.read(_CHUNK))
        return data

    def _keep(self, piece: bytes) -> None:
        self.size += len(piece)
        if len(self.head) < _HEADER:
            self.head += piece[: _HEADER - len(self.head)]
        self.tail = (self.tail + piece[-len(_BETWEEN) :])[-len(_BETWEEN) :]
