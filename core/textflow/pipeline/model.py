"""A pipeline as the engine uses it: checked, every part resolved."""

import pathlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

import attrs

from textflow.limits import DEFAULT_ENGINE, stated_limit
from textflow.pipeline.composing import engine_keys
from textflow.plugins.discovery import Entry
from textflow.plugins.registry import Part
from textflow.problems import Path
from textflow.reading.suffixes import suffix_type
from textflow.stages import PartFacts, StageFacts

#: What `-` reads and writes where the pipeline names no type.
STDIN_TYPE = "txt"
STDOUT_TYPE = "jsonl"


@attrs.frozen
class Named:
    """A part as a pipeline file names it, before it is looked up."""

    role: str
    name: str
    #: Where the name is in the file: keys and indices from the root.
    path: Path
    #: What is behind the name; for a plain path, that path under ``path``.
    options: Any
    #: Engine keys beside the name.
    beside: Mapping[str, Any] = attrs.field(factory=dict)
    #: Names of stages before it in the same item, where there should be one.
    neighbours: tuple[str, ...] = ()


@attrs.frozen
class StageSpec:
    """One stage of a pipeline."""

    part: Part
    options: Mapping[str, Any]
    #: Layer as the stage names it to layer as the record names it.
    layers: Mapping[str, str]
    timeout: float
    on_error: str
    #: Whether only documents whose source sends them through this stage pass it.
    implied: bool = False
    #: How many bytes the record of a document may have.
    max_record_bytes: int = 100 * 2**20

    @property
    def facts(self) -> StageFacts:
        """What the stage's decorator was told."""
        facts = self.part.facts
        if not isinstance(facts, StageFacts):  # pragma: no cover - a stage part has stage facts
            raise TypeError
        return facts


@attrs.frozen
class Endpoint:
    """A source or a sink with its paths."""

    part: Part
    paths: tuple[str, ...]
    options: Mapping[str, Any]
    #: Where relative paths start.
    base: pathlib.Path

    @property
    def kind(self) -> str:
        """The suffix of the files that a source reads in a folder."""
        return self.part.name.rpartition(".")[2]

    @property
    def through(self) -> str:
        """The stage that a source's documents pass first, or nothing."""
        return self.part.facts.through if isinstance(self.part.facts, PartFacts) else ""


def _stated(name: str) -> Any:
    """Return a field whose default is the one that the schema states."""
    return attrs.field(factory=partial(stated_limit, name))


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
    sources: tuple[Endpoint, ...]
    sinks: tuple[Endpoint, ...]
    engine: Endpoint
    limits: Limits
    #: Plugins loaded beside those it names, for their observers and wrappers.
    extra: tuple[Entry, ...] = ()
    #: What a user should know of it though nothing is wrong.
    notes: tuple[str, ...] = ()

    def parts(self) -> tuple[Part, ...]:
        """Return every part the pipeline uses, in order, each once."""
        endpoints = (*self.sources, *self.sinks, self.engine)
        every = [one.part for one in self.stages] + [one.part for one in endpoints]
        return tuple({(part.role, part.name): part for part in every}.values())


#: Answers with the types of the files in a folder that sources read; none for no folder.
Look = Callable[[str], tuple[str, ...]]


def names_in(data: Mapping[str, Any], look: Look) -> Iterator[Named]:
    """Yield every part that a pipeline names, however badly the rest is written."""
    yield from _endpoints("source", data.get("source"), ("source",), look)
    yield from _endpoints("sink", data.get("sink", "-"), ("sink",), lambda _: ())
    yield from _engine(data.get("engine", DEFAULT_ENGINE))
    stages = data.get("stages")
    for at, value in enumerate(stages if isinstance(stages, list) else []):
        yield from _stage(value, ("stages", at))


def _stage(value: Any, path: Path) -> Iterator[Named]:
    if isinstance(value, str):
        yield Named("stage", value, path, {})
    elif isinstance(value, dict):
        beside = {key: inner for key, inner in value.items() if key in engine_keys()}
        names = [name for name in value if name not in engine_keys()]
        for at, name in enumerate(names):
            before = tuple(names[:at])
            yield Named("stage", name, (*path, name), value[name] or {}, beside, before)


def _engine(value: Any) -> Iterator[Named]:
    if isinstance(value, str):
        yield Named("engine", value, ("engine",), {})
    elif isinstance(value, Mapping):
        for name, options in value.items():
            yield Named("engine", name, ("engine", name), options or {})


def _endpoints(role: str, value: Any, path: Path, look: Look) -> Iterator[Named]:
    if isinstance(value, list):
        for at, inner in enumerate(value):
            if not isinstance(inner, list):
                yield from _endpoints(role, inner, (*path, at), look)
    elif isinstance(value, str):
        for kind in look(value) or (kind_of(role, value),):
            yield Named(role, kind, path, {"path": value})
    elif isinstance(value, dict):
        for name, options in value.items():
            yield Named(role, name, (*path, name), options or {})


def kind_of(role: str, written: str) -> str:
    """Return the source or sink that a plain path means: the one its suffix names."""
    standard = STDIN_TYPE if role == "source" else STDOUT_TYPE
    return standard if written == "-" else suffix_type(written)[0]


def merged(endpoints: Iterable[Endpoint]) -> tuple[Endpoint, ...]:
    """Return sources with neighbours of one kind made one: their ids must tell them apart."""
    made: list[Endpoint] = []
    for one in endpoints:
        last = made[-1] if made else None
        if last and (last.part, last.options, last.base) == (one.part, one.options, one.base):
            made[-1] = attrs.evolve(last, paths=last.paths + one.paths)
        else:
            made.append(one)
    return tuple(made)


def paths_of(options: Any) -> tuple[str, ...]:
    """Return the paths among a source's or sink's options."""
    paths = options.get("path") if isinstance(options, dict) else None
    every = paths if isinstance(paths, list) else [paths]
    return tuple(path for path in every if isinstance(path, str))
