"""Read records back out of a database: those of every run in it, in the order of the runs."""

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs
import orjson

from textflow_plugins.files.sqlite.definitions import quoted
from textflow_plugins.files.tables.layer import ITEM, Layer
from textflow_plugins.files.tables.rows import record_of


def read_database(path: Path) -> Iterator[dict[str, Any]]:
    """
    Yield the records in a database, as they were written to it.

    What somebody has changed in a cell since comes out changed; an item that its cells do
    not say all of comes out as it was.
    """
    source = f"{path.absolute().as_uri()}?mode=ro"
    with contextlib.closing(sqlite3.connect(source, uri=True)) as database:
        database.row_factory = sqlite3.Row
        for (run,) in database.execute("SELECT run FROM runs ORDER BY rowid").fetchall():
            yield from _records(database, run)


def _records(database: sqlite3.Connection, run: str) -> Iterator[dict[str, Any]]:
    layers = list(_layers(database, run))
    documents = database.execute("SELECT * FROM documents WHERE run = ? ORDER BY key", [run])
    for row in documents:
        items = {one.name: _items(database, one, row["key"]) for one in layers}
        yield record_of(row, run, items)


def _layers(database: sqlite3.Connection, run: str) -> Iterator[Layer]:
    found = database.execute(
        "SELECT layer, table_name, schema FROM layers WHERE run = ? AND within = ''", [run]
    )
    for name, table, schema in found.fetchall():
        yield attrs.evolve(Layer.of(name, orjson.loads(schema)), table=table)


def _items(database: sqlite3.Connection, layer: Layer, document: int) -> list[dict[str, Any]]:
    """Return the items of one layer of a document."""
    own = [column.name for column in layer.columns]
    items: dict[int, dict[str, Any]] = {}
    told: dict[int, dict[str, Any]] = {}  # those that their cells say all of
    for key, *cells, whole in _rows(database, layer, ["key", *own, ITEM], document):
        items[key] = layer.item(cells) if whole is None else orjson.loads(whole)
        if whole is None:
            told[key] = items[key]
    for child in layer.children:
        _add_children(database, child, document, told)
    return list(items.values())


def _add_children(
    database: sqlite3.Connection, child: Layer, document: int, parents: dict[int, dict[str, Any]]
) -> None:
    """Put the items of a table of lists where they belong, in the items that have the lists."""
    own = [column.name for column in child.columns]
    for parent, *cells in _rows(database, child, ["parent", *own], document):
        if parent in parents:
            parents[parent][child.within].append(child.item(cells))


def _rows(
    database: sqlite3.Connection, layer: Layer, names: Sequence[str], document: int
) -> Iterator[sqlite3.Row]:
    columns, table = ", ".join(map(quoted, names)), quoted(layer.table)
    query = f"SELECT {columns} FROM {table} WHERE document = ? ORDER BY key"  # noqa: S608 - quoted
    return database.execute(query, [document])
