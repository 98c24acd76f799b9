"""The JSON Schema of a component's options: a shipped file, or read off its signature."""

import inspect
import types
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, Union, get_args, get_origin

from textflow.document import Layer
from textflow.plugins.schemas import Schema, SchemaError, Validator, read_schema
from textflow.plugins.signatures import signature_of
from textflow.wording import shown

_SIMPLE: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    Any: {},
    Layer: {
        "description": "A layer that the pipeline declares under `layers`, or a standard one.",
        "type": "string",
        "minLength": 1,
    },
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
    for parameter in signature_of(target).values():
        if parameter.kind is not inspect.Parameter.KEYWORD_ONLY:
            continue
        properties[parameter.name] = _property(parameter)
        if parameter.default is inspect.Parameter.empty:
            required.append(parameter.name)
    schema = {"type": "object", "additionalProperties": False, "properties": properties}
    return schema | ({"required": required} if required else {})


def layer_options(target: Callable[..., Any]) -> tuple[str, ...]:
    """
    Return the options of ``target`` that are layers which the pipeline file declares.

    Raises SchemaError where one has a default: there is no layer that every file declares.
    """
    found = {name: one for name, one in signature_of(target).items() if one.annotation is Layer}
    for name, parameter in found.items():
        if parameter.default is not inspect.Parameter.empty:
            message = (
                f"option {name!r} is a layer that the pipeline file declares: it has no default; "
                f"write `{name}: textflow.Layer`"
            )
            raise SchemaError(message)
    return tuple(found)


def _property(parameter: inspect.Parameter) -> dict[str, Any]:
    if parameter.annotation is inspect.Parameter.empty:
        message = f"option {parameter.name!r} has no type; write one, as in `{_example(parameter)}`"
        raise SchemaError(message)
    schema = _of_type(parameter.annotation)
    if schema is None:
        message = (
            f"option {parameter.name!r} is annotated {shown(parameter.annotation)}; use str, int, "
            "float, bool, Literal, list[...], dict[str, ...] or ... | None, or ship a schema file"
        )
        raise SchemaError(message)
    if parameter.default is inspect.Parameter.empty:
        return schema
    default = parameter.default
    default = list(default) if isinstance(default, tuple) else default
    if not _fits(schema, default):
        message = (
            f"option {parameter.name!r} is {inspect.formatannotation(parameter.annotation)}, but "
            f"its default is {shown(default)}; correct one of them"
        )
        raise SchemaError(message)
    return schema | {"default": default}


def _example(parameter: inspect.Parameter) -> str:
    known = type(parameter.default)
    kind = known.__name__ if known in (str, int, float, bool) else "str"
    default = shown(parameter.default) if known in (str, int, float, bool) else "'...'"
    return f"{parameter.name}: {kind} = {default}"


def _fits(schema: dict[str, Any], default: Any) -> bool:
    try:
        return bool(Validator(schema).fits(default))
    except (TypeError, ValueError):  # no JSON at all
        return False


def _of_type(annotation: Any) -> dict[str, Any] | None:
    if annotation in _SIMPLE:
        return dict(_SIMPLE[annotation])
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return {"enum": list(inner)}
    if origin in (Union, types.UnionType):
        return _of_optional(inner)
    return _of_container(origin or annotation, inner)


def _of_container(container: Any, inner: tuple[Any, ...]) -> dict[str, Any] | None:
    if container in _ARRAYS:
        items = _of_type(inner[0]) if inner else {}
        return None if items is None else {"type": "array", "items": items}
    if container in _OBJECTS:
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
