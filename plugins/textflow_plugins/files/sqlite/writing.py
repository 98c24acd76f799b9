"""Write records into a database, in one transaction, beside what other runs have left there."""

import contextlib
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
import orjson

import textflow
from textflow_plugins.files.sqlite.definitions import (
    APPLICATION,
    INDEXES,
    SEARCHED,
    TABLES,
    VERSION,
    VIEWS,
    index,
    layer_indexes,
    layer_table,
    quoted,
    search_table,
)
from textflow_plugins.files.tables.layer import Layer
from textflow_plugins.files.tables.rows import Tables, document_cells

#: The run of records that state none, because there are no records.
_NO_RUN = "unknown"
#: Tables that are no layer's.
_OWN = ("runs", "documents", "layers", "dead_letters", "filtered")
#: Where the columns of a layer begin in a row, behind its key and its document.
_FIRST = 2
_COUNTS = ("in", "out", "filtered", "dead")


class ForeignDatabaseError(ValueError):
    """A file that is there is no database of ours, or one that cannot be gone on with."""


def write_database(
    records: Iterator[dict[str, Any]],
    path: Path,
    before: Path | None,
    run: textflow.RunFacts,
    *,
    search: bool,
) -> None:
    """Write ``records`` and what else is known of their run to a database at ``path``."""
    with contextlib.closing(_opened(path)) as database:
        if before is not None:
            _copy(before, database, run.manifest.get("run"))
        database.execute("BEGIN")
        writer = _Writer(database, Tables.of(run), run)
        writer.write(records)
        writer.finish(search=search)
        database.execute("COMMIT")


def _opened(path: Path) -> sqlite3.Connection:
    """Open a new database; the engine syncs it, and it has no name yet that anybody knows."""
    database = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -16000"):
        database.execute(f"PRAGMA {pragma}")
    database.execute(f"PRAGMA application_id = {APPLICATION}")
    database.execute(f"PRAGMA user_version = {VERSION}")
    return database


def _copy(before: Path, database: sqlite3.Connection, run: str | None) -> None:
    """Copy the database that is there, unless ``run`` is all that is in it."""
    for name in ("-wal", "-journal"):
        beside = before.with_name(before.name + name)
        if beside.exists() and beside.stat().st_size:
            message = f"another program is writing to it ({beside.name} is there); close that first"
            raise ForeignDatabaseError(message)
    if not before.stat().st_size:
        return
    source = f"{before.absolute().as_uri()}?mode=ro&immutable=1"
    with contextlib.closing(sqlite3.connect(source, uri=True)) as old:
        _check(old)
        if not _is_all(run, old):
            old.backup(database)
            database.execute("PRAGMA journal_mode = OFF")


def _is_all(run: str | None, old: sqlite3.Connection) -> bool:
    """Return whether a database has nothing but the rows of ``run``: it is then made anew."""
    ours = "SELECT table_name FROM layers UNION VALUES ('runs'), ('documents'), ('layers'), "
    ours += "('dead_letters'), ('filtered'), ('quotations'), ('sums'), ('sqlite_stat1')"
    others = "FROM sqlite_master WHERE type <> 'index' AND name NOT GLOB '*_search*'"
    query = f"SELECT name {others} AND name NOT IN ({ours})"
    runs = [name for (name,) in old.execute("SELECT run FROM runs")]
    return runs == [run] and old.execute(query).fetchone() is None


def _check(old: sqlite3.Connection) -> None:
    """Raise ForeignDatabaseError for a file that no run of ours has begun."""
    try:
        (application,) = old.execute("PRAGMA application_id").fetchone()
        (version,) = old.execute("PRAGMA user_version").fetchone()
    except sqlite3.DatabaseError as error:
        message = f"the file that is there is no database ({error}); move it away"
        raise ForeignDatabaseError(message) from None
    if application != APPLICATION:
        message = "the database that is there is not one of textflow's; choose another path"
        raise ForeignDatabaseError(message)
    if version != VERSION:
        message = f"the tables that are there are of form {version}, not {VERSION}; move it away"
        raise ForeignDatabaseError(message)


@attrs.define
class _Writer:
    """What is being written: the tables there are, and the next free key of each."""

    database: sqlite3.Connection
    tables: Tables
    run: textflow.RunFacts
    _keys: dict[str, int] = attrs.field(factory=dict[str, int])
    _inserts: dict[str, str] = attrs.field(factory=dict[str, str])
    _runs: set[str] = attrs.field(factory=set[str])

    def write(self, records: Iterator[dict[str, Any]]) -> None:
        """Write all there is; rows that runs of the same names have left go first."""
        for statement in TABLES:
            self.database.execute(statement)
        for layer in self.tables.layers.values():
            self._make(layer)
        for statement in VIEWS:
            self.database.execute(statement)
        name = self.run.manifest.get("run")
        if name:
            self._begin(name)
        for record in records:
            if record["run"] not in self._runs:
                self._begin(record["run"])
            self._write(record)
        self._write_others(name or next(iter(self._runs), _NO_RUN))
        self._write_layers()

    def _make(self, layer: Layer) -> None:
        for one, parent in ((layer, ""), *((child, layer.table) for child in layer.children)):
            self.database.execute(layer_table(one, parent))
            self._add_columns(one)

    def _add_columns(self, layer: Layer) -> None:
        """Add the columns that an older form of the layer's schema did not have."""
        table = quoted(layer.table)
        found = {row[1] for row in self.database.execute(f"PRAGMA table_info({table})")}
        for name in layer.head:
            if name not in found:
                self.database.execute(f"ALTER TABLE {table} ADD COLUMN {quoted(name)}")

    def _begin(self, run: str) -> None:
        """Remove what a run of this name has left, and enter it anew."""
        self._runs.add(run)
        mine = "IN (SELECT key FROM documents WHERE run = ?)"
        for (table,) in self.database.execute("SELECT DISTINCT table_name FROM layers").fetchall():
            rows = f"FROM {quoted(table)} WHERE document {mine}"
            self.database.execute(f"DELETE {rows}", [run])
        for table in ("documents", "dead_letters", "filtered", "layers", "runs"):
            self.database.execute(f"DELETE FROM {table} WHERE run = ?", [run])  # noqa: S608 - ours
        known = self.run.manifest if self.run.manifest.get("run") == run else {}
        self._insert("runs", _run_cells(run, known))

    def _write(self, record: Mapping[str, Any]) -> None:
        document = self._next("documents")
        self._insert("documents", [document, record["run"], *document_cells(record)])
        firsts: dict[str, int] = {}
        rows: defaultdict[str, list[list[Any]]] = defaultdict(list)
        for layer, cells in self.tables.rows(record):
            if layer.table not in self._inserts:
                self._make(layer)
            key = self._next(layer.table)
            if layer.within:
                cells[0] += firsts[layer.name]
            else:
                firsts.setdefault(layer.name, key)
            rows[layer.table].append([key, document, *cells])
        self._join(rows["quotes"], rows["speakers"])
        for table, some in rows.items():
            self._insert_all(table, some)

    def _join(self, quotes: list[list[Any]], speakers: list[list[Any]]) -> None:
        """Give the row of each quotation the key of its speaker."""
        name, speaker = self._place("speakers", "id"), self._place("quotes", "speaker")
        keys = {row[name]: row[0] for row in reversed(speakers)} if name and speaker else {}
        for row in quotes:
            row.insert(_FIRST, keys.get(row[speaker]) if keys else None)

    def _place(self, layer: str, column: str) -> int:
        """Return where the rows of a layer have a column; 0 where they do not have it."""
        head = self.tables.layers[layer].head if layer in self.tables.layers else ()
        return _FIRST + head.index(column) if column in head else 0

    def _next(self, table: str) -> int:
        if table not in self._keys:
            query = f"SELECT max(key) FROM {quoted(table)}"  # noqa: S608 - quoted
            self._keys[table] = self.database.execute(query).fetchone()[0] or 0
        self._keys[table] += 1
        return self._keys[table]

    def _insert(self, table: str, row: list[Any]) -> None:
        self._insert_all(table, [row])

    def _insert_all(self, table: str, rows: list[list[Any]]) -> None:
        if not rows:
            return
        if table not in self._inserts:
            columns = () if table in _OWN else self._columns(table)
            named = f"({', '.join(map(quoted, columns))})" if columns else ""
            marks = ", ".join("?" * len(rows[0]))
            self._inserts[table] = f"INSERT INTO {quoted(table)} {named} VALUES ({marks})"  # noqa: S608 - quoted
        self.database.executemany(self._inserts[table], rows)

    def _columns(self, table: str) -> list[str]:
        """Return the columns that the rows of a layer's table give, in their order."""
        layer = next(one for one in self.tables.every() if one.table == table)
        joined = ["said_by"] if table == "quotes" else []
        return ["key", "document", *joined, *layer.head]

    def _write_others(self, run: str) -> None:
        """Write what became no record."""
        if run not in self._runs:
            self._begin(run)
        for letter in self.run.dead():
            self._insert("dead_letters", [self._next("dead_letters"), run, *_letter_cells(letter)])
        for row in self.run.filtered():
            cells = [row["id"], row["source"]["uri"], row["stage"]]
            self._insert("filtered", [self._next("filtered"), run, *cells])

    def _write_layers(self) -> None:
        """Write which table has which layer, and what it is of."""
        for run in sorted(self._runs):
            for one in self.tables.every():
                schema = orjson.dumps(self.tables.schemas[one.name]).decode()
                giver = self.tables.giver(one.name)
                self._insert("layers", [run, one.name, one.within, one.table, *giver, schema])

    def finish(self, *, search: bool) -> None:
        """Make what rows are found by."""
        self._make_indexes()
        if search:
            self._make_search_tables()

    def _make_indexes(self) -> None:
        own = (one for layer in self.tables.every() for one in layer_indexes(layer))
        for table, columns in (*INDEXES, *own):
            if self._has(table, columns):
                self.database.execute(index(table, columns))

    def _make_search_tables(self) -> None:
        for name, (table, columns) in SEARCHED.items():
            if self._has(table, columns):
                for statement in search_table(name):
                    self.database.execute(statement)

    def _has(self, table: str, columns: Sequence[str]) -> bool:
        """Return whether a table has columns; a layer of another kind may have been named so."""
        found = self.database.execute(f"PRAGMA table_info({quoted(table)})")
        return set(columns) <= {row[1] for row in found}


def _run_cells(run: str, manifest: Mapping[str, Any]) -> list[Any]:
    counts = manifest.get("counts", {})
    known = [manifest.get("textflow"), manifest.get("complete"), *map(counts.get, _COUNTS)]
    parts = [manifest.get("pipeline"), manifest.get("plugins"), dict(manifest) or None]
    return [run, *known, *(orjson.dumps(one).decode() if one else None for one in parts)]


def _letter_cells(letter: Mapping[str, Any]) -> list[Any]:
    places = [letter["id"], letter["source"]["uri"], letter["stage"], letter["plugin"]]
    error = letter["error"]
    said = [letter["version"], error["type"], error["message"], letter["attempts"]]
    return [
        *places,
        *said,
        letter["encoding"],
        letter["raw"],
        orjson.dumps(letter["meta"]).decode(),
    ]
