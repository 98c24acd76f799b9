"""Parquet: one document a row; records as nested columns, for data frames."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import textflow
from textflow_plugins.files.rows import Fields, Outcome


def read_back(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records in a file that this sink has written."""
    from textflow_plugins.files.parquet.records import read_records  # noqa: PLC0415 - an extra

    return read_records(path)


def pieces(entry: textflow.Input, size: int) -> Iterator[Any]:
    """Yield the row groups of ``entry``, for several readers."""
    from textflow_plugins.files.parquet.documents import row_groups  # noqa: PLC0415 - an extra

    return row_groups(entry, size)


@textflow.source(
    options="textflow_schemas:options/source-parquet.json", imports=["pyarrow"], pieces=pieces
)
def parquet(
    entry: textflow.Input,
    *,
    id: str = "id",  # noqa: A002 - the option's name in pipeline files
    text: str = "text",
    meta: list[str] | None = None,
) -> Iterator[Outcome]:
    """Yield each row of ``entry``; ``id``, ``text`` and ``meta`` name the columns to read."""
    from textflow_plugins.files.parquet.documents import read_table  # noqa: PLC0415 - an extra

    return read_table(entry, Fields(id, text, None if meta is None else tuple(meta)))


@textflow.sink(
    name="parquet",
    options="textflow_schemas:options/sink-parquet.json",
    reads=read_back,
    imports=["pyarrow"],
)
def write_parquet(
    records: Iterator[dict[str, Any]],
    path: Path,
    run: textflow.RunFacts,
    *,
    compression: str = "zstd",
) -> None:
    """Write one row a record, each layer a list of structs as its schema says."""
    from textflow_plugins.files.parquet.records import write_records  # noqa: PLC0415 - an extra

    write_records(records, path, run, compression)


@textflow.hookimpl
def textflow_sources() -> list[Callable[..., Any]]:
    """Give the source."""
    return [parquet]


@textflow.hookimpl
def textflow_sinks() -> list[Callable[..., Any]]:
    """Give the sink."""
    return [write_parquet]
