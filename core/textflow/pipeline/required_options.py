"""Options that must be given, where a component is named without any."""

from textflow.pipeline.model import ComponentRef
from textflow.plugins.registry import Component


def unset(name: ComponentRef, component: Component) -> str:
    """Return what is missing where a component is named alone, without the options it requires."""
    given = set(name.options) if isinstance(name.options, dict) else {""}
    missing = [one for one in component.options.get("required", ()) if one not in given]
    if not missing or given - {"path"}:
        return ""  # what is written as a mapping is checked against the schema
    return f"{missing[0]!r} is missing; write `{name.name}: {{{missing[0]}: ...}}`"
