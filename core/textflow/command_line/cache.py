"""``textflow cache`` and what is below it."""

from typing import Any

import click

from textflow.command_line.options import AS_JSON, SETTINGS

_PLACE = click.argument("place", type=click.Path(readable=False))


@click.group()
def command() -> None:
    """Show or clear what runs have kept; PLACE is a pipeline with `cache:`, or the folder."""


@command.command("show", short_help="Say what a cache contains.")
@_PLACE
@SETTINGS
@AS_JSON
def show(**given: Any) -> int:
    """Say how much is kept in PLACE, a pipeline or a folder, stage by stage."""
    from textflow.commands.cache import show_command  # noqa: PLC0415 - heavy

    return show_command(**given)


@command.command("clear", short_help="Remove all that a cache contains.")
@_PLACE
@SETTINGS
def clear(**given: Any) -> int:
    """Remove all that is kept in PLACE, a pipeline or a folder; the next run does all again."""
    from textflow.commands.cache import clear_command  # noqa: PLC0415 - heavy

    return clear_command(**given)
