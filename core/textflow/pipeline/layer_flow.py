"""Follow the layers from stage to stage: what is needed must have been given."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from textflow.pipeline.model import Named
from textflow.plugins.registry import DROPPED, Part, Registry
from textflow.problems import Path, Problem
from textflow.stages import StageFacts
from textflow.wording import did_you_mean, listed

Stages = Sequence[tuple[Named, Part | None]]


def flow_problems(stages: Stages, registry: Registry) -> Iterator[Problem]:
    """Yield a problem for stages that are alone, too early, too late or twice."""
    yield from _crowded(stages)
    givers: dict[str, str] = {}
    sure = True  # a stage that could not be looked up might give anything
    for name, part in stages:
        if part is None or not isinstance(part.facts, StageFacts):
            sure = False
            continue
        if sure:
            yield from _missing(name, part.facts, givers, stages, registry)
        if part.facts.kind == "clean" and set(givers) - {DROPPED}:
            yield Problem.at(
                name.path,
                f"{name.name!r} changes the text, but there are layers with offsets already "
                f"({listed(set(givers) - {DROPPED})}); put it before the stages that give them",
            )
        yield from _given(name, part, givers)


def _crowded(stages: Stages) -> Iterator[Problem]:
    """Yield a problem for each list item that names two stages."""
    seen: dict[Path, str] = {}
    for name, _ in stages:
        item = name.path[:2]
        if item in seen:
            yield Problem.at(
                name.path,
                f"one item names two stages, {seen[item]!r} and {name.name!r}; "
                "begin each stage with a dash of its own",
            )
        seen.setdefault(item, name.name)


def _missing(
    name: Named,
    facts: StageFacts,
    givers: Mapping[str, str],
    others: Stages,
    registry: Registry,
) -> Iterator[Problem]:
    for layer in facts.requires:
        if layer not in givers:
            yield Problem.at(
                name.path,
                f"{name.name!r} needs the layer {layer!r}, which no stage before it gives; "
                f"{_remedy(layer, name, others, registry)}",
            )


def _remedy(layer: str, name: Named, others: Stages, registry: Registry) -> str:
    for other, part in others:
        renamed = _renamed(other.beside.get("as"))
        if part and layer in part.layers and layer in renamed:
            return f"{other.name!r} gives it as {renamed[layer]!r}: take that renaming out"
        if part and layer in part.layers:
            return f"put {other.name!r} before {name.name!r}"
    parts, _ = registry.all_parts()
    able = [part.name for part in parts.values() if layer in part.layers]
    if able:
        return f"put one of these before it: {listed(able)}"
    return f"install a plugin that gives it{did_you_mean(layer, givers_of(parts))}"


def givers_of(parts: Mapping[str, Part]) -> set[str]:
    """Return every layer that some part gives."""
    return {layer for part in parts.values() for layer in part.layers}


def _given(name: Named, part: Part, givers: dict[str, str]) -> Iterator[Problem]:
    renamed = _renamed(name.beside.get("as"))
    for layer in renamed:
        if layer not in part.layers:
            advice = did_you_mean(layer, part.layers) or f"; it gives {listed(part.layers)}"
            message = f"{name.name!r} gives no {layer!r}{advice}"
            yield Problem.at((*name.path[:2], "as", layer), message)
    for layer in part.layers:
        final = renamed.get(layer, layer)
        if final in givers and final != DROPPED:
            other = f"other_{layer.rpartition('.')[2]}"
            yield Problem.at(
                name.path,
                f"the layer {final!r} is given by {givers[final]!r} already; take one of the "
                f"two out, or rename this one with `as: {{{layer}: {other}}}`",
            )
        givers.setdefault(final, name.name)


def _renamed(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    return {layer: final for layer, final in value.items() if isinstance(final, str)}
