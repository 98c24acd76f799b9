"""
Tables of options in the documentation, made from the schemas that ship.

A page asks for one with a comment, ``<!-- options: stage clean -->``; the table
stands below it up to the next blank line.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from textflow.plugins import Registry

_ASKED = re.compile(
    r"(?P<ask><!-- options: (?P<role>\w+) (?P<name>[\w.]+) -->\n\n)(?P<table>(?:\|.*\n)*)"
)


def with_tables(page: str) -> str:
    """Return ``page`` with every table that it asks for as it should be."""
    return _ASKED.sub(lambda asked: asked["ask"] + table(asked["role"], asked["name"]), page)


def asked_for(page: str) -> set[tuple[str, str]]:
    """Return (role, name) of each table that ``page`` asks for."""
    return {(asked["role"], asked["name"]) for asked in _ASKED.finditer(page)}


def table(role: str, name: str) -> str:
    """Return the table of the options of one part."""
    part = Registry().part(role, name)
    if part is None:
        message = f"a page asks for the options of the {role} {name}, which does not exist"
        raise LookupError(message)
    properties: Mapping[str, Any] = part.options.get("properties", {})
    if not properties:
        return "| option |\n| --- |\n| none |\n"
    return "".join(_rows(properties))


def _rows(properties: Mapping[str, Any]) -> Iterator[str]:
    yield "| option | type | default | what it does |\n"
    yield "| --- | --- | --- | --- |\n"
    for option, schema in properties.items():
        default = f"`{json.dumps(schema['default'])}`" if "default" in schema else "(required)"
        cells = [f"`{option}`", _type(schema), default, schema.get("description", "")]
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"


def _type(schema: Mapping[str, Any]) -> str:
    """Return what values are allowed, in a few words."""
    if "enum" in schema:
        return ", ".join(f"`{json.dumps(value)}`" for value in schema["enum"])
    kinds = schema.get("type", "any")
    words = " or ".join([kinds] if isinstance(kinds, str) else kinds)
    if "items" in schema:
        words += f" of {_type(schema['items'])}"
    low, high = schema.get("minimum"), schema.get("maximum")
    words += f", {low} or more" if low is not None else ""
    return words + (f", at most {high}" if high is not None else "")
