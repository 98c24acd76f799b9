"""``textflow test``."""

from typing import Any

import click

from textflow.command_line.options import DEBUG, NO_PLUGINS, PIPELINE, SETTINGS


@click.command()
@PIPELINE
@SETTINGS
@NO_PLUGINS
@click.option("names", "--case", multiple=True, metavar="NAME", help="Run this case only.")
@click.option("junit_file", "--junit", metavar="FILE", help="Also write the results as JUnit XML.")
@click.option(
    "--update", is_flag=True, help="Also write what is found now to NAME.test.found.yml, to review."
)
@DEBUG
def command(**given: Any) -> int:
    """
    Run the tests of PIPELINE: texts, and what must be found in them.

    They are under `tests:` in the file itself, or in NAME.test.yml beside it. Exit code 1
    if one has failed.
    """
    from textflow.commands.test import TestArguments, run_tests  # noqa: PLC0415 - heavy

    return run_tests(TestArguments(**given))
