"""
JSON Schemas: read from packages, checked before use, never fetched.

jsonschema-rs judges every document; jsonschema, slower by two orders of
magnitude, runs only where its better messages are needed.
"""

import functools
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any, NamedTuple

import jsonschema_rs
import orjson

from textflow.wording import pointed, shown

Schema = Mapping[str, Any]

#: Where the schemas that come with textflow are.
HOME = "textflow_schemas"
DRAFT = "https://json-schema.org/draft/2020-12/schema"

_APPLICATORS = {  # keyword -> how its value contains schemas
    "properties": "map", "patternProperties": "map", "$defs": "map", "dependentSchemas": "map",
    "items": "one", "additionalProperties": "one", "contains": "one", "not": "one",
    "if": "one", "then": "one", "else": "one", "propertyNames": "one",
    "unevaluatedItems": "one", "unevaluatedProperties": "one",
    "allOf": "list", "anyOf": "list", "oneOf": "list", "prefixItems": "list",
}  # fmt: skip
_PLAIN_KEYWORDS = frozenset({
    "$schema", "$id", "$ref", "$comment", "title", "description", "default", "examples",
    "deprecated", "type", "enum", "const", "multipleOf", "maximum", "exclusiveMaximum", "minimum",
    "exclusiveMinimum", "maxLength", "minLength", "pattern", "maxItems", "minItems",
    "uniqueItems", "maxContains", "minContains", "maxProperties", "minProperties", "required",
    "dependentRequired", "format", "readOnly", "writeOnly",
})  # fmt: skip
_OF_THE_LIST = frozenset({
    "contains", "maxContains", "minContains", "maxItems", "minItems", "uniqueItems",
})  # fmt: skip
_DEEPEST = 50


class SchemaError(Exception):
    """A schema is missing or unfit; the message says how."""


def read_schema(reference: str, package: str = HOME) -> Schema:
    """
    Return the schema at ``reference``: ``file`` within ``package``, or ``package:file``.

    Raises SchemaError.
    """
    home, _, name = reference.rpartition(":")
    try:
        place = functools.reduce(
            lambda at, part: at / part, name.split("/"), files(home or package)
        )
        schema = orjson.loads(place.read_bytes())
    except (OSError, ModuleNotFoundError, TypeError, orjson.JSONDecodeError) as error:
        message = f"schema {reference!r} of package {home or package!r} cannot be read: {error}"
        raise SchemaError(message) from error
    if (home or package) != HOME:  # those that come with textflow are checked by its tests
        check_schema(schema, reference)
    return dict(schema)


def list_schema(layer: str, schema: Schema) -> Schema:
    """Return the schema of a layer; raises SchemaError for that of a single item."""
    if schema.get("type") != "array":
        message = (
            f"the schema of layer {layer!r} is not that of a list; a layer is the list of all "
            'items: write {"type": "array", "items": {...}} around the schema of one item'
        )
        raise SchemaError(message)
    return schema


@functools.cache
def standard_layers() -> frozenset[str]:
    """Return the names of the layers whose schemas come with textflow."""
    names = (place.name for place in (files(HOME) / "layers").iterdir())
    return frozenset(name.removesuffix(".json") for name in names if name.endswith(".json"))


def check_schema(schema: Any, name: str) -> None:
    """
    Raise SchemaError where a schema is unfit.

    Beyond the meta-schema: no unknown keyword (a misspelt one would be ignored), no
    reference to another document, no draft but 2020-12.
    """
    if not isinstance(schema, dict):
        message = f"schema {name!r} is no JSON object"
        raise SchemaError(message)
    for pointer, node in _nodes(schema, "", 0):
        found = _unfit(node)
        if found:
            message = f"schema {name!r} at {pointer or '/'}: {found}"
            raise SchemaError(message)
    try:
        jsonschema_rs.meta.validate(schema)
        Validator(schema)  # finds references that lead nowhere
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError) as error:
        message = f"schema {name!r} is no valid JSON Schema: {str(error).partition(chr(10))[0]}"
        raise SchemaError(message) from error


def _unfit(node: Schema) -> str:
    unknown = sorted(set(node) - _PLAIN_KEYWORDS - set(_APPLICATORS))
    if unknown:
        return f"unknown keyword {unknown[0]!r}; fix its spelling or take it out"
    if not str(node.get("$ref", "#")).startswith("#"):
        return f"$ref {node['$ref']!r} leads out of the file; nothing is ever fetched, use $defs"
    if node.get("$schema", DRAFT) != DRAFT:
        return f"$schema must be {DRAFT!r}"
    return ""


def _nodes(schema: Any, pointer: str, depth: int) -> Iterator[tuple[str, Schema]]:
    """Yield every subschema with its JSON pointer."""
    if depth > _DEEPEST:
        message = f"schema is nested deeper than {_DEEPEST} at {pointer[:100]}"
        raise SchemaError(message)
    if not isinstance(schema, dict):
        return
    yield pointer, schema
    for keyword, found in schema.items():
        for key, value in _subschemas_in(found, _APPLICATORS.get(keyword, "")):
            yield from _nodes(value, f"{pointer}/{keyword}/{key}".rstrip("/"), depth + 1)


def _subschemas_in(found: Any, how: str) -> list[tuple[Any, Any]]:
    """Return the schemas that a keyword contains, each with its key."""
    if how == "map":
        return list(found.items()) if isinstance(found, dict) else []
    if how == "list":
        return list(enumerate(found)) if isinstance(found, list) else []
    return [("", found)] if how else []


def _never_fetch(uri: str) -> Any:
    message = f"{uri} is not in the schema itself, and nothing is ever fetched"
    raise ValueError(message)


class Violation(NamedTuple):
    """One way in which an instance does not fit."""

    pointer: str
    message: str


class Validator:
    """A compiled schema."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self._quick = jsonschema_rs.Draft202012Validator(dict(schema), retriever=_never_fetch)
        #: Whether an instance fits: the hot path, a bound method.
        self.fits = self._quick.is_valid

    @functools.cached_property
    def each(self) -> "Validator":
        """The validator of a list of some of the items: how many there are is not looked at."""
        return Validator({key: v for key, v in self.schema.items() if key not in _OF_THE_LIST})

    def violations(self, instance: Any) -> Iterator[Violation]:
        """Yield what jsonschema has to say of an instance that does not fit."""
        for error in errors_of(self.schema, instance):
            pointer = "".join(f"/{pointed(str(part))}" for part in error.absolute_path)
            # What is found comes first in its words, and may be as long as the document.
            found = repr(error.instance)
            yield Violation(pointer, error.message.replace(found, shown(error.instance), 1))


def errors_of(schema: Schema, instance: Any) -> Iterator[Any]:
    """Yield jsonschema's errors, its registry empty so that it cannot fetch."""
    import jsonschema  # noqa: PLC0415 - 150 ms that only a failure is worth
    import referencing  # noqa: PLC0415 - comes with it

    registry: referencing.Registry[Any] = referencing.Registry()
    validator = jsonschema.Draft202012Validator(dict(schema), registry=registry)
    yield from validator.iter_errors(instance)
