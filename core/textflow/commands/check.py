"""``textflow check``."""

from collections.abc import Sequence
from pathlib import Path

import click
import orjson

from textflow.cache.notes import cache_notes
from textflow.commands.debugging import debugging
from textflow.commands.typed import pairs, registry_without
from textflow.errors import PipelineError
from textflow.pipeline.compiling import compile_pipeline
from textflow.pipeline.editor_schema import stale_note
from textflow.problems import Problem
from textflow.running.bound_stage import bound_stages
from textflow.wording import safe, safe_json


def check_command(
    *, pipeline: str, settings: Sequence[str], without: Sequence[str], style: str, debug: bool
) -> int:
    """Check the pipeline, set its stages up, print what is wrong and return the exit code."""
    with debugging(wanted=debug):
        try:
            registry = registry_without(without)
            compiled = compile_pipeline(Path(pipeline), pairs(settings), (), registry)
            bound_stages(compiled)  # a stage that cannot be set up would end the run, too
        except PipelineError as error:
            _print(error.path, error.problems, style)
            return error.exit_code
    if style != "text":
        _print(pipeline, (), style)
        return 0
    stages = " > ".join(stage.component.name for stage in compiled.stages)
    click.echo(safe(f"{pipeline}: ok: {stages}"))
    kept = cache_notes(compiled, registry)
    notes = (*compiled.notes, *kept, stale_note(Path(pipeline), registry.installed))
    for note in filter(None, notes):
        click.echo(safe(f"{pipeline}: note: {note}"))
    return 0


def _print(path: str, problems: Sequence[Problem], style: str) -> None:
    if style == "json":
        rows = [
            {
                "file": path,
                "line": one.place.line,
                "column": one.place.column,
                "message": one.message,
            }
            for one in problems
        ]
        click.echo(safe_json(orjson.dumps(rows, option=orjson.OPT_INDENT_2).decode()))
        return
    for one in problems:
        click.echo(_github(path, one) if style == "github" else safe(_text(path, one)))


def _text(path: str, one: Problem) -> str:
    return f"{path}:{one.place.line}:{one.place.column}: {one.message}"


def _github(path: str, one: Problem) -> str:
    """Return a workflow command of GitHub Actions."""
    message = safe(one.message).replace("%", "%25").replace("\n", "%0A")
    place = safe(path).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    return f"::error file={place},line={one.place.line},col={one.place.column}::{message}"
