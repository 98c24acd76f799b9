"""Records in a Parquet file, a few at a time, so that memory stays flat."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

import textflow
from textflow_plugins.files.parquet.schemas import Shape, shape_in

#: A group of rows is written when it has so many records, or so many characters of text.
_RECORDS = 1_000
_CHARACTERS = 8_000_000
_READ = 64


def write_records(
    records: Iterator[dict[str, Any]], path: Path, run: textflow.RunFacts, compression: str
) -> None:
    """Write each record as a row; the columns are decided by the schemas of the layers alone."""
    shape = Shape.of(run.layers)
    schema = shape.arrow(run.layers)
    with pq.ParquetWriter(path, schema, compression=compression) as writer:
        for rows in _groups(shape.row(record) for record in records):
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))


def _groups(rows: Iterator[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    group: list[Mapping[str, Any]] = []
    size = 0
    for row in rows:
        group.append(row)
        size += len(row["text"])
        if len(group) >= _RECORDS or size > _CHARACTERS:
            yield group
            group, size = [], 0
    if group:
        yield group


def read_records(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records in a file that ``write_records`` has written."""
    with pq.ParquetFile(path) as file:
        shape = shape_in(file.schema_arrow)
        if shape is None:
            message = f"{path.name} has no records of a run in it; read it as a source"
            raise ValueError(message)
        for batch in file.iter_batches(batch_size=_READ):
            yield from map(shape.record, batch.to_pylist())
