"""``textflow plugins check``."""

from collections.abc import Mapping, Sequence
from typing import Any

import click

from textflow.commands.typed import pairs
from textflow.errors import TextflowError, UsageError
from textflow.pipeline.settings import setting_value
from textflow.plugins.dependencies import conflicts
from textflow.plugins.registry import Registry
from textflow.testing.errors import failure_text
from textflow.testing.kit import ContractSettings, Promise, promises_of
from textflow.wording import did_you_mean, safe, shown


def check_plugin_command(
    *, name: str, settings: Sequence[str], huge: int, hostile: int, timeout: float
) -> int:
    """Ask for every promise, print those that are broken, and return the exit code."""
    distribution = _distribution(name)
    asked = ContractSettings(
        plugin=name, options=_options(settings), huge=huge, hostile=hostile, timeout=timeout
    )
    promises = promises_of(asked)
    broken = sum(not _kept(promise) for promise in promises)
    unfit = conflicts(distribution)
    for line in unfit:
        click.echo(safe(f"dependency: {line}"))
    kept = f"{len(promises) - broken} of {len(promises)} promises kept"
    needs = f"{len(unfit)} dependency conflicts" if unfit else "no dependency conflicts"
    click.echo(safe(f"{name}: {kept}, {needs}"))
    return 1 if broken or unfit else 0


def _distribution(name: str) -> str:
    """Return the distribution that gives plugin ``name``; raises UsageError, PluginError."""
    registry = Registry()
    entry = registry.installed.entry(name)
    if entry is None:
        advice = did_you_mean(name, registry.installed.entries)
        message = f"no plugin is called {shown(name)}{advice or '; `textflow plugins` lists them'}"
        raise UsageError(message)
    return entry.distribution


def _kept(promise: Promise) -> bool:
    try:
        promise.keep()
    except TextflowError as error:
        click.echo(safe(f"{promise.name}: {failure_text(error)}"))
        return False
    return True


def _options(settings: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
    """Return the options of each part that ``--set`` gives; raises UsageError."""
    found: dict[str, dict[str, Any]] = {}
    for key, text in pairs(settings).items():
        part, _, option = key.rpartition(".")
        found.setdefault(part, {})[option] = setting_value(key, text)
    return found
