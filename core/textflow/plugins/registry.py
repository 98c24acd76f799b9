"""Plugins: imported when named, registered with pluggy, asked one by one what they give."""

import contextlib

import pluggy

from textflow import hookspecs
from textflow.errors import MissingModuleError, PluginError
from textflow.plugins.components import DROPPED, Component
from textflow.plugins.discovery import Installed, installed
from textflow.plugins.loading import Plugin, load
from textflow.plugins.remedies import installing
from textflow.plugins.switches import Changes, changed

__all__ = ["DROPPED", "Component", "Plugin", "Registry", "missing_module"]


class Registry:
    """What is installed, and what of it has been imported so far."""

    def __init__(self, found: Installed | None = None, changes: Changes | None = None) -> None:
        self._found = found or installed()
        self.change(changes or Changes())
        self.manager = pluggy.PluginManager("textflow")
        self.manager.add_hookspecs(hookspecs)
        self._loaded: dict[str, Plugin | PluginError] = {}

    def change(self, changes: Changes) -> None:
        """Take plugins out, or in, before they are asked for."""
        self.changes = changes
        self.installed = changed(self._found, changes)

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

    def component(self, role: str, name: str) -> Component | None:
        """
        Return the component called ``name``, None if there is none.

        Raises PluginError where its plugin is unfit, or a library that it needs is missing.
        """
        plugin = self.plugin(name.partition(".")[0])
        component = plugin.component(role, name) if plugin else None
        missing = next(component.missing, None) if component else None
        if component and missing:
            raise missing_module(component, missing)
        return component

    def loaded_components(self) -> dict[str, Component]:
        """Return the components of the plugins that have been imported so far, by ``role:name``."""
        every = (self._loaded.get(name) for name in self.installed.entries)
        plugins = [plugin for plugin in every if isinstance(plugin, Plugin)]
        return {
            f"{component.role}:{component.name}": component
            for one in plugins
            for component in one.components
        }

    def all_components(self) -> dict[str, Component]:
        """
        Import everything; return the components by ``role:name``.

        Those of plugins that cannot be used are left out: nobody has named them.
        """
        for name in self.installed.entries:
            with contextlib.suppress(PluginError):
                self.plugin(name)
        return self.loaded_components()


def missing_module(component: Component, module: str) -> MissingModuleError:
    """Return the error for a component that needs a library which is not installed."""
    entry = component.entry
    return MissingModuleError(
        plugin=entry.name,
        distribution=f"{entry.distribution} {entry.version}",
        component=f"{component.role} {component.name!r}",
        module=module,
        fix=installing(entry, module),
    )
