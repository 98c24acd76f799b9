"""Plugins: imported when named, registered with pluggy, asked one by one what they give."""

import importlib
import sys
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import attrs
import pluggy

from textflow import hookspecs
from textflow.descriptors import set_aside
from textflow.errors import BrokenPluginError, ContractError, PluginError
from textflow.plugins.discovery import Entry, Installed, installed
from textflow.plugins.options import options_schema
from textflow.plugins.schemas import Schema, SchemaError, read_schema, standard_layers
from textflow.stages import MARK, PartFacts, StageFacts
from textflow.wording import did_you_mean, raised

#: Role of a part to the hook that registers it.
ROLES = MappingProxyType(
    {
        "stage": "textflow_stages",
        "source": "textflow_sources",
        "sink": "textflow_sinks",
        "engine": "textflow_engines",
    }
)

#: The layer that the engine itself keeps, from the edits of every clean-kind stage.
DROPPED = "dropped"


@attrs.frozen
class Part:
    """A stage, source, sink or engine that a plugin gives."""

    name: str
    role: str
    target: Callable[..., Any]
    facts: StageFacts | PartFacts
    options: Schema
    #: Layer name to its schema; empty for all but stages.
    layers: Mapping[str, Schema]
    entry: Entry

    @property
    def summary(self) -> str:
        """The first line of its docstring."""
        lines = (self.target.__doc__ or "").strip().splitlines()
        return lines[0] if lines else ""


@attrs.frozen
class Plugin:
    """An imported plugin."""

    entry: Entry
    parts: tuple[Part, ...]

    def part(self, role: str, name: str) -> Part | None:
        """Return the part of ``role`` called ``name``, or None."""
        found = (part for part in self.parts if (part.role, part.name) == (role, name))
        return next(found, None)


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
                self._loaded[name] = _load(entry, self.manager)
            except PluginError as error:
                self._loaded[name] = error
        found = self._loaded[name]
        if isinstance(found, PluginError):
            raise found
        return found

    def part(self, role: str, name: str) -> Part | None:
        """Return the part called ``name``; raises PluginError where its plugin is unfit."""
        plugin = self.plugin(name.partition(".")[0])
        return plugin.part(role, name) if plugin else None

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


def _load(entry: Entry, manager: pluggy.PluginManager) -> Plugin:
    if "." in entry.name:
        raise _contract(entry, "its name holds a dot", "name the entry point with a single word")
    module = _imported(entry)
    try:
        manager.register(module, entry.name)
        manager.check_pending()
    except (pluggy.PluginValidationError, ValueError) as error:
        _forget(manager, entry.name)
        raise _contract(entry, str(error).replace("\n", " "), _known_hooks(str(error))) from error
    parts: list[Part] = []
    for role, hook in ROLES.items():
        for target in _asked(manager, entry, hook):
            parts.append(_part(entry, role, target))
            _check_twin(entry, parts)
    return Plugin(entry, tuple(parts))


def _imported(entry: Entry) -> Any:
    """Import a plugin; whatever it does meanwhile stays its own trouble."""
    try:
        with set_aside():
            module_name, _, attribute = entry.module.partition(":")
            module = importlib.import_module(module_name.strip())
            return getattr(module, attribute.strip()) if attribute else module
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise BrokenPluginError(
            plugin=entry.name,
            distribution=entry.distribution,
            version=entry.version,
            reason=raised(error),
        ) from error


def _forget(manager: pluggy.PluginManager, name: str) -> None:
    if manager.has_plugin(name):
        manager.unregister(name=name)


def _known_hooks(message: str) -> str:
    known = [name for name in vars(hookspecs) if name.startswith("textflow_")]
    words = [word.strip("'\",.") for word in message.split() if "textflow_" in word]
    near = [did_you_mean(word, known) for word in words if word not in known]
    return f"the hooks are {', '.join(sorted(known))}{near[0] if near else ''}"


def _asked(manager: pluggy.PluginManager, entry: Entry, hook: str) -> list[Any]:
    """Call one hook of one plugin."""
    others = [plugin for name, plugin in manager.list_name_plugin() if name != entry.name]
    caller = manager.subset_hook_caller(hook, others)
    try:
        answers = caller()
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        found = f"{hook} raised {raised(error)}"
        raise _contract(entry, found, "it must return a list") from error
    if any(not isinstance(answer, list | tuple) for answer in answers):
        raise _contract(entry, f"{hook} returned no list", "return a list of what you give")
    return [target for answer in answers for target in answer]


def _part(entry: Entry, role: str, target: Callable[..., Any]) -> Part:
    facts = getattr(target, MARK, None)
    fits = isinstance(facts, StageFacts) if role == "stage" else getattr(facts, "role", "") == role
    if facts is None or not fits:
        found = f"{ROLES[role]} returned {target!r}"
        raise _contract(entry, found, f"mark it with @textflow.{role}")
    package = target.__module__
    try:
        options = options_schema(target, facts.options, _package_of(package))
        layers = _layers(entry, facts, package) if isinstance(facts, StageFacts) else {}
    except SchemaError as error:
        found = f"{role} {facts.name!r}: {error}"
        raise _contract(entry, found, "mend the plugin or use another version") from error
    return Part(_full_name(entry, facts.name), role, target, facts, options, layers, entry)


def _package_of(module: str) -> str:
    """Return the package whose files a module's schemas are: itself, or the one it is in."""
    loaded = sys.modules.get(module)
    return module if hasattr(loaded, "__path__") else module.rpartition(".")[0] or module


def _full_name(entry: Entry, name: str) -> str:
    if name == entry.name or name.startswith(f"{entry.name}."):
        return name
    if "." in name:
        found = f"it gives {name!r}"
        raise _contract(entry, found, f"its names begin with {entry.name!r}")
    return f"{entry.name}.{name}"


def _layers(entry: Entry, facts: StageFacts, module: str) -> dict[str, Schema]:
    """Return the schema of each layer that a stage provides."""
    wanted = _provides(facts)
    found: dict[str, Schema] = {}
    for layer, file in wanted.items():
        if layer in standard_layers() and file is None:
            found[layer] = read_schema(f"layers/{layer}.json")
        elif layer.startswith(f"{entry.name}.") and file is not None:
            found[layer] = read_schema(file, _package_of(module))
        else:
            message = (
                f"layer {layer!r} must be a standard one ({', '.join(sorted(standard_layers()))}) "
                f"without a schema, or be named '{entry.name}.something' and name a schema file"
            )
            raise SchemaError(message)
    return found


def _provides(facts: StageFacts) -> Mapping[str, str | None]:
    """Return what a stage states, or for a clean-kind one what the engine keeps."""
    if facts.kind == "annotate":
        if not facts.provides:
            message = "it provides no layer; name those it gives with provides=[...]"
            raise SchemaError(message)
        if DROPPED in facts.provides:
            message = f"{DROPPED!r} is kept by textflow from the edits of clean-kind stages"
            raise SchemaError(message)
        return facts.provides
    if set(facts.provides) - {DROPPED}:
        message = f"a {facts.kind}-kind stage provides no layers of its own; take `provides` out"
        raise SchemaError(message)
    return {DROPPED: None} if facts.kind == "clean" else {}


def _check_twin(entry: Entry, parts: list[Part]) -> None:
    *before, last = parts
    if any((part.role, part.name) == (last.role, last.name) for part in before):
        raise _contract(entry, f"it gives two {last.role}s named {last.name!r}", "keep one")


def _contract(entry: Entry, found: str, wanted: str) -> ContractError:
    distribution = f"{entry.distribution} {entry.version}"
    return ContractError(plugin=entry.name, distribution=distribution, found=found, wanted=wanted)
