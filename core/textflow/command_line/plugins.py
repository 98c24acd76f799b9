"""``textflow plugins`` and what is below it."""

from typing import Any

import click

from textflow.command_line.options import AS_JSON


@click.group(invoke_without_command=True)
@AS_JSON
@click.pass_context
def command(context: click.Context, /, **given: Any) -> int | None:
    """List the plugins that are installed."""
    if context.invoked_subcommand:
        return None
    from textflow.commands.plugins import list_command  # noqa: PLC0415 - heavy

    return list_command(**given)


@command.command()
@click.argument("name")
def info(name: str) -> int:
    """Show what plugin or stage NAME gives, needs and takes."""
    from textflow.commands.plugins import info_command  # noqa: PLC0415 - heavy

    return info_command(name)
