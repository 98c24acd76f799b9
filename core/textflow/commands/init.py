"""``textflow init``."""

from importlib.resources import files
from pathlib import Path

import click

from textflow.commands.schema import as_text, pipeline_schema
from textflow.errors import UsageError
from textflow.running.disk_errors import output_error
from textflow.wording import safe


def init_command(path: str, *, force: bool) -> int:
    """Write the pipeline and the schema; what is there is kept unless ``force``."""
    target = Path(path)
    schema = target.with_name(f"{target.stem}.schema.json")
    there = next((file for file in (target, schema) if file.exists()), None)
    if there and not force:
        message = f"{there} is there already: give another name, or --force to overwrite it"
        raise UsageError(message)
    text = (files("textflow_schemas") / "starter.yml").read_text("utf-8")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text.replace("SCHEMA", schema.name), "utf-8")
        schema.write_text(f"{as_text(pipeline_schema())}\n", "utf-8")
    except OSError as error:
        raise output_error(path, error) from error
    click.echo(safe(f"wrote {target} and {schema}; next: textflow run {target} YOUR-FILES"))
    return 0
