"""``textflow graph``."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import orjson

from textflow.commands.typed import pairs
from textflow.pipeline.compiling import compile_pipeline
from textflow.pipeline.graph import Flow, Graph, Node, graph_of
from textflow.plugins.registry import Registry
from textflow.running.bound_stage import named_stages
from textflow.wording import safe, safe_json

#: What would end, or change, a label of mermaid.
_ESCAPES = {ord(mark): f"#{ord(mark)};" for mark in '"#&<>`\\\n\t'}
#: Paths that are named of one source or sink.
_PATHS = 3


def graph_command(*, pipeline: str, settings: Sequence[str], style: str) -> int:
    """Print what a pipeline consists of."""
    compiled = compile_pipeline(Path(pipeline), pairs(settings), (), Registry())
    graph = graph_of(compiled, named_stages(compiled))
    if style == "json":
        held = orjson.dumps(graph.to_json(), option=orjson.OPT_INDENT_2).decode()
        click.echo(safe_json(held))
        return 0
    for line in _mermaid(graph) if style == "mermaid" else _text(graph):
        click.echo(safe(line))
    return 0


def _text(graph: Graph) -> Iterator[str]:
    yield f"{graph.name}, engine {graph.engine.name} ({graph.engine.version})"
    yield ""
    for node in graph.sources:
        yield _titled(node)
    for at, node in enumerate(graph.stages):
        yield "  |"
        yield _titled(node)
        yield from (f"  |   {line}" for line in _told(graph, at, node))
    yield "  |"
    for node in graph.sinks:
        yield _titled(node)


def _titled(node: Node) -> str:
    """Return the line of a node: what it is, and who gives it."""
    paths = f"{_paths(node)} as " if node.paths else ""
    implied = ", implied by the source" if node.implied else ""
    return f"{node.role} {paths}{node.name} ({node.version}){implied}"


def _told(graph: Graph, at: int, node: Node) -> Iterator[str]:
    """Yield what a stage takes, from whom, and what it gives."""
    flows = list(graph.taken(at))
    for label, optional in (("needs", False), ("uses, if there", True)):
        taken = [_from(graph, flow) for flow in flows if flow.optional is optional]
        if taken:
            yield f"{label}: {', '.join(taken)}"
    if node.gives:
        yield f"gives: {', '.join(node.gives)}"
    if node.kind == "filter":
        yield "lets documents pass, or not"


def _from(graph: Graph, flow: Flow) -> str:
    return f"{flow.layer} of {graph.stages[flow.giver].name}"


def _paths(node: Node) -> str:
    more = f" and {len(node.paths) - _PATHS} more" if len(node.paths) > _PATHS else ""
    return f"{', '.join(node.paths[:_PATHS])}{more}"


def _mermaid(graph: Graph) -> Iterator[str]:
    yield "flowchart TD"
    for at, node in enumerate(graph.sources):
        yield f'  source{at}[/"{_label(_paths(node), node.name, node.version)}"/]'
    for at, node in enumerate(graph.stages):
        shape = '{{"%s"}}' if node.kind == "filter" else '["%s"]'
        gives = f"gives {', '.join(node.gives)}" if node.gives else ""
        yield f"  stage{at}" + shape % _label(node.name, node.version, gives)
    for at, node in enumerate(graph.sinks):
        yield f'  sink{at}[("{_label(_paths(node), node.name, node.version)}")]'
    yield from _order(graph)
    yield from _layers(graph)


def _order(graph: Graph) -> Iterator[str]:
    """Yield the way that documents take; what goes from neighbour to neighbour is named on it."""
    last = len(graph.stages) - 1
    yield from (f"  {one} --> stage0" for one in _ids("source", graph))
    for at in range(last):
        along = [flow.layer for flow in graph.taken(at + 1) if flow.giver == at]
        label = f'|"{_label(", ".join(along))}"|' if along else ""
        yield f"  stage{at} -->{label} stage{at + 1}"
    yield from (f"  stage{last} --> {one}" for one in _ids("sink", graph))


def _layers(graph: Graph) -> Iterator[str]:
    """Yield the layers that pass by stages between giver and taker."""
    ways: dict[tuple[int, int], list[str]] = {}
    for flow in graph.flows:
        if flow.taker - flow.giver > 1:
            ways.setdefault((flow.giver, flow.taker), []).append(flow.layer)
    for (giver, taker), layers in ways.items():
        yield f'  stage{giver} -. "{_label(", ".join(layers))}" .-> stage{taker}'


def _ids(role: str, graph: Graph) -> list[str]:
    nodes = graph.sources if role == "source" else graph.sinks
    return [f"{role}{at}" for at in range(len(nodes))]


def _label(*lines: str) -> str:
    """Return lines as mermaid shows them; no character of them is obeyed."""
    return "<br/>".join(safe(line).translate(_ESCAPES) for line in lines if line)
