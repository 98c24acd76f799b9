"""Streams of bytes, always in bounded memory: open, decompress, cap, cut into lines."""

import os
import stat
from collections.abc import Iterable, Iterator
from functools import partial
from typing import IO

import attrs
from attrs import frozen

from textflow.limits import stated_limit
from textflow.reading.input_errors import NotFileError, TooLarge

#: Bytes read at once. Small, since each gzip member that ends in a chunk costs a copy of the rest.
CHUNK = 65_536
#: Bytes of an oversized line or document of a file that its dead letter repeats.
HEAD = 1_024

_FLAGS = os.O_RDONLY | sum(
    getattr(os, name, 0)  # not every system has all three
    for name in ("O_NONBLOCK", "O_CLOEXEC", "O_BINARY")
)


@attrs.define(eq=False, repr=False)
class _Meter:
    """How much input this process has read, as stored: what progress is measured by."""

    read: int = 0


METER = _Meter()


@frozen
class Caps:
    """How much is read before we refuse; each is a promise about memory or time."""

    #: Bytes of one document, or of one JSON line, decompressed.
    document: int = attrs.field(factory=partial(stated_limit, "max_document_bytes"))
    #: Bytes of one input, decompressed. Reading streams, so it guards time and disks, not memory.
    input: int = attrs.field(factory=partial(stated_limit, "max_input_bytes"))
    #: Bytes that one compressed byte may become, once more than ``document`` bytes have come.
    ratio: int = 200


def open_regular(path: str, uri: str) -> IO[bytes]:
    """Open ``path``, never waiting for a FIFO or a device that took a file's place."""
    descriptor = os.open(path, _FLAGS)
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISREG(mode):
        return os.fdopen(descriptor, "rb")
    os.close(descriptor)
    raise not_a_file(uri, mode)


def not_a_file(uri: str, mode: int) -> NotFileError:
    """Return the error for a thing of this ``mode``."""
    if stat.S_ISDIR(mode):
        found, fix = "a folder", f"name what is to be read in it, as in {uri.rstrip('/')}/*.txt"
    else:
        found, fix = "no regular file but a FIFO, socket or device", "pipe it in, with - as input"
    return NotFileError(uri=uri, found=f"is {found}", wanted="wanted a regular file", fix=fix)


def read_chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield what ``stream`` contains, ``CHUNK`` bytes at a time."""
    while chunk := stream.read(CHUNK):
        METER.read += len(chunk)
        yield chunk


def limit(chunks: Iterable[bytes], uri: str, cap: int, name: str) -> Iterator[bytes]:
    """Yield ``chunks`` up to ``cap`` bytes; past them raise, naming the limit ``name``."""
    total = kept = 0
    head: list[bytes] = []
    most = _head_of(uri, cap if name == "document" else HEAD)
    for chunk in chunks:
        total += len(chunk)
        if kept < most:
            head.append(chunk[: most - kept])
            kept += len(head[-1])
        if total > cap:
            raise too_large(uri, cap, name, b"".join(head))
        yield chunk


def _head_of(uri: str, cap: int) -> int:
    """Return how much of what is too large is repeated: standard input cannot be read again."""
    return max(cap, HEAD) if uri == "-" else HEAD


def too_large(uri: str, cap: int, name: str, head: bytes) -> TooLarge:
    """Return the error for more than ``cap`` bytes, by the limit ``limits.max_<name>_bytes``."""
    return TooLarge(
        uri=uri,
        found=f"contains more than {cap:,} bytes",
        wanted=f"limits.max_{name}_bytes is {cap:,}",
        fix="raise that limit or split the input",
        head=head,
    )


def split_lines(
    chunks: Iterable[bytes], uri: str, cap: int, *, ends: bool = False, first: int = 1
) -> Iterator[tuple[int, bytes | TooLarge]]:
    r"""
    Yield each line with its number, cut at ``\n`` alone and without ``\n`` or ``\r\n``.

    With ``ends``, lines keep them; ``first`` is the number of the first.

    Of a line longer than ``cap`` no more than ``cap`` bytes are ever kept.
    """
    number = first
    pending = _Line(cap, _head_of(uri, cap))
    for chunk in chunks:
        *ended, last = chunk.split(b"\n")
        for piece in ended:
            pending.add(piece)
            yield number, pending.take(f"{uri}:{number}", b"\n" if ends else None)
            number += 1
        pending.add(last)
    if pending.size:
        yield number, pending.take(f"{uri}:{number}", b"" if ends else None)


class _Line:
    """A line that is being put together from pieces."""

    __slots__ = ("cap", "head", "pieces", "size")

    def __init__(self, cap: int, head: int) -> None:
        self.cap = cap
        self.head = head
        self.pieces: list[bytes] = []
        self.size = 0

    def add(self, piece: bytes) -> None:
        """Append ``piece``; past the cap (and a carriage return) count it only."""
        if piece:
            self.size += len(piece)
            if self.size <= self.cap + 1:
                self.pieces.append(piece)
            elif not self.pieces:
                self.pieces.append(piece[: self.head])

    def take(self, uri: str, end: bytes | None = None) -> bytes | TooLarge:
        """Return the line, or why not, and be empty again; ``end`` is what it keeps as its end."""
        line = b"".join(self.pieces)
        whole = len(line) == self.size
        self.pieces = []
        self.size = 0
        bare = line.removesuffix(b"\r") if whole else line
        if whole and len(bare) <= self.cap:
            return bare if end is None else line + end
        return too_large(uri, self.cap, "document", bare[: self.head])
