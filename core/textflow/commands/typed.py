"""What is typed beside the name of a pipeline: settings, and plugins to use or to leave out."""

from collections.abc import Sequence

from textflow.errors import UsageError
from textflow.plugins.discovery import EntryPoint
from textflow.plugins.registry import Registry
from textflow.plugins.switches import Changes
from textflow.wording import did_you_mean, shown


def pairs(settings: Sequence[str]) -> dict[str, str]:
    """Split ``key=value`` settings; raises UsageError."""
    found: dict[str, str] = {}
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals or not key:
            message = f"--set {shown(setting)}: write KEY=VALUE, as in --set sink=out.jsonl"
            raise UsageError(message)
        found[key.strip()] = value
    return found


def registry_without(names: Sequence[str]) -> Registry:
    """Return what is installed but for what ``--no-plugin`` names."""
    return Registry(changes=Changes().without(names, "--no-plugin"))


def loaded(registry: Registry, names: Sequence[str]) -> tuple[EntryPoint, ...]:
    """Load plugins that the pipeline does not name; raises UsageError, PluginError."""
    entries: list[EntryPoint] = []
    for name in names:
        plugin = registry.plugin(name)
        if plugin is None:
            advice = did_you_mean(name, registry.installed.entries)
            message = f"--plugin {shown(name)}: no such plugin is installed{advice}"
            raise UsageError(message)
        entries.append(plugin.entry)
    return tuple(entries)
