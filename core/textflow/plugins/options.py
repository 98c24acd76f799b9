"""The JSON Schema of a part's options: a shipped file, or read off its signature."""

import inspect
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal, Union, get_args, get_origin

from textflow.plugins.schemas import Schema, SchemaError, read_schema

_SIMPLE: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    Any: {},
}
_ARRAYS = (list, Sequence)
_OBJECTS = (dict, Mapping)


def options_schema(target: Callable[..., Any], file: str | None, package: str) -> Schema:
    """
    Return the schema that the options of ``target`` must fit.

    Raises SchemaError where the file is unfit or an annotation says too little.
    """
    if file is not None:
        return read_schema(file, package)
    properties, required = {}, []
    for parameter in _keyword_only(target):
        properties[parameter.name] = _property(parameter)
        if parameter.default is inspect.Parameter.empty:
            required.append(parameter.name)
    schema = {"type": "object", "additionalProperties": False, "properties": properties}
    return schema | ({"required": required} if required else {})


def _keyword_only(target: Callable[..., Any]) -> Iterator[inspect.Parameter]:
    try:
        signature = inspect.signature(target, eval_str=True)
    except (NameError, TypeError, ValueError) as error:
        message = f"the signature of {target!r} cannot be read: {error}"
        raise SchemaError(message) from error
    for parameter in signature.parameters.values():
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY:
            yield parameter


def _property(parameter: inspect.Parameter) -> dict[str, Any]:
    schema = _of_type(parameter.annotation)
    if schema is None:
        message = (
            f"option {parameter.name!r} is annotated {parameter.annotation!r}; use str, int, "
            "float, bool, Literal, list[...], dict[str, ...] or ... | None, or ship a schema file"
        )
        raise SchemaError(message)
    if parameter.default is not inspect.Parameter.empty:
        default = parameter.default
        schema = schema | {"default": list(default) if isinstance(default, tuple) else default}
    return schema


def _of_type(annotation: Any) -> dict[str, Any] | None:
    if annotation in _SIMPLE:
        return dict(_SIMPLE[annotation])
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return {"enum": list(inner)}
    if origin in (Union, types.UnionType):
        return _of_optional(inner)
    if origin in _ARRAYS or annotation in _ARRAYS:
        items = _of_type(inner[0]) if inner else {}
        return None if items is None else {"type": "array", "items": items}
    if origin in _OBJECTS or annotation in _OBJECTS:
        values = _of_type(inner[1]) if inner else {}
        return None if values is None else {"type": "object", "additionalProperties": values}
    return None


def _of_optional(inner: tuple[Any, ...]) -> dict[str, Any] | None:
    """Return the schema of ``X | None``; other unions say too little."""
    rest = [kind for kind in inner if kind is not type(None)]
    schema = _of_type(rest[0]) if len(rest) == 1 else None
    if schema is None:
        return None
    if "enum" in schema:
        return {"enum": [*schema["enum"], None]}
    return schema | ({"type": [schema["type"], "null"]} if "type" in schema else {})
