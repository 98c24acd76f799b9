"""What a pipeline says of plugins: those it uses beside its stages, and those it does without."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

import attrs

from textflow.errors import PluginError
from textflow.pipeline.drafts import Draft
from textflow.pipeline.model import ComponentRef
from textflow.plugins.discovery import EntryPoint
from textflow.plugins.local_files import LocalFileError, is_local, local_entry
from textflow.plugins.registry import Registry
from textflow.problems import Path, Problem
from textflow.wording import did_you_mean, listed, shown

T = TypeVar("T")

_BY = "`plugins: {disable: ...}` of the pipeline"


class UsedPlugins(NamedTuple):
    """The plugins that a pipeline names under ``plugins``."""

    #: Wrappers, as components to be looked up.
    wrappers: tuple[ComponentRef, ...] = ()
    #: Whole plugins, for their observers.
    entries: tuple[EntryPoint, ...] = ()
    problems: tuple[Problem, ...] = ()


def used_plugins(draft: Draft, registry: Registry) -> UsedPlugins:
    """Switch off what ``draft`` does without, make its local plugins known, load what it uses."""
    registry.change(registry.changes.without(_disabled(draft), _BY))
    named, problems = _with_local(draft, registry)
    found = [_resolved(ref, registry) for ref in named]
    problems += _of(Problem, found)
    wrappers, entries = _of(ComponentRef, found), _of(EntryPoint, found)
    return UsedPlugins(tuple(wrappers), tuple(entries), tuple(problems))


def _of(kind: type[T], found: list[Any]) -> list[T]:
    return [one for one in found if isinstance(one, kind)]


def _with_local(draft: Draft, registry: Registry) -> tuple[list[ComponentRef], list[Problem]]:
    """Return what is named, files by the names of their plugins, and which cannot be plugins."""
    named: list[ComponentRef] = []
    problems: list[Problem] = []
    for ref in _named(draft):
        if not is_local(ref.name):
            named.append(ref)
            continue
        try:
            entry = local_entry(ref.name, draft.path.parent, registry.installed.entries)
        except LocalFileError as error:
            problems.append(Problem.at(ref.path, str(error)))
            continue
        registry.change(registry.changes.beside([entry]))
        named.append(attrs.evolve(ref, name=entry.name))
    return named, problems


def _resolved(ref: ComponentRef, registry: Registry) -> ComponentRef | EntryPoint | Problem:
    """Return what a name under ``plugins`` means: a wrapper, a whole plugin, or a mistake."""
    try:
        plugin = registry.plugin(ref.name.partition(".")[0])
    except PluginError as error:
        return Problem.at(ref.path, str(error))
    if plugin is None:
        return _unknown(ref, registry)
    if plugin.component("wrapper", ref.name):
        return ref
    whole = plugin.entry.name == ref.name and not ref.options
    return plugin.entry if whole else _unknown(ref, registry)


def _unknown(ref: ComponentRef, registry: Registry) -> Problem:
    there = [*registry.installed.entries]
    there += [one.name for one in registry.loaded_components().values() if one.role == "wrapper"]
    advice = did_you_mean(ref.name, there) or f"; installed: {listed(registry.installed.entries)}"
    return Problem.at(ref.path, f"there is no plugin or wrapper {shown(ref.name)}{advice}")


def _written(draft: Draft) -> tuple[Path, Any]:
    """Return the list of plugins that are used, and where it is."""
    written = draft.data.get("plugins")
    if isinstance(written, Mapping):
        return ("plugins", "use"), written.get("use")
    return ("plugins",), written


def _named(draft: Draft) -> Iterator[ComponentRef]:
    path, written = _written(draft)
    for at, value in enumerate(written if isinstance(written, list) else []):
        if isinstance(value, str):
            yield ComponentRef("wrapper", value, (*path, at), {})
        elif isinstance(value, Mapping):
            for name, options in value.items():
                yield ComponentRef("wrapper", name, (*path, at, name), options or {})


def _disabled(draft: Draft) -> list[str]:
    written = draft.data.get("plugins")
    names = written.get("disable") if isinstance(written, Mapping) else None
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
