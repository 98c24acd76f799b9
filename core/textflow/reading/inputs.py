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
from typing import IO

import attrs

from textflow.errors import InputError
from textflow.reading.decompressing import decompressed
from textflow.reading.finding import Place, access_error, find_places, printable
from textflow.reading.input_errors import TooLarge
from textflow.reading.streams import Caps, limit, open_regular, read_chunks, split_lines
from textflow.reading.suffixes import suffix_type

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

    @classmethod
    def from_bytes(cls, data: bytes, name: str = "input.txt", caps: Caps | None = None) -> "Input":
        """Return an input that contains ``data``: what a test of a source needs."""
        return cls(name, name, name, partial(io.BytesIO, data), caps or Caps())

    def chunks(self) -> Iterator[bytes]:
        """Yield the decompressed bytes in pieces, up to ``caps.input`` of them."""
        if self.fault is not None:
            raise self.fault
        try:
            with self.opener() as stream:
                yield from limit(self._uncompressed(stream), self.uri, self.caps.input, "input")
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
        return split_lines(self.chunks(), self.uri, self.caps.document, ends=ends)

    def _uncompressed(self, stream: IO[bytes]) -> Iterator[bytes]:
        compression = suffix_type(self.name)[1]
        pieces = read_chunks(stream)
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
    opener = partial(open_regular, place.path, place.uri)
    name = printable(Path(place.path).name)
    return Input(place.id, place.uri, name, opener, caps, place.fault)


def _open_stdin() -> IO[bytes]:
    # Unbuffered: a buffer would ask a terminal once more after its Ctrl-D.
    return open(sys.stdin.fileno(), "rb", buffering=0, closefd=False)
