"""
Inputs: the files that a pipeline names, opened within their caps.

Only regular files are read, so that no FIFO or device can hang a run. A plain
path that cannot be read ends the run before it starts; a match of a glob that
cannot be read is an ``Input`` that raises when it is opened, and costs itself alone.
"""

import io
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import IO, Any

import attrs

from textflow.errors import InputError
from textflow.reading.decompressing import decompressed
from textflow.reading.finding import Place, access_error, find_places, printable
from textflow.reading.input_errors import TooLarge
from textflow.reading.line_spans import LineSpan, between, line_spans
from textflow.reading.streams import Caps, limit, open_regular, read_chunks, split_lines
from textflow.reading.suffixes import suffix_type
from textflow.remote.addresses import is_address

__all__ = ["Caps", "Input", "TooLarge", "find_inputs", "suffix_type"]


@attrs.frozen
class Input:
    """One file, or standard input, that a source may read once or more."""

    #: Its path below the folder that all inputs of the run share: unique, and short.
    id: str
    #: Its path as the pipeline file reaches it, always with ``/``.
    uri: str
    #: The name of the file.
    name: str
    #: Opens the bytes as they are stored.
    opener: Callable[[], IO[bytes]]
    caps: Caps = attrs.field(factory=Caps)
    #: Why it cannot be read, where that was seen without opening it.
    fault: InputError | None = None
    #: Where the file is, absolute, or its address; None for standard input, and for no file.
    path: str | None = None
    #: What its store said of it when it was looked for, where it is in one.
    stored: Any = None
    #: What of it is to be read, as its source has cut it; None for all.
    piece: Any = None

    @classmethod
    def from_bytes(cls, data: bytes, name: str = "input.txt", caps: Caps | None = None) -> "Input":
        """Return an input that contains ``data``: what a test of a source needs."""
        return cls(name, name, name, partial(io.BytesIO, data), caps or Caps())

    @classmethod
    def elsewhere(cls, name: str, caps: Caps) -> "Input":
        """Return what stands for the whole of a source that reads no files."""
        return cls(name, name, name, io.BytesIO, caps)

    @property
    def starts(self) -> bool:
        """Whether it begins where its file begins: it is no later piece of one."""
        return not isinstance(self.piece, LineSpan) or not self.piece.start

    def chunks(self) -> Iterator[bytes]:
        """Yield the decompressed bytes in pieces, up to ``caps.input`` of them."""
        if self.fault is not None:
            raise self.fault
        try:
            with self.opener() as stream:
                span = self.piece if isinstance(self.piece, LineSpan) else None
                stored = between(stream, span) if span else read_chunks(stream)
                found = self._uncompressed(stored)
                yield from limit(found, self.uri, self.caps.input, "input")
        except OSError as error:
            raise access_error(self.uri, error) from error

    def read(self) -> bytes:
        """Return all bytes; more than ``caps.document`` of them raise ``TooLarge``."""
        return b"".join(limit(self.chunks(), self.uri, self.caps.document, "document"))

    def lines(self, *, ends: bool = False) -> Iterator[tuple[int, bytes | TooLarge]]:
        r"""
        Yield ``(number, line)``, numbers from 1, lines without their ``\n`` or ``\r\n``.

        With ``ends``, lines keep them.

        A line of more than ``caps.document`` bytes is skipped in bounded memory
        and comes as a ``TooLarge``. Where the input breaks off, the whole lines
        before that come first; then it raises.
        """
        cap = self.caps.document
        return split_lines(self.chunks(), self.uri, cap, ends=ends, first=self.first)

    def line_spans(self, size: int) -> Iterator[Any]:
        """
        Yield pieces of about ``size`` bytes, each of whole lines; nothing where it has none.

        For ``@textflow.source(pieces=...)``: ``lines`` of an input with such a ``piece``
        yields the lines of it. What is compressed has none.
        """
        if self.path is None or self.fault is not None or suffix_type(self.name)[1] is not None:
            return
        try:
            with self.opener() as stream:
                yield from line_spans(stream, size)
        except OSError as error:
            raise access_error(self.uri, error) from error

    @staticmethod
    def span(start: int, stop: int, number: int) -> Any:
        """
        Return the piece that is the stored bytes from ``start`` to ``stop``.

        ``number`` is that of its first line or record. What is compressed may be cut where a
        member begins: ``chunks`` of an input with such a ``piece`` decompresses it.
        """
        return LineSpan(start, stop, number)

    @property
    def first(self) -> int:
        """The number of the first line or record: 1, but for a piece behind the first."""
        return self.piece.number if isinstance(self.piece, LineSpan) else 1

    def _uncompressed(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        compression = suffix_type(self.name)[1]
        if compression is None:
            return pieces
        return decompressed(pieces, self.uri, self.caps, compression)


def find_inputs(
    patterns: Sequence[str], base: Path, caps: Caps | None = None, kind: str = ""
) -> Iterator[Input]:
    """
    Yield the inputs that ``patterns`` name, relative to ``base``, each file once.

    Patterns keep their order; the matches of a glob come sorted by name, folder
    by folder. All plain paths and globs are looked at before the first is yielded:
    one that names nothing raises. A folder means the files of the type ``kind``
    in it and below it. ``-`` is standard input.
    """
    return map(partial(_input, caps or Caps()), find_places(patterns, base, kind))


def _input(caps: Caps, place: Place) -> Input:
    if place.path is None:
        return Input("stdin", "-", "stdin", _open_stdin, caps)
    name = printable(Path(place.path).name)
    opener = _opener(place, place.path)
    return Input(place.id, place.uri, name, opener, caps, place.fault, place.path, place.stored)


def _opener(place: Place, path: str) -> Callable[[], IO[bytes]]:
    if not is_address(path):
        return partial(open_regular, path, place.uri)
    from textflow.remote.reading import open_stored  # noqa: PLC0415 - few runs read from stores

    return partial(open_stored, path, place.uri, place.stored)


def _open_stdin() -> IO[bytes]:
    # Unbuffered: a buffer would ask a terminal once more after its Ctrl-D.
    return open(sys.stdin.fileno(), "rb", buffering=0, closefd=False)
