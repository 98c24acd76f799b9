"""``textflow init``."""

import click


@click.command()
@click.argument("path", type=click.Path(), default=".")
@click.option("--force", is_flag=True, help="Overwrite what is there.")
def command(path: str, *, force: bool) -> int:
    """Write a commented pipeline to PATH, or into that folder, and its schema for editors."""
    from textflow.commands.init import init_command  # noqa: PLC0415 - heavy

    return init_command(path, force=force)
