"""The JSON Schema of pipeline files, composed from the options of the plugins at hand."""

import copy
import functools
from collections.abc import Iterable, Mapping
from typing import Any

from textflow.plugins.registry import Component
from textflow.plugins.schemas import read_schema


@functools.cache
def engine_keys() -> tuple[str, ...]:
    """Return the keys beside a stage's name that belong to textflow itself."""
    return tuple(read_schema("pipeline.json")["$defs"]["stage"]["else"]["properties"])


_PATH = {
    "description": "A path or glob, or a list of them; relative to the pipeline file.",
    "if": {"type": "array"},
    "then": {"minItems": 1, "items": {"type": "string", "minLength": 1}},
    "else": {"type": "string", "minLength": 1},
}


def composed_schema(
    components: Iterable[Component], unknown: Iterable[tuple[str, str]] = ()
) -> dict[str, Any]:
    """
    Return the schema that pipeline files naming ``components`` must fit.

    ``unknown`` lists (role, name) pairs that have been complained about already:
    anything goes for them here.
    """
    schema: dict[str, Any] = copy.deepcopy(dict(read_schema("pipeline.json")))
    defs = schema["$defs"]
    tests = copy.deepcopy(dict(read_schema("tests.json")))
    schema["properties"]["tests"] = tests["properties"]["tests"]
    defs |= tests["$defs"]
    known = sorted(components, key=lambda component: component.name)
    layers = sorted({layer for component in known for layer in component.layers})
    for place in _by_layer(schema):
        place["properties"] = dict.fromkeys(layers, place["additionalProperties"])
    for component in known:
        _add_choice(defs[component.role], component.name, _options(component))
    for role, name in sorted(set(unknown)):
        _add_choice(defs[role], name, {})
    return schema


def _by_layer(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the mappings whose keys are layers: an editor offers those that it knows."""
    case = schema["properties"]["tests"]["items"]["properties"]
    stage = schema["$defs"]["stage"]["else"]["properties"]
    return [stage["as"], case["expect"], case["absent"]]


def _add_choice(definition: dict[str, Any], name: str, options: dict[str, Any]) -> None:
    definition["else"]["properties"][name] = options
    if "enum" in definition["then"]:
        definition["then"]["enum"].append(name)


def _options(component: Component) -> dict[str, Any]:
    """Return what may be behind ``name:``; nothing at all means the defaults."""
    options = _embedded(component.options)
    if component.takes_path:
        options["properties"] = {"path": _PATH} | options.get("properties", {})
        options["required"] = ["path", *options.get("required", [])]
    if component.summary:
        options["description"] = component.summary
    if options.get("required"):
        return options
    return {"if": {"type": "null"}, "then": {}, "else": options}


def _embedded(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy of a schema that can be used within another one."""
    inner: dict[str, Any] = copy.deepcopy(dict(options))
    for keyword in ("$schema", "$id", "title"):
        inner.pop(keyword, None)
    return inner
