"""Options that must be given, where a part is named without any."""

from textflow.pipeline.model import Named
from textflow.plugins.registry import Part


def unset(name: Named, part: Part) -> str:
    """Return what is missing where a part is named alone, without the options it requires."""
    given = set(name.options) if isinstance(name.options, dict) else {""}
    missing = [one for one in part.options.get("required", ()) if one not in given]
    if not missing or given - {"path"}:
        return ""  # what is written as a mapping is checked against the schema
    return f"{missing[0]!r} is missing; write `{name.name}: {{{missing[0]}: ...}}`"
