"""Follow the layers from stage to stage: what is needed must have been given."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from textflow.pipeline.declared_layers import layers_given
from textflow.pipeline.model import ComponentRef
from textflow.plugins.registry import DROPPED, Component, Registry
from textflow.problems import Path, Problem
from textflow.stages import StageDeclaration
from textflow.wording import did_you_mean, listed

Stages = Sequence[tuple[ComponentRef, Component | None]]


def flow_problems(stages: Stages, registry: Registry) -> Iterator[Problem]:
    """Yield a problem for stages that are alone, too early, too late or twice."""
    yield from _crowded(stages)
    givers: dict[str, str] = {}
    sure = True  # a stage that could not be looked up might give anything
    for name, component in stages:
        if component is None or not isinstance(component.declaration, StageDeclaration):
            sure = False
            continue
        if sure:
            yield from _missing(name, component.declaration, givers, stages, registry)
        if component.declaration.kind == "clean" and set(givers) - {DROPPED}:
            yield Problem.at(
                name.path,
                f"{name.name!r} changes the text, but there are layers with offsets already "
                f"({listed(set(givers) - {DROPPED})}); put it before the stages that give them",
            )
        yield from _given(name, component, givers)


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
    name: ComponentRef,
    facts: StageDeclaration,
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


def _remedy(layer: str, name: ComponentRef, others: Stages, registry: Registry) -> str:
    for other, component in others:
        if component and layer in layers_given(other, component):
            return _reordering(layer, name, other)
    components = registry.known_components(layer.partition(".")[0])
    able = [component.name for component in components.values() if layer in component.layers]
    if able:
        return f"put one of these before it: {listed(able)}"
    return f"install a plugin that gives it{did_you_mean(layer, givers_of(components))}"


def _reordering(layer: str, name: ComponentRef, giver: ComponentRef) -> str:
    renamed = _renamed(giver.engine_keys.get("as"))
    if layer in renamed:
        return f"{giver.name!r} gives it as {renamed[layer]!r}: take that renaming out"
    return f"put {giver.name!r} before {name.name!r}"


def givers_of(components: Mapping[str, Component]) -> set[str]:
    """Return every layer that some component gives."""
    return {layer for component in components.values() for layer in component.layers}


def _given(name: ComponentRef, component: Component, givers: dict[str, str]) -> Iterator[Problem]:
    renamed = _renamed(name.engine_keys.get("as"))
    given = layers_given(name, component)
    for layer in renamed:
        if layer not in given:
            advice = did_you_mean(layer, given) or f"; it gives {listed(given)}"
            message = f"{name.name!r} gives no {layer!r}{advice}"
            yield Problem.at((*name.path[:2], "as", layer), message)
    for layer in given:
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
