"""CSV: one document a row; the tables of a run, for spreadsheets."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypedDict, Unpack

import textflow
from textflow_plugins.files.csv_reading import read_table
from textflow_plugins.files.rows import Fields, Outcome
from textflow_plugins.files.tables.csv_writing import Style, write_tables


class Columns(TypedDict, total=False):
    """The options of the source."""

    id: str
    text: str
    meta: list[str] | None
    delimiter: str | None
    encoding: str | None


class Tables(TypedDict, total=False):
    """The options of the sink."""

    table: str | None
    delimiter: str | None
    bom: bool
    formulas: bool


@textflow.source(name="csv", options="textflow_schemas:options/source-csv.json")
def csv_rows(
    entry: textflow.Input,
    **options: Unpack[Columns],
) -> Iterator[Outcome]:
    """Yield each row of ``entry``; ``id``, ``text`` and ``meta`` name the columns to read."""
    meta = options.get("meta")
    names = options.get("id", "id"), options.get("text", "text")
    fields = Fields(*names, None if meta is None else tuple(meta))
    return read_table(entry, fields, options.get("delimiter"), options.get("encoding"))


@textflow.sink(name="csv", options="textflow_schemas:options/sink-csv.json")
def write_csv(
    records: Iterator[dict[str, Any]],
    path: Path,
    run: textflow.RunFacts,
    **options: Unpack[Tables],
) -> None:
    """
    Write one table as a file, or all of them as a folder.

    ``table`` names the one; without it, a path that ends in .csv is one of quotations, any
    other a folder. ``formulas`` leaves cells as they are that spreadsheets take for formulas.
    """
    is_file = path.suffix.lower() in (".csv", ".tsv")
    only = options.get("table") or ("quotations" if is_file else "")
    delimiter = options.get("delimiter") or ("\t" if path.suffix.lower() == ".tsv" else ",")
    bom, safe = options.get("bom", False), not options.get("formulas", False)
    write_tables(records, path, run, Style(delimiter, bom=bom, safe=safe), only)


@textflow.hookimpl
def textflow_sources() -> list[Callable[..., Any]]:
    """Give the source."""
    return [csv_rows]


@textflow.hookimpl
def textflow_sinks() -> list[Callable[..., Any]]:
    """Give the sink."""
    return [write_csv]
