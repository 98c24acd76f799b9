"""SQLite databases: every layer a table, and the records back again."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import textflow
from textflow_plugins.files.sqlite.reading import read_database
from textflow_plugins.files.sqlite.writing import write_database


@textflow.sink(options="textflow_schemas:options/sink-sqlite.json", reads=read_database)
def sqlite(
    records: Iterator[dict[str, Any]],
    path: Path,
    before: Path | None,
    run: textflow.RunFacts,
    *,
    search: bool = True,
) -> None:
    """
    Write a database: a table for each layer, for documents and for what became no record.

    What is in the file already stays, but for the rows of a run of the same name. ``search``
    adds an index of all words.
    """
    write_database(records, path, before, run, search=search)


@textflow.hookimpl
def textflow_sinks() -> list[Callable[..., Any]]:
    """Give the sink."""
    return [sqlite]
