"""CSV: one document a row; the tables of a run, for spreadsheets."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import textflow
from textflow_plugins.files.csv_reading import read_table
from textflow_plugins.files.rows import Fields, Outcome
from textflow_plugins.files.tables.csv_writing import Style, write_tables


@textflow.source(name="csv", options="textflow_schemas:options/source-csv.json")
def csv_rows(  # noqa: PLR0913 - each is an option of pipeline files
    entry: textflow.Input,
    *,
    id: str = "id",  # noqa: A002 - the option's name in pipeline files
    text: str = "text",
    meta: list[str] | None = None,
    delimiter: str | None = None,
    encoding: str | None = None,
) -> Iterator[Outcome]:
    """Yield each row of ``entry``; ``id``, ``text`` and ``meta`` name the columns to read."""
    fields = Fields(id, text, None if meta is None else tuple(meta))
    return read_table(entry, fields, delimiter, encoding)


@textflow.sink(name="csv", options="textflow_schemas:options/sink-csv.json")
def write_csv(  # noqa: PLR0913 - as above
    records: Iterator[dict[str, Any]],
    path: Path,
    run: textflow.RunFacts,
    *,
    table: str | None = None,
    delimiter: str | None = None,
    bom: bool = False,
    formulas: bool = False,
) -> None:
    """
    Write one table as a file, or all of them as a folder.

    ``table`` names the one; without it, a path that ends in .csv is one of quotations, any
    other a folder. ``formulas`` leaves cells as they are that spreadsheets take for formulas.
    """
    is_file = path.suffix.lower() in (".csv", ".tsv")
    only = table or ("quotations" if is_file else "")
    between = delimiter or ("\t" if path.suffix.lower() == ".tsv" else ",")
    write_tables(records, path, run, Style(between, bom=bom, safe=not formulas), only)


@textflow.hookimpl
def textflow_sources() -> list[Callable[..., Any]]:
    """Give the source."""
    return [csv_rows]


@textflow.hookimpl
def textflow_sinks() -> list[Callable[..., Any]]:
    """Give the sink."""
    return [write_csv]
