"""A pipeline as the engine uses it: checked, every component resolved."""

import pathlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

import attrs

from textflow.limits import DEFAULT_ENGINE, stated_limit
from textflow.pipeline.composed_schema import engine_keys
from textflow.plugins.discovery import EntryPoint
from textflow.plugins.registry import Component
from textflow.plugins.schemas import Schema, read_schema
from textflow.plugins.switches import Changes
from textflow.problems import Path
from textflow.reading.suffixes import suffix_type
from textflow.stages import Declaration, StageDeclaration

#: What `-` reads and writes where the pipeline names no type.
STDIN_TYPE = "txt"
STDOUT_TYPE = "jsonl"


@attrs.frozen
class ComponentRef:
    """A component as a pipeline file names it, before it is looked up."""

    role: str
    name: str
    #: Where the name is in the file: keys and indices from the root.
    path: Path
    #: What is behind the name; for a plain path, that path under ``path``.
    options: Any
    #: Engine keys beside the name.
    engine_keys: Mapping[str, Any] = attrs.field(factory=dict)
    #: Names of stages before it in the same item, where there should be one.
    earlier_names: tuple[str, ...] = ()


def _stated(name: str) -> Any:
    """Return a field whose default is the one that the schema states."""
    return attrs.field(factory=partial(stated_limit, name))


@attrs.frozen
class StageSpec:
    """One stage of a pipeline."""

    component: Component
    options: Mapping[str, Any]
    #: Layer as the stage names it to layer as the record names it.
    layers: Mapping[str, str]
    timeout: float
    on_error: str
    #: Whether only documents whose source sends them through this stage pass it.
    implied: bool = False
    #: How many bytes the record of a document may have.
    max_record_bytes: int = _stated("max_record_bytes")
    #: Layer as the stage names it to its schema: its own ones, and those the file declares.
    schemas: Mapping[str, Schema] = attrs.field(
        default=attrs.Factory(lambda spec: spec.component.layers, takes_self=True)
    )
    #: What becomes of an item that is wrong: ``fail`` or ``reject``.
    invalid: str = "fail"
    #: Option to what a first pass over the documents of the run has found for it, sorted.
    learnt: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict[str, tuple[str, ...]])

    @property
    def declaration(self) -> StageDeclaration:
        """What the stage's decorator was told."""
        declaration = self.component.declaration
        if not isinstance(declaration, StageDeclaration):  # pragma: no cover - a stage has this
            raise TypeError
        return declaration

    @property
    def learning(self) -> Mapping[str, str]:
        """Options that are learnt from all documents, with the stage that says what is counted."""
        every = self.declaration.learns.items()
        return {option: name for option, name in every if self.options.get(option) is not None}


class Connector(NamedTuple):
    """A source, a sink, a wrapper or the engine, with its paths."""

    component: Component
    paths: tuple[str, ...]
    options: Mapping[str, Any]
    #: Where relative paths start.
    base: pathlib.Path

    @property
    def kind(self) -> str:
        """The suffix of the files that a source reads in a folder."""
        return self.component.name.rpartition(".")[2]

    @property
    def through(self) -> str:
        """The stage that a source's documents pass first, or nothing."""
        return (
            self.component.declaration.through
            if isinstance(self.component.declaration, Declaration)
            else ""
        )


def _cache_bytes() -> int:
    cache = read_schema("pipeline.json")["properties"]["cache"]
    size: int = cache["else"]["properties"]["max_bytes"]["default"]
    return size


@attrs.frozen
class CacheSpec:
    """Where a pipeline keeps what its stages find."""

    folder: pathlib.Path
    #: Bytes that it may have.
    max_bytes: int = attrs.field(factory=_cache_bytes)
    #: Whether the command line names it: then it may be anywhere.
    typed: bool = False


@attrs.frozen
class Limits:
    """What a run may cost."""

    max_errors: int | str | None = _stated("max_errors")
    max_document_bytes: int = _stated("max_document_bytes")
    max_record_bytes: int = _stated("max_record_bytes")
    max_input_bytes: int = _stated("max_input_bytes")
    timeout: float = _stated("timeout")
    max_memory: int | None = _stated("max_memory")


@attrs.frozen
class Pipeline:
    """Everything a run needs to know, checked."""

    #: The file it came from; relative paths are relative to its folder.
    path: pathlib.Path
    name: str
    #: The file's content after substitution of ``vars``, without secrets.
    canonical: Mapping[str, Any]
    secrets: Mapping[str, str]
    stages: tuple[StageSpec, ...]
    sources: tuple[Connector, ...]
    sinks: tuple[Connector, ...]
    engine: Connector
    limits: Limits
    #: The file of corrections that its records are given.
    corrections: pathlib.Path | None = None
    #: Plugins loaded beside those it names, for their observers and wrappers.
    extra: tuple[EntryPoint, ...] = ()
    #: Wrappers that it names, the outermost first.
    wrappers: tuple[Connector, ...] = ()
    #: What of the plugins is not as it is installed.
    changes: Changes = attrs.field(factory=Changes)
    cache: CacheSpec | None = None
    #: What a user should know of it though nothing is wrong.
    notes: tuple[str, ...] = ()

    def layers(self) -> dict[str, Schema]:
        """Return the schema of each layer that its stages give, as its records name them."""
        return {
            layer: stage.schemas[own]
            for stage in self.stages
            for own, layer in stage.layers.items()
        }

    def components(self) -> tuple[Component, ...]:
        """Return every component the pipeline uses, in order, each once."""
        connectors = (*self.sources, *self.sinks, self.engine, *self.wrappers)
        every = [one.component for one in self.stages] + [one.component for one in connectors]
        return tuple({(component.role, component.name): component for component in every}.values())


#: Answers with the types of the files in a folder that sources read; none for no folder.
Look = Callable[[str], tuple[str, ...]]


def components_named_in(data: Mapping[str, Any], look: Look) -> Iterator[ComponentRef]:
    """Yield every component that a pipeline names, however badly the rest is written."""
    yield from _connectors("source", data.get("source"), ("source",), look)
    yield from _connectors("sink", data.get("sink", "-"), ("sink",), lambda _: ())
    yield from _engine(data.get("engine", DEFAULT_ENGINE))
    stages = data.get("stages")
    for at, value in enumerate(stages if isinstance(stages, list) else []):
        yield from _stage(value, ("stages", at))


def _stage(value: Any, path: Path) -> Iterator[ComponentRef]:
    if isinstance(value, str):
        yield ComponentRef("stage", value, path, {})
    elif isinstance(value, dict):
        yield from _stages_in(value, path)


def _stages_in(item: Mapping[str, Any], path: Path) -> Iterator[ComponentRef]:
    """Yield each stage that one item names; there should be one."""
    own = {key: inner for key, inner in item.items() if key in engine_keys()}
    names = [name for name in item if name not in engine_keys()]
    for at, name in enumerate(names):
        before = tuple(names[:at])
        yield ComponentRef("stage", name, (*path, name), item[name] or {}, own, before)


def _engine(value: Any) -> Iterator[ComponentRef]:
    if isinstance(value, str):
        yield ComponentRef("engine", value, ("engine",), {})
    elif isinstance(value, Mapping):
        for name, options in value.items():
            yield ComponentRef("engine", name, ("engine", name), options or {})


def _connectors(role: str, value: Any, path: Path, look: Look) -> Iterator[ComponentRef]:
    if not isinstance(value, list):
        yield from _connector(role, value, path, look)
        return
    for at, inner in enumerate(value):
        yield from _connector(role, inner, (*path, at), look)


def _connector(role: str, value: Any, path: Path, look: Look) -> Iterator[ComponentRef]:
    if isinstance(value, str):
        for kind in look(value) or (kind_of(role, value),):
            yield ComponentRef(role, kind, path, {"path": value})
    elif isinstance(value, dict):
        for name, options in value.items():
            yield ComponentRef(role, name, (*path, name), options or {})


def kind_of(role: str, written: str) -> str:
    """Return the source or sink that a plain path means: the one its suffix names."""
    standard = STDIN_TYPE if role == "source" else STDOUT_TYPE
    return standard if written == "-" else suffix_type(written)[0]


def merged(connectors: Iterable[Connector]) -> tuple[Connector, ...]:
    """Return sources with neighbours of one kind made one: their ids must tell them apart."""
    made: list[Connector] = []
    for one in connectors:
        last = made[-1] if made else None
        if last and (last.component, last.options, last.base) == (
            one.component,
            one.options,
            one.base,
        ):
            made[-1] = last._replace(paths=last.paths + one.paths)
        else:
            made.append(one)
    return tuple(made)


def paths_of(options: Any) -> tuple[str, ...]:
    """Return the paths among a source's or sink's options."""
    paths = options.get("path") if isinstance(options, dict) else None
    every = paths if isinstance(paths, list) else [paths]
    return tuple(path for path in every if isinstance(path, str))
