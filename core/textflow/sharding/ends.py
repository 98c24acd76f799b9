"""The ends of a shard's documents in a file: a line of facts for each, and its record or letter."""

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import orjson

from textflow.errors import FailedElsewhereError, OutputError
from textflow.reading.sources import RawDocument
from textflow.running.line_file import LineFile
from textflow.running.outcomes import Dead, End, Filtered, Written
from textflow.running.record_line import record_line

_WRITTEN, _FILTERED, _DEAD = range(3)


@attrs.frozen
class NotedEnd:
    """How a document ended, and what it was."""

    end: End
    #: Names the document with all that was read of it.
    digest: bytes

    @property
    def id(self) -> str:
        """The id of the document."""
        if isinstance(self.end, Written):
            return self.end.source.id
        return self.end.id if isinstance(self.end, Filtered) else str(self.end.letter["id"])


@attrs.define
class EndsFile:
    """The file, while it is written."""

    _file: LineFile
    checksum: int = 0
    documents: int = 0

    @classmethod
    def open(cls, path: Path) -> "EndsFile":
        """Begin a file; raises OSError."""
        return cls(LineFile.open(path, 0))

    @property
    def size(self) -> int:
        """Bytes written."""
        return self._file.size

    def add(self, end: End, digest: bytes) -> None:
        """Append how a document ended; raises OSError."""
        facts, line = _noted(end)
        data = orjson.dumps([*facts, digest.hex()]) + b"\n" + line
        self.checksum = zlib.crc32(data, self.checksum)
        self.documents += 1
        self._file.add(data)

    def close(self, *, synced: bool) -> None:
        """Let go of the file, and let it survive a power failure first; raises OSError."""
        try:
            if synced:
                self._file.sync()
        finally:
            self._file.close()


def read_ends(path: Path, documents: int, checksum: int) -> Iterator[NotedEnd]:
    """Yield what has been added to ``path``; raises OutputError where it is not all there."""
    found = check = 0
    with path.open("rb") as lines:
        for head in lines:
            line = next(lines, b"") if head[1:2] != b"1" else b""
            check = zlib.crc32(line, zlib.crc32(head, check))
            found += 1
            if (line and not line.endswith(b"\n")) or found > documents:
                break
            yield _read(orjson.loads(head), line)
    if (found, check) != (documents, checksum):
        fix = "start over with --restart"
        raise OutputError(str(path), "it is not as it was written", fix)


#: What else there is to an end, beside its line and its document.
_MORE = {kind: kind._fields[2:] for kind in (Written, Filtered, Dead)}


def _noted(end: End) -> tuple[list[Any], bytes]:
    more = [getattr(end, name) for name in _MORE[type(end)]]
    if isinstance(end, Written):
        source = end.source
        return [_WRITTEN, source.id, source.uri, source.encoding, source.replaced, *more], end.line
    if isinstance(end, Filtered):
        return [_FILTERED, end.id, end.stage, *more], b""
    return [_DEAD, *more], record_line(dict(end.letter))


def _read(facts: list[Any], line: bytes) -> NotedEnd:
    kind, *rest, digest = facts
    return NotedEnd(_KINDS[kind](rest, line), bytes.fromhex(digest))


def _written(facts: list[Any], line: bytes) -> End:
    name, uri, encoding, replaced, *more = facts
    source = RawDocument("", name, uri, replaced=replaced, encoding=encoding)
    return Written(line, source, *more)


def _filtered(facts: list[Any], _line: bytes) -> End:
    return Filtered(*facts)


def _dead(facts: list[Any], line: bytes) -> End:
    letter = orjson.loads(line)
    error = FailedElsewhereError(letter["error"]["type"], letter["error"]["message"])
    return Dead(letter, error, *facts)


_KINDS = {_WRITTEN: _written, _FILTERED: _filtered, _DEAD: _dead}
