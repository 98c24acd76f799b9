"""The fields of a layer's items, as its JSON Schema describes them."""

from collections.abc import Mapping
from typing import Any, Literal

import attrs

Kind = Literal["text", "integer", "number", "boolean", "object", "list", "json"]

#: The kinds that one cell of a table takes as they are.
PLAIN = ("text", "integer", "number", "boolean")
_KINDS: Mapping[str, Kind] = {
    "string": "text",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "object": "object",
    "array": "list",
}
_TYPES: Mapping[type, str] = {str: "string", int: "integer", float: "number", bool: "boolean"}
#: Fields of one item that get a column; what is beyond stays JSON.
_MOST = 100
_DEEPEST = 6


@attrs.frozen
class Field:
    """One key of an item; of a list, what is in it."""

    name: str
    kind: Kind
    #: Whether null is a value of it.
    nullable: bool = False
    #: Whether it may be left out.
    optional: bool = False
    #: Of an object its fields, of a list the one that describes its items.
    inner: "tuple[Field, ...]" = ()

    @property
    def has_span(self) -> bool:
        """Whether it is an object with a place in the text."""
        return {"start", "end"} <= {one.name for one in self.inner}


def fields_of(schema: Mapping[str, Any]) -> tuple[Field, ...]:
    """
    Return the fields of the items of a layer; none where its schema does not name them.

    >>> items = {"properties": {"start": {"type": "integer"}}, "required": ["start"]}
    >>> fields_of({"type": "array", "items": items})
    (Field(name='start', kind='integer', nullable=False, optional=False, inner=()),)
    """
    item = _followed(schema.get("items", {}), schema)
    return _properties(item, schema, _DEEPEST)


def _properties(item: Mapping[str, Any], root: Mapping[str, Any], depth: int) -> tuple[Field, ...]:
    required = item.get("required", ())
    properties = list(item.get("properties", {}).items())[:_MOST]
    return tuple(
        _field(name, inner, root, depth - 1, optional=name not in required)
        for name, inner in properties
    )


def _field(name: str, schema: Any, root: Mapping[str, Any], depth: int, *, optional: bool) -> Field:
    schema, nullable = _without_null(_followed(schema, root), root)
    kind = _kind(schema)
    inner = _inner(kind, schema, root, depth) if depth > 0 else ()
    if kind in ("object", "list") and not inner:
        kind = "json"
    return Field(name, kind, nullable or kind == "json", optional, inner)


def _kind(schema: Mapping[str, Any]) -> Kind:
    """Return the one kind that all values are of; JSON where there are several."""
    types = _types(schema)
    return _KINDS.get(types[0], "json") if len(types) == 1 else "json"


def _inner(
    kind: Kind, schema: Mapping[str, Any], root: Mapping[str, Any], depth: int
) -> tuple[Field, ...]:
    """Return the fields of an object that has no others, or the one of the items of a list."""
    if kind == "object" and schema.get("additionalProperties") is False:
        return _properties(schema, root, depth)
    if kind == "list" and "items" in schema:
        return (_field("", schema["items"], root, depth - 1, optional=False),)
    return ()


def _without_null(schema: Mapping[str, Any], root: Mapping[str, Any]) -> tuple[Any, bool]:
    """Return what a schema says of values that are not null, and whether null is one."""
    if schema.get("if") == {"type": "null"} and schema.get("then") is True:
        return _followed(schema.get("else", {}), root), True
    for keyword in ("anyOf", "oneOf"):
        choices = [_followed(one, root) for one in schema.get(keyword, ())]
        others = [one for one in choices if one.get("type") != "null"]
        if len(others) == 1:
            return others[0], len(choices) > 1
    return schema, _allows_null(schema)


def _allows_null(schema: Mapping[str, Any]) -> bool:
    stated = schema.get("type", "null" if "enum" not in schema else ())
    return "null" in ([stated] if isinstance(stated, str) else stated) or None in schema.get(
        "enum", ()
    )


def _types(schema: Mapping[str, Any]) -> list[str]:
    """Return the types of the values, null aside."""
    if "type" in schema:
        stated = schema["type"]
        return [one for one in ([stated] if isinstance(stated, str) else stated) if one != "null"]
    values = schema.get("enum", [schema["const"]] if "const" in schema else [])
    return list(dict.fromkeys(_TYPES.get(type(one), "") for one in values if one is not None))


def _followed(schema: Any, root: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the schema that a reference leads to; nothing is known of one that is no object."""
    for _ in range(_DEEPEST):
        if not isinstance(schema, Mapping):
            return {}
        reference = schema.get("$ref")
        if not isinstance(reference, str):
            return schema
        found: Any = root
        for part in reference.lstrip("#/").split("/") if reference != "#" else ():
            found = found.get(part, {}) if isinstance(found, Mapping) else {}
        schema = found
    return {}
