"""Write the tables of a run as CSV: one of them as a file, or all as a folder."""

import contextlib
import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

import textflow
from textflow_plugins.files.tables.formulas import plain_cell
from textflow_plugins.files.tables.layer import Layer
from textflow_plugins.files.tables.rows import (
    DOCUMENT,
    QUOTATION,
    Tables,
    document_cells,
    quotations,
)

_BOM = "\N{BYTE ORDER MARK}"
#: Of a document, what a spreadsheet has use for.
_SHOWN = DOCUMENT[: DOCUMENT.index("text") + 1]
_LETTER = ("id", "uri", "stage", "plugin", "version", "error", "message", "attempts")
_FILTERED = ("id", "uri", "stage")


class NoSuchTableError(ValueError):
    """A table was asked for that the records do not have."""


@attrs.frozen
class Style:
    """How cells are written."""

    delimiter: str
    bom: bool
    #: Whether what looks like a formula is written as text.
    safe: bool


@attrs.define
class _Files:
    """The files that are being written, opened when their tables come up."""

    folder: Path
    style: Style
    #: The one table that is wanted, at ``folder`` itself; all if empty.
    only: str
    open: contextlib.ExitStack
    _writers: dict[str, Any] = attrs.field(factory=dict[str, Any])

    def wants(self, table: str) -> bool:
        """Return whether the rows of a table are to be written."""
        return not self.only or table == self.only

    def add(self, table: str, head: Sequence[str], rows: Iterator[Sequence[Any]]) -> None:
        """Write rows of a table, below its head where they are the first."""
        if not self.wants(table):
            return
        if table not in self._writers:
            path = self.folder if self.only else self.folder / f"{table}.csv"
            stream = self.open.enter_context(path.open("w", encoding="utf-8", newline=""))
            stream.write(_BOM if self.style.bom else "")
            self._writers[table] = csv.writer(stream, delimiter=self.style.delimiter)
            self._writers[table].writerow(head)
        write = self._writers[table].writerow
        for row in rows:
            write([self._cell(one) for one in row])

    def _cell(self, value: Any) -> Any:
        if isinstance(value, str):
            return plain_cell(value) if self.style.safe else value
        if isinstance(value, bool):
            return "true" if value else "false"
        return value


def write_tables(
    records: Iterator[dict[str, Any]], path: Path, run: textflow.RunFacts, style: Style, only: str
) -> None:
    """Write the table ``only`` at ``path``, or every table as a file in a folder there."""
    tables = Tables.of(run)
    with contextlib.ExitStack() as stack:
        if not only:
            path.mkdir()
        files = _Files(path, style, only, stack)
        _write_heads(files, tables)
        for record in records:
            _write(files, tables, record)
        files.add("dead_letters", _LETTER, map(_letter, run.dead()))
        files.add("filtered", _FILTERED, map(_place, run.filtered()))
    if only and not path.exists():
        names = ["documents", "quotations", *(one.table for one in tables.every())]
        message = f"there is no table {only!r}; there are: {', '.join(sorted(names))}"
        raise NoSuchTableError(message)


def _write_heads(files: _Files, tables: Tables) -> None:
    """Begin every file that is known: a table without rows has a head, too."""
    files.add("documents", _SHOWN, iter(()))
    files.add("quotations", QUOTATION, iter(()))
    for layer in tables.every():
        files.add(layer.table, _head(layer), iter(()))


def _write(files: _Files, tables: Tables, record: Mapping[str, Any]) -> None:
    files.add("documents", _SHOWN, iter([document_cells(record)[: len(_SHOWN)]]))
    if files.wants("quotations"):
        files.add("quotations", QUOTATION, quotations(record))
    if files.only in ("documents", "quotations"):
        return
    owner: Any = None
    for number, (layer, cells) in enumerate(tables.rows(record)):
        if layer.within:
            cells[0] = owner
        else:
            owner = cells[layer.head.index("id")] if "id" in layer.head else number
        files.add(layer.table, _head(layer), iter([[record["id"], *cells[:-1]]]))


def _head(layer: Layer) -> tuple[str, ...]:
    """Return the names of the columns; the whole item as JSON is for databases."""
    return ("document", *layer.head[:-1])


def _letter(letter: Mapping[str, Any]) -> list[Any]:
    error = letter["error"]
    known = [letter[name] for name in ("stage", "plugin", "version")]
    return [
        letter["id"],
        letter["source"]["uri"],
        *known,
        error["type"],
        error["message"],
        letter["attempts"],
    ]


def _place(row: Mapping[str, Any]) -> list[Any]:
    return [row["id"], row["source"]["uri"], row["stage"]]
