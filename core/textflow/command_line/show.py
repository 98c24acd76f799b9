"""``textflow show``."""

from typing import Any

import click

from textflow.command_line.options import AS_JSON, RECORDS


@click.command()
@RECORDS
@click.argument("name", metavar="[ID]", required=False)
@click.option("--why", type=click.IntRange(min=1), metavar="N", help="Say why finding N is there.")
@click.option("--before", metavar="STAGE", help="Show the document as it was before this stage.")
@click.option("--after", metavar="STAGE", help="Show the document as it was after this stage.")
@click.option("--no-pager", is_flag=True, help="Print it whole, however long it is.")
@AS_JSON
def command(records: str, **given: Any) -> int:
    """
    Show the document ID of RECORDS with all that was found in it, or the whole run at a glance.

    Every finding has a number, which --why takes.
    """
    from textflow.commands.show import ShowArguments, show_command  # noqa: PLC0415 - heavy

    return show_command(ShowArguments(records, **given))
