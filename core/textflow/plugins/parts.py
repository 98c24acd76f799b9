"""Parts: the stages, sources, sinks and engines that a plugin registers, each one checked."""

import inspect
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from types import MappingProxyType
from typing import Any

import attrs

from textflow.errors import ContractError
from textflow.plugins.discovery import Entry
from textflow.plugins.options import options_schema
from textflow.plugins.schemas import Schema, SchemaError, read_schema, standard_layers
from textflow.plugins.signatures import check_call
from textflow.stages import MARK, PartFacts, StageFacts
from textflow.wording import shown, type_name

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

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")


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
        """The first line of its docstring, without the marks of reStructuredText."""
        lines = (inspect.getdoc(self.target) or "").strip().splitlines()
        return lines[0].replace("``", "`") if lines else ""

    @property
    def missing(self) -> Iterator[str]:
        """The modules that it imports only when it works, and that are not installed."""
        return (name for name in self.facts.imports if not _is_there(name))


def _is_there(module: str) -> bool:
    top = module.partition(".")[0]
    if top in sys.modules:
        return True
    try:
        return find_spec(top) is not None
    except ValueError:  # a name that can be none, or a module without a spec
        return False


def part_of(entry: Entry, role: str, target: Callable[..., Any]) -> Part:
    """Return the part that ``target`` is; raises ContractError for one that could not work."""
    facts = _facts(entry, role, target)
    module = str(getattr(target, "__module__", None) or type(target).__module__)
    package = _package_of(module)
    try:
        options = options_schema(target, facts.options, package)
        check_call(target, facts, options)
        layers = _layers(entry, facts, package) if isinstance(facts, StageFacts) else {}
    except SchemaError as error:
        found = f"{role} {facts.name!r}: {error}"
        raise contract(entry, found) from error
    return Part(_full_name(entry, facts.name), role, target, facts, options, layers, entry)


def _facts(entry: Entry, role: str, target: Callable[..., Any]) -> StageFacts | PartFacts:
    """Return what the decorator was told; raises ContractError where it is another or none."""
    facts = getattr(target, MARK, None)
    if role == "stage" and type(facts) is StageFacts:
        return facts
    if type(facts) is PartFacts and facts.role == role:
        return facts
    name = getattr(target, "__name__", None)
    called = f"{type_name(target)} {shown(name)}" if isinstance(name, str) else shown(target)
    found = f"{ROLES[role]} returned the {called}"
    if type(facts) is StageFacts or type(facts) is PartFacts:
        other = "stage" if isinstance(facts, StageFacts) else facts.role
        wanted = f"which is a {other}: return it from {ROLES[other]}"
        raise contract(entry, f"{found}, {wanted}")
    raise contract(entry, found, f"mark it with @textflow.{role}(...) in the line above it")


def _package_of(module: str) -> str:
    """Return the package whose files a module's schemas are: itself, or the one it is in."""
    loaded = sys.modules.get(module)
    return module if hasattr(loaded, "__path__") else module.rpartition(".")[0] or module


def _full_name(entry: Entry, name: str) -> str:
    if not _NAME.fullmatch(name):
        found = f"it gives {shown(name)}"
        raise contract(entry, found, "a name is of letters, digits, `_`, `-` and `.`")
    if name == entry.name or name.startswith(f"{entry.name}."):
        return name
    if "." in name:
        found = f"it gives {name!r}"
        raise contract(entry, found, f"its names begin with {entry.name!r}")
    return f"{entry.name}.{name}"


def _layers(entry: Entry, facts: StageFacts, package: str) -> dict[str, Schema]:
    """Return the schema of each layer that a stage provides."""
    found: dict[str, Schema] = {}
    for layer, file in _provides(facts).items():
        if layer in standard_layers() and file is None:
            found[layer] = read_schema(f"layers/{layer}.json")
        elif layer.startswith(f"{entry.name}.") and file is not None:
            found[layer] = _list_schema(layer, read_schema(file, package))
        else:
            message = (
                f"layer {layer!r} must be a standard one ({', '.join(sorted(standard_layers()))}) "
                f"without a schema, or be named '{entry.name}.something' and name a schema file"
            )
            raise SchemaError(message)
    return found


def _list_schema(layer: str, schema: Schema) -> Schema:
    """Return the schema of a layer; raises SchemaError for that of a single item."""
    if schema.get("type") != "array":
        message = (
            f"the schema of layer {layer!r} is not that of a list; a layer is the list of all "
            'items: write {"type": "array", "items": {...}} around the schema of one item'
        )
        raise SchemaError(message)
    return schema


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


def contract(entry: Entry, found: str, wanted: str = "") -> ContractError:
    """Return the error for a plugin that registers what it must not."""
    distribution = f"{entry.distribution} {entry.version}"
    return ContractError(plugin=entry.name, distribution=distribution, found=found, wanted=wanted)
