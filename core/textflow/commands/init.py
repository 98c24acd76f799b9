"""``textflow init``."""

from collections.abc import Mapping
from importlib import resources
from pathlib import Path

import click

from textflow.commands.schema import as_text, pipeline_schema
from textflow.errors import UsageError
from textflow.judging.cases import beside
from textflow.plugins.schemas import HOME, read_schema
from textflow.running.disk_errors import output_error
from textflow.wording import safe

#: What the pipeline is called where nobody says.
NAME = "pipeline.yml"


def init_command(path: str, *, force: bool) -> int:
    """
    Write the pipeline, its tests and the schemas; what is there is kept unless ``force``.

    Where ``path`` is a folder, they come into it.
    """
    if Path(path).is_dir():
        path = str(Path(path) / NAME)
    files = _files(Path(path))
    there = next((file for file in files if file.exists()), None)
    if there and not force:
        message = f"{there} is there already: give another name, or --force to overwrite it"
        raise UsageError(message)
    _write(path, files)
    written = " and ".join(str(file) for file in files if file.suffix == ".yml")
    click.echo(safe(f"wrote {written}, and their schemas for editors"))
    click.echo(safe(f"next: textflow test {path}; textflow run {path} YOUR-FILES"))
    return 0


def _write(path: str, files: Mapping[Path, str]) -> None:
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        for file, text in files.items():
            file.write_text(text, "utf-8")
    except OSError as error:
        raise output_error(path, error) from error


def _files(target: Path) -> dict[Path, str]:
    """Return each file with what is to be in it."""
    tests = beside(target)
    schemas = {
        target: (target.with_name(f"{target.stem}.schema.json"), pipeline_schema()),
        tests: (target.with_name(f"{target.stem}.test.schema.json"), read_schema("tests.json")),
    }
    starters = {target: "starter.yml", tests: "starter.test.yml"}
    made: dict[Path, str] = {}
    for file, (name, schema) in schemas.items():
        text = (resources.files(HOME) / starters[file]).read_text("utf-8")
        made[file] = text.replace("SCHEMA", name.name)
        made[name] = f"{as_text(schema)}\n"
    return made
