"""``textflow plugins`` and what is below it."""

from typing import Any

import click

from textflow.command_line.options import AS_JSON

_LOAD = click.option(
    "--load", is_flag=True, help="Import each one: what it gives, and whether it works."
)


@click.group(invoke_without_command=True)
@_LOAD
@AS_JSON
@click.pass_context
def command(context: click.Context, /, **given: Any) -> int | None:
    """List the plugins that are installed; nothing is imported unless --load says so."""
    if context.invoked_subcommand:
        return None
    from textflow.commands.plugins import list_command  # noqa: PLC0415 - heavy

    return list_command(**given)


@command.command("list", short_help="List the plugins that are installed.")
@_LOAD
@AS_JSON
def list_plugins(**given: Any) -> int:
    """List the plugins that are installed; nothing is imported unless --load says so."""
    from textflow.commands.plugins import list_command  # noqa: PLC0415 - heavy

    return list_command(**given)


@command.command("check", short_help="Try whether a plugin keeps its contract.")
@click.argument("name")
@click.option(
    "settings", "--set", multiple=True, metavar="PART.OPTION=VALUE",
    help="An option that a stage, source, sink or engine is tried with.",
)  # fmt: skip
@click.option(
    "--huge", type=click.IntRange(min=0), default=1_000_000, show_default=True, metavar="N",
    help="Characters of the huge text; fewer for a model.",
)  # fmt: skip
@click.option(
    "--hostile", type=click.IntRange(min=0), default=32_000, show_default=True, metavar="N",
    help="Characters up to which time is measured; 0 measures nothing.",
)  # fmt: skip
@click.option(
    "--timeout", type=click.FloatRange(min=0, min_open=True), default=60.0, show_default=True,
    metavar="SECONDS", help="What a stage may take for one text.",
)  # fmt: skip
def check_plugin(**given: Any) -> int:
    """
    Try plugin NAME on odd and hostile texts, and look at what it needs to be installed.

    It is the contract that `textflow.testing` has for the plugin's own tests. Exit code 1 if
    a promise is broken, or if what is installed does not fit together.
    """
    from textflow.commands.plugins_check import check_plugin_command  # noqa: PLC0415 - heavy

    return check_plugin_command(**given)


@command.command()
@click.argument("name")
def info(name: str) -> int:
    """Show what plugin or stage NAME gives, needs and takes."""
    from textflow.commands.plugins import info_command  # noqa: PLC0415 - heavy

    return info_command(name)


@command.command(short_help="Write a plugin to begin with.")
@click.argument("name")
@click.option(
    "--kind", type=click.Choice(["stage", "class", "source", "sink"]), default="stage",
    show_default=True, help="What it gives; class is a stage that is set up once, for models.",
)  # fmt: skip
@click.option("--folder", metavar="FOLDER", help="Where to; textflow-NAME unless given.")
def new(name: str, kind: str, folder: str | None) -> int:
    """
    Write the distribution of a new plugin NAME, complete and working.

    It has its entry point, typed options, the schema of its layer, its tests, a README, a
    licence and a file for CI; its tests, ruff and mypy pass as it comes out.
    """
    from textflow.commands.plugins_new import new_command  # noqa: PLC0415 - heavy

    return new_command(name, kind, folder)
