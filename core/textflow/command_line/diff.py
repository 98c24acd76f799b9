"""``textflow diff``."""

from typing import Any

import click

from textflow.command_line.options import AS_JSON


@click.command()
@click.argument("before", type=click.Path())
@click.argument("after", type=click.Path())
@click.option("ids", "--id", multiple=True, metavar="ID", help="Look at this document only.")
@click.option("layers", "--layer", multiple=True, metavar="LAYER", help="Look at this layer only.")
@click.option(
    "--limit", type=click.IntRange(min=0), default=100, show_default=True, metavar="N",
    help="List N differences; all are counted.",
)  # fmt: skip
@AS_JSON
def command(**given: Any) -> int:
    """
    Compare the records BEFORE and AFTER, those of two runs, document by document.

    What was found is added, lost or changed; places are compared in the raw text where the
    texts differ. Exit code 1 if there is a difference.
    """
    from textflow.commands.diff import diff_command  # noqa: PLC0415 - heavy

    return diff_command(**given)
