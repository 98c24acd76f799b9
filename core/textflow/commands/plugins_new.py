"""``textflow plugins new``."""

from pathlib import Path

import click

from textflow.errors import UsageError
from textflow.new_plugin.writing import check_name, write_plugin
from textflow.plugins.discovery import installed
from textflow.running.disk_errors import output_error
from textflow.wording import safe


def new_command(name: str, kind: str, folder: str | None) -> int:
    """Write a new plugin, and say what comes next; nothing that is there is overwritten."""
    check_name(name, frozenset(installed().entries))
    place = Path(folder or f"textflow-{name.replace('_', '-')}")
    if place.exists():
        message = f"{place} is there already: give another place with --folder"
        raise UsageError(message)
    try:
        write_plugin(place, name, kind)
    except OSError as error:
        raise output_error(str(place), error) from error
    click.echo(safe(f"wrote {place}: a {'stage that is a class' if kind == 'class' else kind}"))
    click.echo(safe(f"next: pip install -e '{place}[test]'; pytest {place}"))
    click.echo(safe(f"then: textflow run {place}/example/pipeline.yml"))
    return 0
