"""Plugins: imported when named, registered with pluggy, asked one by one what they give."""

import contextlib
from collections.abc import Iterable

import pluggy

from textflow import hookspecs
from textflow.errors import MissingModuleError, PluginError
from textflow.plugins.components import DROPPED, Component
from textflow.plugins.discovery import HOST, Installed, installed
from textflow.plugins.loading import Plugin, load
from textflow.plugins.remedies import installing
from textflow.plugins.switches import Changes, changed
from textflow.wording import listed

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

    def known_components(self, namespace: str = "") -> dict[str, Component]:
        """
        Return the components of textflow itself, of ``namespace``, and of what is imported.

        To say what could have been meant: a plugin that nobody has named is not run for that.
        """
        for name, claims in self.installed.entries.items():
            if name == namespace or claims[0].distribution == HOST:
                self._import([name])
        return self.loaded_components()

    def not_imported(self) -> list[str]:
        """Return the names of the plugins that may give anything: they are not imported."""
        return [name for name in self.installed.entries if name not in self._loaded]

    def listed(self, names: Iterable[str]) -> str:
        """Return ``names`` as an English list, and which plugins may have more of the kind."""
        others = self.not_imported()
        more = f"; `textflow plugins` says what is in {listed(others)}" if others else ""
        return f"{listed(names)}{more}"

    def all_components(self) -> dict[str, Component]:
        """
        Import everything; return the components by ``role:name``.

        Those of plugins that cannot be used are left out: nobody has named them.
        """
        self._import(self.installed.entries)
        return self.loaded_components()

    def _import(self, names: Iterable[str]) -> None:
        for name in names:
            with contextlib.suppress(PluginError):
                self.plugin(name)


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
