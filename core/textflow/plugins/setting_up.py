"""Make of a component what is called: itself, or where it is a class, an instance."""

import functools
from collections.abc import Callable, Mapping
from typing import Any

from textflow.errors import SetupError
from textflow.plugins.components import Component
from textflow.plugins.guard import Guard


def set_up(component: Component, options: Mapping[str, Any]) -> Callable[..., Any]:
    """Return what is called without options; raises SetupError where a class cannot be set up."""
    target = component.target
    if not isinstance(target, type):
        return functools.partial(target, **options) if options else target
    entry = component.entry
    distribution = f"{entry.distribution} {entry.version}"
    facts = (entry.name, distribution, f"{component.role} {component.name!r}")
    with Guard(lambda reason: SetupError(*facts, reason)):
        made: Callable[..., Any] = target(**options)
    return made
