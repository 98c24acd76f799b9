"""Observers: hooks whose results count for nothing and whose failures are only reported."""

import warnings
from typing import Any

from textflow.errors import HookError
from textflow.plugins.guard import guarded
from textflow.plugins.registry import Registry


class Observers:
    """The observer hooks of every plugin in use, for one run."""

    def __init__(self, registry: Registry, run: str) -> None:
        self._manager = registry.manager
        self._run = run
        #: The first failure of each observer: the run goes on, but does not end well.
        self.faults: dict[tuple[str, str], HookError] = {}

    def call(self, name: str, **facts: Any) -> None:
        """Call one observer hook of every plugin in use."""
        known = {"run": self._run, **facts}
        for observer in reversed(getattr(self._manager.hook, name).get_hookimpls()):
            given = {argument: known[argument] for argument in observer.argnames}
            try:
                with guarded(observer.plugin_name, name):
                    observer.function(**given)
            except HookError as error:
                self._report(error)

    def _report(self, error: HookError) -> None:
        """Warn of the first failure of an observer; it may fail at every document."""
        if self.faults.setdefault((error.plugin, error.hook), error) is error:
            message = f"{error}; the run goes on without it"
            warnings.warn(message, RuntimeWarning, stacklevel=2)
