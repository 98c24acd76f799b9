"""A file of lines in pieces, each of whole lines: what several machines read at once."""

from collections.abc import Iterator
from typing import IO, NamedTuple

_CHUNK = 1 << 20


class LineSpan(NamedTuple):
    """Some lines of a file: where they are, and the number of the first."""

    start: int
    stop: int
    number: int = 1


def line_spans(stream: IO[bytes], size: int) -> Iterator[LineSpan]:
    r"""
    Yield pieces of at least ``size`` bytes, each cut behind a ``\n``; the last may be smaller.

    >>> import io
    >>> [(one.start, one.stop, one.number) for one in line_spans(io.BytesIO(b"a\nbc\nd"), 3)]
    [(0, 5, 1), (5, 6, 3)]
    """
    start = at = 0
    number = line = 1
    while chunk := stream.read(_CHUNK):
        seen = 0
        while (cut := chunk.find(b"\n", max(seen, start + size - at - 1))) >= 0:
            line += chunk.count(b"\n", seen, cut + 1)
            seen = cut + 1
            yield LineSpan(start, at + seen, number)
            start, number = at + seen, line
        line += chunk.count(b"\n", seen)
        at += len(chunk)
    if at > start:
        yield LineSpan(start, at, number)


def between(stream: IO[bytes], span: LineSpan) -> Iterator[bytes]:
    """Yield the bytes of ``span``, in chunks."""
    stream.seek(span.start)
    left = span.stop - span.start
    while left > 0 and (chunk := stream.read(min(left, _CHUNK))):
        left -= len(chunk)
        yield chunk
