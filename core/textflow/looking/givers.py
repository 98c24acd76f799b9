"""Who gave what is seen: the stage, the plugin and the version behind each layer."""

from collections.abc import Iterable, Mapping
from typing import Any


def givers(manifest: Mapping[str, Any], layers: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return, for each of ``layers`` and those of the run, which stage and plugin gave it."""
    given = manifest.get("layers", {})
    return {layer: _giver(given.get(layer, ())) for layer in sorted({*layers, *given})}


def _giver(every: Iterable[Mapping[str, str]]) -> dict[str, str]:
    found = list(every)
    said = {key: [str(one.get(key, "")) for one in found] for key in ("stage", "plugin")}
    said["version"] = [f"{one.get('distribution', '')} {one.get('version', '')}" for one in found]
    return {key: ", ".join(dict.fromkeys(words)) or "not known" for key, words in said.items()}
