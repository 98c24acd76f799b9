"""``textflow report``."""

from typing import Any

import click

from textflow.command_line.options import RECORDS


@click.command()
@RECORDS
@click.option("--output", "-o", metavar="FILE", help="Where to; RECORDS.html unless given.")
@click.option("--title", help="What the page is called; the name of RECORDS unless given.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=2_000, show_default=True, metavar="N",
    help="Show N documents whole; the figures count all.",
)  # fmt: skip
def command(**given: Any) -> int:
    """
    Make one HTML file of RECORDS, to look at what was found and to correct it.

    The file needs no network and no server. What is corrected in it is saved as
    corrections.jsonl, which `textflow apply` takes.
    """
    from textflow.commands.report import report_command  # noqa: PLC0415 - heavy

    return report_command(**given)
