"""A pipeline as the engine uses it: checked, every part resolved."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from textflow.pipeline.composing import ENGINE_KEYS
from textflow.plugins.discovery import Entry
from textflow.plugins.registry import Part
from textflow.reading.inputs import suffix_type
from textflow.stages import PartFacts, StageFacts

#: What `-` reads and writes where the pipeline names no type.
STDIN_TYPE = "txt"
STDOUT_TYPE = "jsonl"
DEFAULT_ENGINE = "serial"


@attrs.frozen
class Named:
    """A part as a pipeline file names it, before it is looked up."""

    role: str
    name: str
    #: Where the name stands in the file: keys and indices from the root.
    path: tuple[str | int, ...]
    #: What stands behind the name; for a plain path, that path under ``path``.
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
    base: Path

    @property
    def through(self) -> str:
        """The stage that a source's documents pass first, or nothing."""
        return self.part.facts.through if isinstance(self.part.facts, PartFacts) else ""


@attrs.frozen
class Limits:
    """What a run may cost."""

    max_errors: int | None = None
    max_document_bytes: int = 10 * 2**20
    max_record_bytes: int = 100 * 2**20
    max_input_bytes: int = 64 * 2**30
    timeout: float = 60


@attrs.frozen
class Pipeline:
    """Everything a run needs to know, checked."""

    #: The file it came from; relative paths are relative to its folder.
    path: Path
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

    def parts(self) -> tuple[Part, ...]:
        """Return every part the pipeline uses, in order, each once."""
        endpoints = (*self.sources, *self.sinks, self.engine)
        every = [one.part for one in self.stages] + [one.part for one in endpoints]
        return tuple({(part.role, part.name): part for part in every}.values())


def names_in(data: Mapping[str, Any]) -> Iterator[Named]:
    """Yield every part that a pipeline names, however badly the rest is written."""
    for role, key, default in (("source", "source", None), ("sink", "sink", "-")):
        yield from _endpoints(role, data.get(key, default), (key,))
    yield from _engine(data.get("engine", DEFAULT_ENGINE))
    stages = data.get("stages")
    for at, value in enumerate(stages if isinstance(stages, list) else []):
        yield from _stage(value, ("stages", at))


def _stage(value: Any, path: tuple[str | int, ...]) -> Iterator[Named]:
    if isinstance(value, str):
        yield Named("stage", value, path, {})
    elif isinstance(value, dict):
        beside = {key: inner for key, inner in value.items() if key in ENGINE_KEYS}
        names = [name for name in value if name not in ENGINE_KEYS]
        for at, name in enumerate(names):
            before = tuple(names[:at])
            yield Named("stage", name, (*path, name), value[name] or {}, beside, before)


def _engine(value: Any) -> Iterator[Named]:
    if isinstance(value, str):
        yield Named("engine", value, ("engine",), {})
    elif isinstance(value, dict):
        for name, options in value.items():
            yield Named("engine", name, ("engine", name), options or {})


def _endpoints(role: str, value: Any, path: tuple[str | int, ...]) -> Iterator[Named]:
    if isinstance(value, list):
        for at, inner in enumerate(value):
            if not isinstance(inner, list):
                yield from _endpoints(role, inner, (*path, at))
    elif isinstance(value, str):
        yield endpoint_of(role, value, path)
    elif isinstance(value, dict):
        for name, options in value.items():
            yield Named(role, name, (*path, name), options or {})


def endpoint_of(role: str, written: str, path: tuple[str | int, ...] = ()) -> Named:
    """Return the source or sink that a plain path means: the one its suffix names."""
    standard = STDIN_TYPE if role == "source" else STDOUT_TYPE
    kind = standard if written == "-" else suffix_type(written)[0]
    return Named(role, kind, path, {"path": written})


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
    paths = options.get("path", ()) if isinstance(options, dict) else ()
    return (paths,) if isinstance(paths, str) else tuple(paths)
