"""The schemas that ship: sound, and true of the code."""

import inspect
import json
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest

from textflow.plugins.registry import Component, Registry
from textflow.plugins.schemas import check_schema, standard_layers


def shipped() -> dict[str, Any]:
    """Return every schema of the package by its path."""
    with as_file(files("textflow_schemas")) as home:
        paths = sorted(Path(home).rglob("*.json"))
        return {
            path.relative_to(home).as_posix(): json.loads(path.read_text("utf-8")) for path in paths
        }


SCHEMAS = shipped()
PARTS = [
    part
    for part in Registry().all_components().values()
    if part.entry.distribution == "textflow-engine"
]


def keywords(schema: Any) -> Iterator[str]:
    """Yield every key anywhere in ``schema``."""
    if isinstance(schema, dict):
        yield from schema
        for inner in schema.values():
            yield from keywords(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from keywords(inner)


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_schema_is_sound(name: str) -> None:
    """It is held to what is asked of a plugin's schema."""
    check_schema(SCHEMAS[name], name)


@pytest.mark.parametrize("name", SCHEMAS)
def test_no_schema_offers_alternatives(name: str) -> None:
    """Messages and completion are only good without ``oneOf`` and ``anyOf``."""
    assert {"oneOf", "anyOf"}.isdisjoint(keywords(SCHEMAS[name]))


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_schema_describes_itself(name: str) -> None:
    """Editors show the description of what is being typed."""
    assert SCHEMAS[name]["description"].endswith(".")


def test_the_standard_layers_are_those_of_the_record() -> None:
    """No more and no fewer than what the documentation of the record lists."""
    wanted = {"amounts", "dropped", "paragraphs", "quotes", "sentences", "speakers", "summary"}
    assert standard_layers() == wanted


@pytest.mark.parametrize("layer", sorted(standard_layers()))
def test_a_layer_is_a_list_of_items_without_other_fields(layer: str) -> None:
    """A misspelt field is an error, not an addition."""
    schema = SCHEMAS[f"layers/{layer}.json"]
    assert schema["type"] == "array"
    assert schema["items"]["additionalProperties"] is False


def plain(default: Any) -> Any:
    """Return a default as JSON would contain it."""
    return json.loads(json.dumps(default, default=dict))


def options(part: Component) -> dict[str, inspect.Parameter]:
    """Return the keyword-only parameters of a part by name."""
    parameters = inspect.signature(part.target).parameters
    return {
        name: one for name, one in parameters.items() if one.kind is inspect.Parameter.KEYWORD_ONLY
    }


def name_of(part: Component) -> str:
    """Return how a part is called in test ids."""
    return f"{part.role}-{part.name}"


@pytest.mark.parametrize("part", PARTS, ids=name_of)
def test_defaults_in_the_schema_are_those_of_the_code(part: Component) -> None:
    """What an editor shows as default is what happens."""
    properties = part.options.get("properties", {})
    stated = {name: schema["default"] for name, schema in properties.items()}
    assert stated == {name: plain(one.default) for name, one in options(part).items()}


@pytest.mark.parametrize("part", PARTS, ids=name_of)
def test_no_option_is_let_through_unknown(part: Component) -> None:
    """A misspelt option is an error."""
    assert part.options["additionalProperties"] is False


@pytest.mark.parametrize("part", [part for part in PARTS if part.role != "engine"], ids=name_of)
def test_each_option_is_described(part: Component) -> None:
    """Each has a type and a sentence."""
    for schema in part.options.get("properties", {}).values():
        assert schema["type"]
        assert schema["description"].rstrip(")").endswith(".")


def test_each_option_schema_belongs_to_a_part() -> None:
    """No schema of options lies about unused."""
    files_used = {str(part.declaration.options).rpartition(":")[2] for part in PARTS}
    assert {name for name in SCHEMAS if name.startswith("options/")} <= files_used
