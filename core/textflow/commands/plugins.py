"""``textflow plugins`` and ``textflow plugins info``."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import attrs
import click
import orjson

from textflow.errors import CollisionError, PluginError, UsageError
from textflow.plugins.discovery import EntryPoint
from textflow.plugins.registry import Component, Plugin, Registry, missing_module
from textflow.stages import StageDeclaration
from textflow.wording import did_you_mean, safe, safe_json


@attrs.frozen
class Row:
    """One plugin as the list shows it."""

    name: str
    distribution: str
    #: ``ok``, ``incomplete``, ``broken``, ``collision`` or ``unreadable``.
    state: str
    gives: tuple[str, ...]
    layers: tuple[str, ...]
    #: What is wrong.
    reason: str = ""
    #: What its distribution says of itself.
    summary: str = ""


def list_command(*, as_json: bool, load: bool) -> int:
    """Print what is installed; broken plugins are lines, not failures."""
    registry = Registry()
    rows = list(_rows(registry) if load else _stated(registry))
    if as_json:
        data = [attrs.asdict(row) for row in rows]
        click.echo(safe_json(orjson.dumps(data, option=orjson.OPT_INDENT_2).decode()))
        return 0
    click.echo(safe(_table(_LOADED if load else _INSTALLED, rows)))
    return 0


def _stated(registry: Registry) -> Iterator[Row]:
    """Yield what the metadata of each plugin says; nothing is imported for that."""
    for name, entries in registry.installed.entries.items():
        owners = ", ".join(f"{entry.distribution} {entry.version}" for entry in entries)
        try:
            registry.installed.entry(name)
        except PluginError as error:
            yield Row(name, owners, _state(error), (), (), str(error), entries[0].summary)
        else:
            yield Row(name, owners, "installed", (), (), "", entries[0].summary)
    yield from _unreadable(registry)


def _state(error: PluginError) -> str:
    return "collision" if isinstance(error, CollisionError) else "broken"


def _unreadable(registry: Registry) -> Iterator[Row]:
    for one in registry.installed.unreadable:
        yield Row("?", one.distribution, "unreadable", (), (), one.reason)


def _rows(registry: Registry) -> Iterator[Row]:
    for name, entries in registry.installed.entries.items():
        owners = ", ".join(f"{entry.distribution} {entry.version}" for entry in entries)
        try:
            plugin = registry.plugin(name)
        except PluginError as error:
            yield Row(name, owners, _state(error), (), (), str(error))
            continue
        if plugin:
            yield _loaded(plugin, owners)
    yield from _unreadable(registry)


def _loaded(plugin: Plugin, owners: str) -> Row:
    gives = tuple(f"{component.role} {component.name}" for component in plugin.components)
    layers = tuple(layer for component in plugin.components for layer in component.layers)
    missing = [
        missing_module(component, name)
        for component in plugin.components
        for name in component.missing
    ]
    reason = "; ".join(str(one) for one in missing)
    state = "incomplete" if missing else "ok"
    return Row(plugin.entry.name, owners, state, gives, layers, reason, plugin.entry.summary)


#: Columns of the list: heading to what is in it.
_INSTALLED: Mapping[str, Callable[[Row], str]] = {
    "plugin": lambda row: row.name,
    "distribution": lambda row: row.distribution,
    "state": lambda row: row.state,
    "summary": lambda row: row.summary,
}
_LOADED: Mapping[str, Callable[[Row], str]] = {
    "plugin": lambda row: row.name,
    "distribution": lambda row: row.distribution,
    "state": lambda row: row.state,
    "gives": lambda row: ", ".join(row.gives),
    "layers": lambda row: ", ".join(row.layers),
}


def _table(columns: Mapping[str, Callable[[Row], str]], rows: list[Row]) -> str:
    """Return aligned columns; what is wrong is below its plugin."""
    cells = [list(columns), *([cell(row) for cell in columns.values()] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    below = ["", *(f"\n    {row.reason}" if row.reason else "" for row in rows)]
    return "\n".join(_aligned(line, widths) + more for line, more in zip(cells, below, strict=True))


def _aligned(line: list[str], widths: list[int]) -> str:
    padded = [cell.ljust(width) for cell, width in zip(line, widths, strict=True)]
    return "  ".join(padded).rstrip()


def info_command(name: str) -> int:
    """Print everything about one plugin or one of its components."""
    registry = Registry()
    plugin = registry.plugin(name.partition(".")[0])
    if plugin is None:
        advice = did_you_mean(name, registry.installed.entries)
        message = f"no plugin is called {name!r}{advice or '; `textflow plugins` lists them'}"
        raise UsageError(message)
    components = [
        component for component in plugin.components if name in (plugin.entry.name, component.name)
    ]
    click.echo(
        safe("\n\n".join(["\n".join(_head(plugin.entry)), *map(_component_text, components)]))
    )
    return 0


def _head(entry: EntryPoint) -> Iterator[str]:
    yield f"{entry.name}: {entry.distribution} {entry.version}, module {entry.module}"


def _component_text(component: Component) -> str:
    return "\n".join(_component_lines(component))


def _component_lines(component: Component) -> Iterator[str]:
    yield f"{component.role} {component.name}: {component.summary}"
    if isinstance(component.declaration, StageDeclaration):
        for label, layers in (
            ("needs", component.declaration.requires),
            ("reads, if there", component.declaration.uses),
            ("gives", tuple(component.layers)),
        ):
            if layers:
                yield f"  {label}: {', '.join(layers)}"
    for option in component.layer_options:
        yield f"  gives: the layer that {option} names, which the pipeline declares"
    for option, schema in component.options.get("properties", {}).items():
        yield f"  {option}: {_option(schema)}"


def _option(schema: Mapping[str, Any]) -> str:
    default = f", default {orjson.dumps(schema['default']).decode()}" if "default" in schema else ""
    text = f"; {schema['description']}" if "description" in schema else ""
    return f"{_kind(schema)}{default}{text}"


def _values(allowed: Sequence[Any]) -> str:
    return " or ".join("null" if one is None else str(one) for one in allowed)


def _kind(schema: Mapping[str, Any]) -> str:
    """Return what an option may be, in words: of a list, what is in it."""
    if "enum" in schema:
        return _values(schema["enum"])
    kinds = schema.get("type", "any value")
    every = [kinds] if type(kinds) is str else kinds
    words = [_KINDS.get(kind, str(kind)) for kind in every]
    inner = schema.get("items") or schema.get("additionalProperties")
    if isinstance(inner, dict) and inner:
        words[0] += f" of {_kind(inner)}"
    return " or ".join(words)


#: Types of JSON Schema in words, where they are not the same.
_KINDS = {"array": "list", "object": "mapping"}
