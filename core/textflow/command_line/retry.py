"""``textflow retry``."""

from typing import Any

import click

from textflow.command_line.options import running


@click.command()
@running(click.option("--restart", is_flag=True, help="Start over where a retry was stopped."))
def command(**given: Any) -> int:
    """
    Run the dead letters of PIPELINE's last run again, and nothing else.

    What succeeds is put into the output at its place; what fails again stays a dead letter.
    """
    from textflow.commands.run import RunArguments, run_command  # noqa: PLC0415 - heavy

    return run_command(RunArguments(limit=None, force=False, retry=True, **given))
