"""Parts: the stages, sources, sinks and engines that a plugin registers, each one checked."""

import inspect
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from types import MappingProxyType
from typing import Any, NamedTuple

from textflow.errors import ContractError
from textflow.misuse import Shape
from textflow.plugins.discovery import EntryPoint
from textflow.plugins.options import layer_options, options_schema
from textflow.plugins.schemas import (
    Schema,
    SchemaError,
    check_schema,
    list_schema,
    read_schema,
    standard_layers,
)
from textflow.plugins.signatures import check_call
from textflow.stages import MARK, Declaration, StageDeclaration
from textflow.wording import shown, type_name

#: Role of a component to the hook that registers it.
ROLES = MappingProxyType(
    {
        "stage": "textflow_stages",
        "source": "textflow_sources",
        "sink": "textflow_sinks",
        "engine": "textflow_engines",
        "wrapper": "textflow_wrappers",
    }
)

#: The layer that the engine itself keeps, from the edits of every clean-kind stage.
DROPPED = "dropped"

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")


class Component(NamedTuple):
    """A stage, source, sink or engine that a plugin gives."""

    name: str
    role: str
    target: Callable[..., Any]
    declaration: StageDeclaration | Declaration
    options: Schema
    #: Layer name to its schema; empty for all but stages.
    layers: Mapping[str, Schema]
    entry: EntryPoint
    #: Options that name a layer which the pipeline file declares and the stage then gives.
    layer_options: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """The first line of its docstring, without the marks of reStructuredText."""
        lines = (inspect.getdoc(self.target) or "").strip().splitlines()
        return lines[0].replace("``", "`") if lines else ""

    @property
    def takes_path(self) -> bool:
        """Whether it is a sink, or a source of files."""
        return isinstance(self.declaration, Declaration) and (
            self.role == "sink" or (self.role == "source" and self.declaration.paths)
        )

    @property
    def missing(self) -> Iterator[str]:
        """The modules that it imports only when it works, and that are not installed."""
        return (name for name in self.declaration.imports if not _is_there(name))


def _is_there(module: str) -> bool:
    top = module.partition(".")[0]
    if top in sys.modules:
        return True
    try:
        return find_spec(top) is not None
    except ValueError:  # a name that can be none, or a module without a spec
        return False


def component_of(entry: EntryPoint, role: str, target: Callable[..., Any]) -> Component:
    """Return the component that ``target`` is; raises ContractError for one that could not work."""
    declaration = _declaration(entry, role, target)
    module = str(getattr(target, "__module__", None) or type(target).__module__)
    package = _package_of(module)
    try:
        named = layer_options(target)
        options = options_schema(target, declaration.options, package)
        check_call(target, declaration, options)
        layers = (
            _layers(entry, declaration, package, named)
            if isinstance(declaration, StageDeclaration)
            else {}
        )
    except SchemaError as error:
        found = f"{role} {declaration.name!r}: {error}"
        raise contract_error(entry, found) from error
    name = _full_name(entry, declaration.name)
    return Component(name, role, target, declaration, options, layers, entry, named)


def _declaration(
    entry: EntryPoint, role: str, target: Callable[..., Any]
) -> StageDeclaration | Declaration:
    """Return what the decorator was told; raises ContractError where it is another or none."""
    declaration = getattr(target, MARK, None)
    if role == "stage" and type(declaration) is StageDeclaration:
        return declaration
    if type(declaration) is Declaration and declaration.role == role:
        return declaration
    found = f"{ROLES[role]} returned the {_called(target)}"
    if type(declaration) is StageDeclaration or type(declaration) is Declaration:
        other = "stage" if isinstance(declaration, StageDeclaration) else declaration.role
        wanted = f"which is a {other}: return it from {ROLES[other]}"
        raise contract_error(entry, f"{found}, {wanted}")
    raise contract_error(entry, found, f"mark it with @textflow.{role}(...) in the line above it")


def _called(target: object) -> str:
    name = getattr(target, "__name__", None)
    return f"{type_name(target)} {shown(name)}" if isinstance(name, str) else shown(target)


def _package_of(module: str) -> str:
    """Return the package whose files a module's schemas are: itself, or the one it is in."""
    loaded = sys.modules.get(module)
    return module if hasattr(loaded, "__path__") else module.rpartition(".")[0] or module


def _full_name(entry: EntryPoint, name: str) -> str:
    if not _NAME.fullmatch(name):
        found = f"it gives {shown(name)}"
        raise contract_error(entry, found, "a name is of letters, digits, `_`, `-` and `.`")
    if name == entry.name or name.startswith(f"{entry.name}."):
        return name
    if "." in name:
        found = f"it gives {name!r}"
        raise contract_error(entry, found, f"its names begin with {entry.name!r}")
    return f"{entry.name}.{name}"


def _layers(
    entry: EntryPoint, declaration: StageDeclaration, package: str, named: tuple[str, ...]
) -> dict[str, Schema]:
    """Return the schema of each layer that a stage provides; ``named`` are its layer options."""
    found: dict[str, Schema] = {}
    for layer, file in _provides(declaration, named).items():
        if layer in standard_layers() and file is None:
            found[layer] = read_schema(f"layers/{layer}.json")
        elif layer.startswith(f"{entry.name}.") and file is not None:
            found[layer] = list_schema(layer, _schema_of(layer, file, package))
        else:
            message = (
                f"layer {layer!r} must be a standard one ({', '.join(sorted(standard_layers()))}) "
                f"without a schema, or be named '{entry.name}.something' and name a schema file"
            )
            raise SchemaError(message)
    return found


def _schema_of(layer: str, given: Shape, package: str) -> Schema:
    """Return the schema of a layer, as it is given or out of its file; raises SchemaError."""
    if isinstance(given, str):
        return read_schema(given, package)
    schema = dict(given or {})
    check_schema(schema, layer)
    return schema


def _provides(declaration: StageDeclaration, named: tuple[str, ...]) -> Mapping[str, Shape]:
    """Return what a stage states, or for a clean-kind one what the engine keeps."""
    if declaration.kind == "annotate":
        if not declaration.provides and not named:
            message = "it provides no layer; name those it gives with provides=[...]"
            raise SchemaError(message)
        if DROPPED in declaration.provides:
            message = f"{DROPPED!r} is kept by textflow from the edits of clean-kind stages"
            raise SchemaError(message)
        return declaration.provides
    if named or set(declaration.provides) - {DROPPED}:
        message = (
            f"a {declaration.kind}-kind stage provides no layers of its own; take `provides` out, "
            "and options of the type textflow.Layer"
        )
        raise SchemaError(message)
    return {DROPPED: None} if declaration.kind == "clean" else {}


def contract_error(entry: EntryPoint, found: str, wanted: str = "") -> ContractError:
    """Return the error for a plugin that registers what it must not."""
    distribution = f"{entry.distribution} {entry.version}"
    return ContractError(plugin=entry.name, distribution=distribution, found=found, wanted=wanted)
