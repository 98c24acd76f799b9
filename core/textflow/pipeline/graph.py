"""A pipeline as a graph: what documents pass, in order, and which layers go from where to where."""

from collections.abc import Iterator
from typing import Any

import attrs

from textflow.pipeline.model import Connector, Pipeline, StageSpec
from textflow.plugins.discovery import EntryPoint


@attrs.frozen
class Node:
    """A source, a stage, a sink or the engine."""

    role: str
    name: str
    plugin: str
    #: Distribution and version.
    version: str
    #: Of sources and sinks.
    paths: tuple[str, ...] = ()
    #: Of stages: ``annotate``, ``clean`` or ``filter``.
    kind: str = ""
    gives: tuple[str, ...] = ()
    #: Whether the pipeline does not name it, but a source sends its documents through it.
    implied: bool = False


@attrs.frozen
class Flow:
    """A layer on its way from the stage that gave it to one that takes it."""

    layer: str
    #: Numbers of stages, from 0.
    giver: int
    taker: int
    #: Whether the stage would work without it.
    optional: bool = False


@attrs.frozen
class Graph:
    """All that a pipeline consists of."""

    name: str
    sources: tuple[Node, ...]
    stages: tuple[Node, ...]
    sinks: tuple[Node, ...]
    engine: Node
    flows: tuple[Flow, ...]

    def taken(self, stage: int) -> Iterator[Flow]:
        """Yield the layers that a stage takes."""
        return (flow for flow in self.flows if flow.taker == stage)

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return attrs.asdict(self)


def graph_of(pipeline: Pipeline, names: Iterator[tuple[str, StageSpec]]) -> Graph:
    """Return the graph of a pipeline; ``names`` are its stages with a name of their own each."""
    named = list(names)
    return Graph(
        name=pipeline.name,
        sources=tuple(_connector("source", one) for one in pipeline.sources),
        stages=tuple(_stage(name, spec) for name, spec in named),
        sinks=tuple(_connector("sink", one) for one in pipeline.sinks),
        engine=_connector("engine", pipeline.engine),
        flows=tuple(_flows([spec for _, spec in named])),
    )


def _connector(role: str, one: Connector) -> Node:
    entry = one.component.entry
    return Node(role, one.component.name, entry.name, _version(entry), one.paths)


def _stage(name: str, spec: StageSpec) -> Node:
    entry = spec.component.entry
    gives = tuple(spec.layers.values())
    kind = spec.declaration.kind
    return Node("stage", name, entry.name, _version(entry), (), kind, gives, spec.implied)


def _version(entry: EntryPoint) -> str:
    return f"{entry.distribution} {entry.version}"


def _flows(stages: list[StageSpec]) -> Iterator[Flow]:
    """Yield each layer that a stage takes, from the last stage before it that gave it."""
    givers: dict[str, int] = {}
    for at, spec in enumerate(stages):
        declared = spec.declaration
        for layer in (*declared.requires, *declared.uses):
            if layer in givers:
                yield Flow(layer, givers[layer], at, optional=layer in declared.uses)
        givers |= dict.fromkeys(spec.layers.values(), at)
