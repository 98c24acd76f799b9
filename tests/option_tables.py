"""
Tables of options in the documentation, made from the schemas that ship.

A page asks for one with a comment, ``<!-- options: stage clean -->``; the table
is below it up to the next blank line.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from textflow.plugins.registry import Registry
from textflow.plugins.schemas import read_schema

_ASKED = re.compile(
    r"<!-- options: (?P<role>\w+) (?P<name>[\w.]+) -->\n+(?:(?:\||It takes).*\n)*\n*",
)


def with_tables(page: str) -> str:
    """Return ``page`` with every table that it asks for as it should be."""
    return f"{_ASKED.sub(_answered, page).rstrip()}\n"


def _answered(asked: re.Match[str]) -> str:
    role, name = asked["role"], asked["name"]
    return f"<!-- options: {role} {name} -->\n\n{table(role, name)}\n"


def asked_for(page: str) -> set[tuple[str, str]]:
    """Return (role, name) of each table that ``page`` asks for."""
    return {(asked["role"], asked["name"]) for asked in _ASKED.finditer(page)}


def table(role: str, name: str) -> str:
    """Return the table of the options of one part."""
    options = _options(role, name)
    if not options.get("properties"):
        return "It takes no options.\n"
    return "".join(_rows(options))


def _options(role: str, name: str) -> Mapping[str, Any]:
    """Return the schema of the options of a part, or of a key of the pipeline file."""
    if role == "pipeline":
        key: Mapping[str, Any] = read_schema("pipeline.json")["properties"][name]
        return key
    part = Registry().part(role, name)
    if part is None:
        message = f"a page asks for the options of the {role} {name}, which does not exist"
        raise LookupError(message)
    return part.options


def _rows(options: Mapping[str, Any]) -> Iterator[str]:
    yield "| option | type | default | what it does |\n"
    yield "| --- | --- | --- | --- |\n"
    for option, schema in options["properties"].items():
        without = "(required)" if option in options.get("required", ()) else "none"
        default = f"`{json.dumps(schema['default'])}`" if "default" in schema else without
        cells = [f"`{option}`", _type(schema), default, schema.get("description", "")]
        yield f"| {' | '.join(re.sub(r'[|<]', _escaped, cell) for cell in cells)} |\n"


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
