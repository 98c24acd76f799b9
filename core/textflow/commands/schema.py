"""``textflow schema``."""

from typing import Any

import click
import orjson

from textflow.errors import UsageError
from textflow.pipeline.composed_schema import composed_schema
from textflow.plugins.registry import Registry
from textflow.plugins.schemas import Schema, read_schema, standard_layers
from textflow.wording import did_you_mean, listed, safe_json


def schema_command(kind: str, name: str | None) -> int:
    """Print one schema as JSON."""
    if kind == "layer":
        schema = _layer(name)
    else:
        schema = pipeline_schema() if kind == "pipeline" else read_schema(f"{kind}.json")
    click.echo(as_text(schema))
    return 0


def pipeline_schema() -> dict[str, Any]:
    """Return the schema of pipeline files with every plugin that is installed and works."""
    components = Registry().all_components()
    return composed_schema(components.values())


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
