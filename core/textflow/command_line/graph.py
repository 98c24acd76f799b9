"""``textflow graph``."""

from typing import Any

import click

from textflow.command_line.options import PIPELINE, SETTINGS


@click.command()
@PIPELINE
@SETTINGS
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "mermaid", "json"]),
    default="text",
    help="How it is drawn.",
)
def command(**given: Any) -> int:
    """
    Draw PIPELINE: its stages, the layers between them, the plugins and their versions.

    Mermaid is drawn as a picture by GitHub, GitLab and many editors.
    """
    from textflow.commands.graph import graph_command  # noqa: PLC0415 - heavy

    return graph_command(**given)
