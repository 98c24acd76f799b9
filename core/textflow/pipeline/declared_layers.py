"""Layers that the pipeline file itself declares, with the JSON Schema of each."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from textflow.pipeline.drafts import Draft
from textflow.pipeline.lookup import Components
from textflow.pipeline.model import ComponentRef
from textflow.plugins.registry import DROPPED, Component
from textflow.plugins.schemas import (
    Schema,
    SchemaError,
    check_schema,
    list_schema,
    read_schema,
    standard_layers,
)
from textflow.problems import Problem
from textflow.wording import did_you_mean, shown

#: No schema that people write is longer.
_MOST_BYTES = 1024 * 1024


def declared_layers(
    draft: Draft, names: list[ComponentRef], components: Components
) -> tuple[dict[str, Schema], list[Problem]]:
    """
    Return the layers that stages may be told to give, with their schemas, and what is wrong.

    ``names`` and ``components`` are what the pipeline names, and what is behind that.
    """
    found = {name: read_schema(f"layers/{name}.json") for name in standard_layers() - {DROPPED}}
    problems: list[Problem] = []
    for name, written in _written(draft):
        try:
            found[name] = _schema(name, written, draft.path.parent)
        except SchemaError as error:
            problems.append(Problem.at(("layers", name), str(error)))
            found[name] = {}
    for one in names:
        component = components[one.role, one.name]
        problems += _undeclared(one, component, found) if component else ()
    return found, problems


def _written(draft: Draft) -> Iterator[tuple[str, Any]]:
    layers = draft.data.get("layers")
    for name, written in layers.items() if isinstance(layers, dict) else ():
        if isinstance(written, str | dict):
            yield name, written


def _schema(name: str, written: str | dict[str, Any], base: Path) -> Schema:
    if name in standard_layers():
        message = (
            f"{name!r} is a standard layer, whose schema is textflow's own; give it another name"
        )
        raise SchemaError(message)
    schema = written if isinstance(written, dict) else _read(name, base / written)
    check_schema(schema, f"layers.{name}")
    return list_schema(name, schema)


def _read(name: str, path: Path) -> Any:
    """Return the JSON in the file at ``path``; raises SchemaError."""
    try:
        with path.open("rb") as stream:
            data = stream.read(_MOST_BYTES + 1)
    except OSError as error:
        found = error.strerror or error
        message = f"the schema of layer {name!r}, {shown(str(path))}, cannot be read: {found}"
        raise SchemaError(message) from error
    try:
        return orjson.loads(data[:_MOST_BYTES])
    except orjson.JSONDecodeError as error:
        message = f"the schema of layer {name!r}, {shown(str(path))}, is no JSON: {error}"
        raise SchemaError(message) from error


def layers_given(name: ComponentRef, component: Component) -> list[str]:
    """Return the layers that a stage gives: its own, and those that its options name."""
    options = name.options if isinstance(name.options, Mapping) else {}
    named = (options.get(option) for option in component.layer_options)
    return [*component.layers, *(layer for layer in named if isinstance(layer, str))]


def _undeclared(
    name: ComponentRef, component: Component, declared: Mapping[str, Schema]
) -> Iterator[Problem]:
    """Yield a problem for each layer that an option of a stage names and that there is not."""
    for option in component.layer_options:
        layer = name.options.get(option) if isinstance(name.options, Mapping) else None
        if isinstance(layer, str) and layer not in declared:
            advice = did_you_mean(layer, declared) or (
                f"; declare it at the top, as in `layers: {{{layer}: FILE.schema.json}}`"
            )
            message = f"{option!r}: there is no layer {shown(layer)}{advice}"
            yield Problem.at((*name.path, option), message)


def misplaced_invalid(name: ComponentRef, component: Component) -> Iterator[Problem]:
    """Yield a problem where ``invalid`` is beside a stage that gives no items."""
    kind = getattr(component.declaration, "kind", "annotate")
    if "invalid" in name.engine_keys and kind != "annotate":
        message = f"{name.name!r} gives no items that could be rejected; take `invalid` out"
        yield Problem.at((*name.path[:2], "invalid"), message)
