"""Plugins: imported when named, registered with pluggy, asked one by one what they give."""

import pluggy

from textflow import hookspecs
from textflow.errors import MissingModuleError, PluginError
from textflow.plugins.discovery import Installed, installed
from textflow.plugins.loading import Plugin, load
from textflow.plugins.parts import DROPPED, Part
from textflow.plugins.remedies import installing

__all__ = ["DROPPED", "Part", "Plugin", "Registry", "missing_module"]


class Registry:
    """What is installed, and what of it has been imported so far."""

    def __init__(self, found: Installed | None = None) -> None:
        self.installed = found or installed()
        self.manager = pluggy.PluginManager("textflow")
        self.manager.add_hookspecs(hookspecs)
        self._loaded: dict[str, Plugin | PluginError] = {}

    def plugin(self, name: str) -> Plugin | None:
        """
        Return the plugin that owns the namespace ``name``, importing it; None if none does.

        Raises PluginError, the same one each time.
        """
        if name not in self._loaded:
            try:
                entry = self.installed.entry(name)
                if entry is None:
                    return None
                self._loaded[name] = load(entry, self.manager)
            except PluginError as error:
                self._loaded[name] = error
        found = self._loaded[name]
        if isinstance(found, PluginError):
            raise found
        return found

    def part(self, role: str, name: str) -> Part | None:
        """
        Return the part called ``name``, None if there is none.

        Raises PluginError where its plugin is unfit, or a library that it needs is missing.
        """
        plugin = self.plugin(name.partition(".")[0])
        part = plugin.part(role, name) if plugin else None
        missing = next(part.missing, None) if part else None
        if part and missing:
            raise missing_module(part, missing)
        return part

    def near(self) -> dict[str, Part]:
        """Return the parts of the plugins that have been imported so far, by ``role:name``."""
        plugins = [plugin for plugin in self._loaded.values() if isinstance(plugin, Plugin)]
        return {f"{part.role}:{part.name}": part for one in plugins for part in one.parts}

    def all_parts(self) -> tuple[dict[str, Part], dict[str, PluginError]]:
        """Import everything; return the parts by ``role:name`` and the errors by plugin."""
        parts: dict[str, Part] = {}
        errors: dict[str, PluginError] = {}
        for name in self.installed.entries:
            try:
                plugin = self.plugin(name)
            except PluginError as error:
                errors[name] = error
                continue
            for part in plugin.parts if plugin else ():
                parts[f"{part.role}:{part.name}"] = part
        return parts, errors


def missing_module(part: Part, module: str) -> MissingModuleError:
    """Return the error for a part that needs a library which is not installed."""
    entry = part.entry
    return MissingModuleError(
        plugin=entry.name,
        distribution=f"{entry.distribution} {entry.version}",
        part=f"{part.role} {part.name!r}",
        module=module,
        fix=installing(entry, module),
    )
