"""Read documents from the rows of any Parquet file."""

import base64
import contextlib
import datetime as dt
import math
import tempfile
from collections.abc import Generator, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

import textflow
from textflow_plugins.files.row_errors import NoTextError, NotParquetError, TooLargeError
from textflow_plugins.files.rows import Fields, Outcome, Piece, from_row

_READ = 64
#: The row groups of a piece, and the number of its first row.
_Groups = tuple[list[int], int]
_PLAIN = textflow.Decoded("", "utf-8", 0)


def row_groups(entry: textflow.Input, size: int) -> Iterator[_Groups]:
    """Yield pieces of about ``size`` bytes, each of whole row groups; none of what is no table."""
    try:
        with entry.opener() as stream, pq.ParquetFile(stream) as file:
            facts = file.metadata
            rows = [facts.row_group(at).num_rows for at in range(facts.num_row_groups)]
            sizes = [facts.row_group(at).total_byte_size for at in range(facts.num_row_groups)]
    except (pa.ArrowException, OSError):
        return  # reading it says so
    for groups in _bundles(sizes, size):
        yield groups, sum(rows[: groups[0]])


def _bundles(sizes: Sequence[int], size: int) -> Iterator[list[int]]:
    """Yield the places of ``sizes``, as many at once as ``size`` allows, or one that is larger."""
    groups: list[int] = []
    for at, group_size in enumerate(sizes):
        if groups and sum(sizes[one] for one in groups) + group_size > size:
            yield groups
            groups = []
        groups.append(at)
    if groups:
        yield groups


def read_table(entry: textflow.Input, fields: Fields) -> Iterator[Outcome]:
    """Yield the document of each row."""
    try:
        with _table(entry) as stream, pq.ParquetFile(stream) as file:
            yield from _rows(file, entry, fields)
    except textflow.InputError as error:
        yield textflow.Unreadable.because(error, id=entry.id)
    except (pa.ArrowException, OSError) as error:
        found = f"it cannot be read as Parquet: {error}"
        yield Piece(entry, "", b"").refused(NotParquetError, found, "fetch it anew")


@contextlib.contextmanager
def _table(entry: textflow.Input) -> Generator[IO[bytes]]:
    """Yield a stream that can be read at any place: a table is not read from front to back."""
    if entry.piece is not None:
        with entry.opener() as stream:  # it is a plain file, or it would have no pieces
            yield stream
        return
    with tempfile.TemporaryFile() as stream:
        for chunk in entry.chunks():
            stream.write(chunk)
        yield stream


def _rows(file: pq.ParquetFile, entry: textflow.Input, fields: Fields) -> Iterator[Outcome]:
    names = file.schema_arrow.names
    if fields.text not in names:
        found = f"no column is called {fields.text!r}; there are: {', '.join(names[:8])}"
        fix = "name the column of the text with `text:`"
        yield Piece(entry, "", b"").refused(NoTextError, found, fix)
        return
    columns = _columns(names, fields)
    groups, number = entry.piece or (None, 0)
    for batch in file.iter_batches(batch_size=_READ, columns=columns, row_groups=groups):
        for row in batch.to_pylist():
            number += 1
            yield _document(row, Piece(entry, f"#{number}", b""), fields)


def _columns(names: list[str], fields: Fields) -> list[str]:
    """Return which columns of a file are read: all of them, unless ``fields`` says which."""
    if fields.meta is None:
        return names
    wanted = {fields.id, fields.text, *fields.meta}
    return [name for name in names if name in wanted]


def _document(row: Mapping[str, Any], piece: Piece, fields: Fields) -> Outcome:
    text = row[fields.text]
    if isinstance(text, str) and len(text.encode()) > piece.entry.caps.document:
        found = f"its text is larger than {piece.entry.caps.document:,} bytes"
        return piece.refused(TooLargeError, found, "raise limits.max_document_bytes")
    there = {name: _plain(one) for name, one in row.items() if one is not None}
    return from_row(there, piece, fields, _PLAIN)


def _plain(value: Any) -> Any:
    """Return ``value`` as JSON has it: times as ISO 8601, decimals as text, bytes in base64."""
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return _scalar(value)


def _scalar(value: Any) -> Any:
    """Return a value that has no others in it as JSON has it."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | dt.timedelta) else value
