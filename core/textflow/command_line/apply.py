"""``textflow apply``."""

from typing import Any

import click

from textflow.command_line.options import RECORDS


@click.command()
@click.argument("corrections", type=click.Path())
@RECORDS
@click.option(
    "--output", "-o", metavar="FILE", default="-", help="Corrected records; standard output unless"
    " given.",
)  # fmt: skip
@click.option("--gold", metavar="FILE", help="Also write what people have confirmed.")
@click.option("--tests", metavar="FILE", help="Also write that as tests of the pipeline.")
@click.option("--refused", metavar="FILE", help="Also write the corrections that do not fit.")
def command(corrections: str, records: str, **given: Any) -> int:
    """
    Write RECORDS with CORRECTIONS, which a report has saved.

    Each is found again by its place in the raw text, then by its words and what is
    around them; what could be meant twice is refused. Exit code 1 if any was.
    """
    from textflow.commands.apply import apply_command  # noqa: PLC0415 - heavy

    return apply_command(corrections, records, **given)
