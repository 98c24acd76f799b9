"""``textflow schema``."""

from pathlib import Path
from typing import Any

import click
import orjson

from textflow.errors import UsageError
from textflow.pipeline.composed_schema import composed_schema
from textflow.pipeline.drafts import read_draft
from textflow.pipeline.editor_schema import made_of
from textflow.pipeline.used_plugins import used_plugins
from textflow.plugins.registry import Registry
from textflow.plugins.schemas import Schema, read_schema, standard_layers
from textflow.wording import did_you_mean, listed, safe_json


def schema_command(kind: str, name: str | None) -> int:
    """Print one schema as JSON."""
    if kind == "layer":
        schema = _layer(name)
    else:
        schema = pipeline_schema(name) if kind == "pipeline" else read_schema(f"{kind}.json")
    click.echo(as_text(schema))
    return 0


def pipeline_schema(pipeline: str | None = None) -> dict[str, Any]:
    """
    Return the schema of pipeline files with every plugin that is installed and works.

    With the plugins of one file that ``pipeline`` uses, too, where there is one; raises
    PipelineError.
    """
    registry = Registry()
    if pipeline is not None:
        used_plugins(read_draft(Path(pipeline), {}), registry)
    schema = composed_schema(registry.all_components().values())
    return {"$comment": made_of(registry.installed), **schema}


def as_text(schema: Schema) -> str:
    """Return a schema as indented JSON."""
    return safe_json(orjson.dumps(dict(schema), option=orjson.OPT_INDENT_2).decode())


def _layer(name: str | None) -> Schema:
    if name in standard_layers():
        return read_schema(f"layers/{name}.json")
    components = Registry().all_components()
    layers = {
        layer: schema
        for component in components.values()
        for layer, schema in component.layers.items()
    }
    if name in layers:
        return layers[name]
    known = {*layers, *standard_layers()}
    found = f"there is no layer {name!r}{did_you_mean(name, known)}" if name else "which layer?"
    message = f"{found}; there are: {listed(known)}"
    raise UsageError(message)
