"""The limits of a run: their names and defaults, read from the schema of the pipeline file."""

import functools
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from textflow.plugins.schemas import read_schema

#: The engine of a pipeline that names none. A few documents are done before processes have
#: started; more of them, each one contained in its own process.
DEFAULT_ENGINE: Mapping[str, Any] = MappingProxyType({"local": {"alone": 200}})


@functools.cache
def stated_limits() -> Mapping[str, Any]:
    """Return the default of each limit; None for one that has none."""
    limits = read_schema("pipeline.json")["properties"]["limits"]["properties"]
    return {name: schema.get("default") for name, schema in limits.items()}


def stated_limit(name: str) -> Any:
    """Return the default of one limit."""
    return stated_limits()[name]
