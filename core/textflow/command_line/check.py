"""``textflow check``."""

from typing import Any

import click

from textflow.command_line.options import DEBUG, NO_PLUGINS, PIPELINE, SETTINGS


@click.command()
@PIPELINE
@SETTINGS
@NO_PLUGINS
@DEBUG
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="How problems are written.",
)
def command(**given: Any) -> int:
    """Check PIPELINE and say everything that is wrong with it."""
    from textflow.commands.check import check_command  # noqa: PLC0415 - heavy

    return check_command(**given)
