"""``textflow plugins`` and ``textflow plugins info``."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs
import click
import orjson

from textflow.errors import CollisionError, PluginError, UsageError
from textflow.plugins.discovery import Entry
from textflow.plugins.registry import Part, Plugin, Registry
from textflow.stages import StageFacts
from textflow.wording import did_you_mean, safe, safe_json


@attrs.frozen
class Row:
    """One plugin as the list shows it."""

    name: str
    distribution: str
    #: ``ok``, ``broken``, ``collision`` or ``unreadable``.
    state: str
    gives: tuple[str, ...]
    layers: tuple[str, ...]
    #: What is wrong.
    reason: str = ""


def list_command(*, as_json: bool) -> int:
    """Print what is installed; broken plugins are lines, not failures."""
    rows = list(_rows(Registry()))
    if as_json:
        data = [attrs.asdict(row) for row in rows]
        click.echo(safe_json(orjson.dumps(data, option=orjson.OPT_INDENT_2).decode()))
        return 0
    click.echo(safe(_table(rows)))
    return 0


def _rows(registry: Registry) -> Iterator[Row]:
    for name, entries in registry.installed.entries.items():
        owners = ", ".join(f"{entry.distribution} {entry.version}" for entry in entries)
        try:
            plugin = registry.plugin(name)
        except PluginError as error:
            state = "collision" if isinstance(error, CollisionError) else "broken"
            yield Row(name, owners, state, (), (), str(error))
            continue
        if plugin:
            yield _fine(plugin, owners)
    for unreadable in registry.installed.unreadable:
        yield Row("?", unreadable.distribution, "unreadable", (), (), unreadable.reason)


def _fine(plugin: Plugin, owners: str) -> Row:
    gives = tuple(f"{part.role} {part.name}" for part in plugin.parts)
    layers = tuple(layer for part in plugin.parts for layer in part.layers)
    return Row(plugin.entry.name, owners, "ok", gives, layers)


def _table(rows: list[Row]) -> str:
    """Return aligned columns; what is wrong is below its plugin."""
    cells = [("plugin", "distribution", "state", "gives", "layers")]
    cells += [
        (row.name, row.distribution, row.state, ", ".join(row.gives), ", ".join(row.layers))
        for row in rows
    ]
    widths = [max(len(line[at]) for line in cells) for at in range(4)]
    reasons = ["", *(row.reason for row in rows)]
    lines = []
    for line, reason in zip(cells, reasons, strict=True):
        padded = [cell.ljust(width) for cell, width in zip(line[:4], widths, strict=True)]
        lines.append("  ".join([*padded, line[4]]).rstrip())
        lines += [f"    {reason}"] if reason else []
    return "\n".join(lines)


def info_command(name: str) -> int:
    """Print everything about one plugin or one of its parts."""
    registry = Registry()
    plugin = registry.plugin(name.partition(".")[0])
    if plugin is None:
        advice = did_you_mean(name, registry.installed.entries)
        message = f"no plugin is called {name!r}{advice or '; `textflow plugins` lists them'}"
        raise UsageError(message)
    parts = [part for part in plugin.parts if name in (plugin.entry.name, part.name)]
    click.echo(safe("\n\n".join(["\n".join(_head(plugin.entry)), *map(_part_text, parts)])))
    return 0


def _head(entry: Entry) -> Iterator[str]:
    yield f"{entry.name}: {entry.distribution} {entry.version}, module {entry.module}"


def _part_text(part: Part) -> str:
    return "\n".join(_part_lines(part))


def _part_lines(part: Part) -> Iterator[str]:
    yield f"{part.role} {part.name}: {part.summary}"
    if isinstance(part.facts, StageFacts):
        for label, layers in (
            ("needs", part.facts.requires),
            ("reads, if there", part.facts.uses),
            ("gives", tuple(part.layers)),
        ):
            if layers:
                yield f"  {label}: {', '.join(layers)}"
    for option, schema in part.options.get("properties", {}).items():
        yield f"  {option}: {_option(schema)}"


def _option(schema: Mapping[str, Any]) -> str:
    kind = schema.get("enum", schema.get("type", "any"))
    words = " or ".join(map(str, kind)) if isinstance(kind, list) else str(kind)
    default = f", default {orjson.dumps(schema['default']).decode()}" if "default" in schema else ""
    text = f"; {schema['description']}" if "description" in schema else ""
    return f"{words}{default}{text}"
