"""``textflow run``."""

from typing import Any

import click

from textflow.command_line.options import running


@click.command()
@running(
    click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Read N documents only."),
    click.option(
        "--add", is_flag=True,
        help="Do what is not in the output yet, and add it there; the rest stays.",
    ),
    click.option("--restart", is_flag=True, help="Start over where a run was stopped."),
    click.option(
        "--force", is_flag=True,
        help="Replace an output even if no record was written; with --add, add to other work.",
    ),
)  # fmt: skip
def command(**given: Any) -> int:
    """
    Run PIPELINE, on INPUTS instead of its own source where they are given.

    INPUTS are files, folders, globs or `-` for standard input. Records go to the pipeline's
    sink; what fails goes to <sink>.dead.jsonl with its reason.
    """
    from textflow.commands.run import RunArguments, run_command  # noqa: PLC0415 - heavy

    return run_command(RunArguments(**given))
