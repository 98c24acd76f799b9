"""``textflow export``."""

from typing import Any

import click

from textflow.command_line.options import NO_PLUGINS, RECORDS


@click.command()
@RECORDS
@click.option(
    "--to", required=True, metavar="NAME",
    help="The sink (sqlite, csv, brat, ...), or a file that ends in its name (corpus.sqlite).",
)  # fmt: skip
@click.option(
    "--output", "-o", metavar="PATH", default="-", help="Where to; standard output unless given."
)
@click.option(
    "settings", "--set", multiple=True, metavar="KEY=VALUE", help="An option of the sink."
)
@NO_PLUGINS
def command(records: str, **given: Any) -> int:
    """
    Write the RECORDS of an earlier run as the sink NAME writes them.

    RECORDS are JSON lines, or what a sink that keeps all of them has written: a database,
    or a Parquet file.
    """
    from textflow.commands.export import export_command  # noqa: PLC0415 - heavy

    return export_command(records, **given)
