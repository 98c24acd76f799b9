"""Whether the schemas of a component are valid: of its options, of its layers."""

import inspect
from collections.abc import Iterator, Mapping
from typing import Any

from textflow.pipeline.schema_problems import schema_problems
from textflow.plugins.registry import Component
from textflow.plugins.schemas import Validator, standard_layers
from textflow.testing.errors import broken_promise
from textflow.testing.harnesses import Harness
from textflow.wording import shown


def options_are_valid(harness: Harness) -> None:
    """Raise unless the schema of the options, their defaults and the signature agree."""
    schema, component = harness.component.options, harness.component
    if schema.get("type") != "object" or schema.get("additionalProperties") is not False:
        found = "the schema of its options lets unknown options pass"
        wanted = 'give it "type": "object" and "additionalProperties": false'
        raise broken_promise(component, "", found, wanted)
    for name, inner in schema.get("properties", {}).items():
        _check_default(component, name, inner)
    _check_signature(component, schema)
    for problem in schema_problems(schema, dict(harness.options)):
        where = f"`options` of the test at /{'/'.join(map(str, problem.path))}"
        raise broken_promise(
            component, where, problem.message, "give options that a pipeline could give"
        )


def _check_default(component: Component, name: str, schema: Any) -> None:
    if not isinstance(schema, dict) or "default" not in schema:
        return
    default = schema["default"]
    for violation in _violations(schema, default):
        found = f"its default {shown(default)} does not fit its own schema: {violation}"
        raise broken_promise(component, f"option {name!r}", found, "fix the default or the schema")


def _violations(schema: Mapping[str, Any], instance: Any) -> Iterator[str]:
    validator = Validator(schema)
    if not validator.fits(instance):
        messages = [found.message for found in validator.violations(instance)]
        yield messages[0] if messages else "the schema does not allow it"


def _check_signature(component: Component, schema: Mapping[str, Any]) -> None:
    parameters = inspect.signature(component.target).parameters.values()
    if any(parameter.kind is inspect.Parameter.VAR_KEYWORD for parameter in parameters):
        return
    known = {one.name: one for one in parameters if one.kind is inspect.Parameter.KEYWORD_ONLY}
    properties: Mapping[str, Any] = schema.get("properties", {})
    for name in properties:
        if name not in known:
            found = "its schema has it, its signature has no such keyword-only parameter"
            raise broken_promise(
                component, f"option {name!r}", found, f"add `*, {name}` or take it out"
            )
    for name, parameter in known.items():
        _check_parameter(component, parameter, properties.get(name), schema.get("required", ()))


def _check_parameter(
    component: Component, parameter: inspect.Parameter, schema: Any, required: Any
) -> None:
    where, default = f"option {parameter.name!r}", parameter.default
    if schema is None:
        found = "its signature has it, the schema of its options does not"
        raise broken_promise(component, where, found, "add it to the schema, or nobody can set it")
    if default is inspect.Parameter.empty:
        if parameter.name not in required:
            found = 'it has no default, and the schema does not list it under "required"'
            raise broken_promise(component, where, found, "give it a default, or require it")
        return
    if "default" in schema and _listed(default) != schema["default"]:
        found = f"its default is {shown(default)}, but {shown(schema['default'])} in its schema"
        raise broken_promise(component, where, found, "let the two agree")


def _listed(value: Any) -> Any:
    """Return a default as JSON would write it."""
    if isinstance(value, list | tuple):
        return [_listed(inner) for inner in value]
    if isinstance(value, Mapping):
        return {key: _listed(inner) for key, inner in value.items()}
    return value


def undeclared(harness: Harness, declared: Mapping[str, Any]) -> list[str]:
    """Return the options of a stage that name no layer which the test declares."""
    known = {*declared, *standard_layers()}
    options = harness.component.layer_options
    return [name for name in options if str(harness.options.get(name)) not in known]


def layers_are_declared(harness: Harness, declared: Mapping[str, Any]) -> None:
    """Raise for an option that names no layer: without one the stage cannot be tried."""
    for option in undeclared(harness, declared):
        name = harness.component.name
        found = "it is a layer that pipelines declare, and the test declares none for it"
        wanted = (
            f"set `options = {{{name!r}: {{{option!r}: 'mine.layer'}}}}` and "
            "`schemas = {'mine.layer': {...}}`"
        )
        raise broken_promise(harness.component, f"option {option!r}", found, wanted)


def layers_are_valid(harness: Harness) -> None:
    """Raise unless each layer is described as a list that may be empty."""
    for layer, schema in harness.component.layers.items():
        where = f"layer {layer!r}"
        if schema.get("type") != "array":
            wanted = 'a layer is a list of items: give it "type": "array" and "items"'
            raise broken_promise(harness.component, where, "its schema describes no list", wanted)
        for violation in _violations(schema, []):
            found = f"its schema refuses the empty list: {violation}"
            raise broken_promise(
                harness.component, where, found, "allow it: in some texts nothing is found"
            )
        _check_items(harness.component, where, schema.get("items"))


def _check_items(component: Component, where: str, items: Any) -> None:
    if not isinstance(items, dict) or items.get("type") != "object":
        wanted = 'give it "items": {"type": "object", ...}'
        raise broken_promise(
            component, where, "its schema does not say that items are objects", wanted
        )
    if {"start", "end"} & set(items.get("properties", {})) and not (
        {"start", "end"} <= set(items.get("required", ()))
    ):
        found = "its items may have a start without an end, or neither"
        raise broken_promise(component, where, found, 'list "start" and "end" under "required"')
