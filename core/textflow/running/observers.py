"""Observers: hooks whose results count for nothing and whose failures are only reported."""

import warnings
from typing import Any

from textflow.plugins.registry import Registry
from textflow.wording import raised


class Observers:
    """The observer hooks of every plugin in use, for one run."""

    def __init__(self, registry: Registry, run: str) -> None:
        self._manager = registry.manager
        self._run = run

    def call(self, name: str, **facts: Any) -> None:
        """Call one observer hook of every plugin in use."""
        for observer in reversed(getattr(self._manager.hook, name).get_hookimpls()):
            others = [
                plugin for plugin in self._manager.get_plugins() if plugin is not observer.plugin
            ]
            try:
                self._manager.subset_hook_caller(name, others)(run=self._run, **facts)
            except KeyboardInterrupt:
                raise
            except BaseException as error:  # noqa: BLE001 - an observer cannot stop a run
                message = f"{name} of plugin {observer.plugin_name!r} raised {raised(error)}"
                warnings.warn(message, RuntimeWarning, stacklevel=2)
