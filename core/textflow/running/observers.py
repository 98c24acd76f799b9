"""Observers: hooks that decide nothing and whose failures are only reported."""

import warnings
from typing import Any

from textflow.errors import HookError
from textflow.masking import masked
from textflow.plugins.guard import guarded
from textflow.plugins.registry import Registry
from textflow.running.json_values import NotJsonError, explain, to_json
from textflow.wording import type_name


class Observers:
    """The observer hooks of every plugin in use, for one run."""

    def __init__(self, registry: Registry, run: str) -> None:
        self._manager = registry.manager
        self._run = run
        #: The first failure of each observer: the run goes on, but does not end well.
        self.faults: dict[tuple[str, str], HookError] = {}

    def call(self, name: str, **facts: Any) -> dict[str, Any]:
        """Call one observer hook of every plugin in use; return what each gave, by its name."""
        known = {"run": self._run, **facts}
        given: dict[str, Any] = {}
        for observer in reversed(getattr(self._manager.hook, name).get_hookimpls()):
            arguments = {argument: known[argument] for argument in observer.argnames}
            try:
                with guarded(observer.plugin_name, name):
                    given[observer.plugin_name] = observer.function(**arguments)
            except HookError as error:
                self._report(error)
        return given

    def added(self, name: str, **facts: Any) -> dict[str, Any]:
        """Return what plugins add by a hook: plain JSON, under the name of each that does."""
        found: dict[str, Any] = {}
        for plugin, value in sorted(self.call(name, **facts).items()):
            try:
                if value is not None:
                    found[plugin] = _plain(plugin, name, value)
            except HookError as error:
                self._report(error)
        return found

    def _report(self, error: HookError) -> None:
        """Warn of the first failure of an observer; it may fail at every document."""
        if self.faults.setdefault((error.plugin, error.hook), error) is error:
            message = f"{error}; the run goes on without it"
            warnings.warn(message, RuntimeWarning, stacklevel=2)


def _plain(plugin: str, hook: str, value: Any) -> Any:
    """Return what a hook gave as plain JSON without secrets; raises HookError."""
    try:
        made = to_json(value, "")
    except NotJsonError as error:
        wrong = explain(value, "")
        message = f"what it returned has at {wrong.pointer or '/'} {wrong.found}; {wrong.wanted}"
        raise HookError(plugin, hook, message) from error
    if not isinstance(made, dict):
        message = f"it returned a {type_name(value)}; return a dict of plain JSON, or None"
        raise HookError(plugin, hook, message)
    return _hidden(made)


def _hidden(value: Any) -> Any:
    """Return plain JSON with every secret in it masked."""
    if isinstance(value, dict):
        return {masked(key): _hidden(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_hidden(inner) for inner in value]
    return masked(value) if isinstance(value, str) else value
