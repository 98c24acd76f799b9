"""
Tables of the documentation that are made from the schemas that ship, and from the code.

A page asks for one with a comment: ``<!-- options: stage clean -->``, ``<!-- fields: quotes -->``
for those of a layer, ``<!-- errors -->`` for the types that dead letters state. The table is
below it up to the next blank line.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from textflow.errors import (
    DocumentError,
    FailedElsewhereError,
    HookError,
    InputError,
    StageError,
    TextflowError,
)
from textflow.plugins.registry import Registry
from textflow.plugins.schemas import read_schema
from textflow.reading.input_errors import UnusableError, kind_name
from textflow_plugins.files.row_errors import RowError

_ASKED = re.compile(
    r"<!-- options: (?P<role>\w+) (?P<name>[\w.]+) -->\n+(?:(?:\||It takes).*\n)*\n*",
)


_FIELDS = re.compile(r"<!-- fields: (?P<layer>\w+) -->\n+(?:\|.*\n)*\n*")
_ERRORS = re.compile(r"<!-- errors -->\n+(?:\|.*\n)*\n*")

#: Errors that are never raised themselves, only what they have in common; and what observers get.
_BASES = frozenset(
    {DocumentError, FailedElsewhereError, StageError, InputError, UnusableError, RowError}
)


def with_tables(page: str) -> str:
    """Return ``page`` with every table that it asks for as it should be."""
    page = _FIELDS.sub(_answered_fields, _ASKED.sub(_answered, page))
    page = _ERRORS.sub(lambda _: f"<!-- errors -->\n\n{errors_table()}\n", page)
    return f"{page.rstrip()}\n"


def _answered_fields(asked: re.Match[str]) -> str:
    return f"<!-- fields: {asked['layer']} -->\n\n{fields_table(asked['layer'])}\n"


def fields_table(layer: str) -> str:
    """Return the table of the fields of a layer's items."""
    item = read_schema(f"layers/{layer}.json")["items"]
    rows = "".join(
        _row(f"`{name}`", _values(schema), schema["description"])
        for name, schema in fields_of(item)
    )
    return f"| field | type | contains |\n| --- | --- | --- |\n{rows}"


def fields_of(item: Mapping[str, Any], parent: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each field of an item with its schema, those of an inner object behind their own."""
    for name, schema in item.get("properties", {}).items():
        yield f"{parent}{name}", schema
        for inner in (schema, schema.get("else", {}), schema.get("items", {})):
            yield from fields_of(inner, f"{parent}{name}.")


def _values(schema: Mapping[str, Any]) -> str:
    return "object or null" if "else" in schema else _type(schema)


def error_types() -> dict[str, type[TextflowError]]:
    """Return every type of error that a dead letter can state, by the name that it has there."""
    found = {HookError, *_below(DocumentError), *_below(InputError)} - _BASES
    homes = ("textflow.", "textflow_plugins.")
    ours = (kind for kind in found if kind.__module__.startswith(homes))
    return {kind_name(kind): kind for kind in sorted(ours, key=kind_name)}


def _below(kind: type[TextflowError]) -> Iterator[type[TextflowError]]:
    for inner in kind.__subclasses__():
        yield inner
        yield from _below(inner)


def _summary(kind: type[TextflowError]) -> str:
    return (kind.__doc__ or "").strip().partition("\n")[0].replace("``", "`")


def errors_table() -> str:
    """Return the table of the types of errors."""
    rows = (_row(f"`{name}`", _summary(kind)) for name, kind in error_types().items())
    return f"| type | means |\n| --- | --- |\n{''.join(rows)}"


def _answered(asked: re.Match[str]) -> str:
    role, name = asked["role"], asked["name"]
    return f"<!-- options: {role} {name} -->\n\n{table(role, name)}\n"


def asked_for(page: str) -> set[tuple[str, str]]:
    """Return (role, name) of each table that ``page`` asks for."""
    return {(asked["role"], asked["name"]) for asked in _ASKED.finditer(page)}


def table(role: str, name: str) -> str:
    """Return the table of the options of one component."""
    options = _options(role, name)
    if not options.get("properties"):
        return "It takes no options.\n"
    return "".join(_rows(options))


def _options(role: str, name: str) -> Mapping[str, Any]:
    """Return the schema of the options of a component, or of a key of the pipeline file."""
    if role == "pipeline":
        key: Mapping[str, Any] = read_schema("pipeline.json")["properties"][name]
        return key
    plugin = Registry().plugin(name.partition(".")[0])
    component = plugin.component(role, name) if plugin else None  # its extra may be missing
    if component is None:
        message = f"a page asks for the options of the {role} {name}, which does not exist"
        raise LookupError(message)
    return component.options


def _rows(options: Mapping[str, Any]) -> Iterator[str]:
    yield "| option | type | default | what it does |\n"
    yield "| --- | --- | --- | --- |\n"
    for option, schema in options["properties"].items():
        without = "(required)" if option in options.get("required", ()) else "none"
        default = f"`{json.dumps(schema['default'])}`" if "default" in schema else without
        cells = [f"`{option}`", _type(schema), default, schema.get("description", "")]
        yield _row(*cells)


def _row(*cells: str) -> str:
    return f"| {' | '.join(re.sub(r'[|<]', _escaped, cell) for cell in cells)} |\n"


def _escaped(mark: re.Match[str]) -> str:
    return f"\\{mark[0]}"


def _type(schema: Mapping[str, Any]) -> str:
    """Return what values are allowed, in a few words."""
    if "enum" in schema:
        return ", ".join(f"`{json.dumps(value)}`" for value in schema["enum"])
    kinds = schema.get("type", "any")
    words = " or ".join([kinds] if isinstance(kinds, str) else kinds)
    if "items" in schema:
        words += f" of {_type(schema['items'])}"
    low, above = schema.get("minimum"), schema.get("exclusiveMinimum")
    high = schema.get("maximum")
    words += f", {low} or more" if low is not None else ""
    words += f", more than {above}" if above is not None else ""
    return words + (f", at most {high}" if high is not None else "")
