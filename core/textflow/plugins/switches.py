"""Plugins that are switched off: by the pipeline, the command line or the environment."""

import os
from collections.abc import Iterable, Mapping

import attrs

from textflow.plugins.discovery import HOST, EntryPoint, Installed, normalised

#: Names, with commas between them, of the only plugins beside textflow's own that may be used.
VARIABLE = "TEXTFLOW_PLUGINS"


@attrs.frozen
class Changes:
    """What of the plugins is not as it is installed, in a run and its worker processes."""

    #: Name of a plugin or distribution to who switched it off.
    off: Mapping[str, str] = attrs.field(factory=dict[str, str])
    #: Plugins of one file beside the pipeline.
    local: tuple[EntryPoint, ...] = ()

    def without(self, names: Iterable[str], by: str) -> "Changes":
        """Return these with more switched off."""
        return attrs.evolve(self, off={**dict.fromkeys(names, by), **self.off})

    def beside(self, local: Iterable[EntryPoint]) -> "Changes":
        """Return these with more plugins of one file."""
        return attrs.evolve(self, local=(*self.local, *local))


def changed(found: Installed, changes: Changes) -> Installed:
    """Return what may be used of what is installed."""
    entries = dict(found.entries)
    for entry in changes.local:
        entries[entry.name] = (*entries.get(entry.name, ()), entry)
    off: dict[str, str] = {}
    kept: dict[str, tuple[EntryPoint, ...]] = {}
    for name, claims in sorted(entries.items()):
        by = {claim: _switched_off(claim, changes) for claim in claims}
        left = tuple(claim for claim in claims if not by[claim])
        if left:
            kept[name] = left
        else:
            off[name] = next(iter(by.values()))
    return attrs.evolve(found, entries=kept, off=off)


def _switched_off(entry: EntryPoint, changes: Changes) -> str:
    """Return who has switched a plugin off, or nothing."""
    own = {normalised(name): by for name, by in changes.off.items()}
    by = own.get(normalised(entry.name)) or own.get(normalised(entry.distribution))
    if by:
        return by
    only = os.environ.get(VARIABLE)
    if only is None or entry.distribution == HOST:
        return ""
    names = {one.strip() for one in only.split(",")}
    return "" if entry.name in names else f"the environment variable {VARIABLE}"
