"""Stages that a pipeline does not name, but that its sources send their documents through."""

import attrs

from textflow.errors import ContractError
from textflow.pipeline.model import Connector, Pipeline, StageSpec
from textflow.plugins.registry import Registry


def with_implied(pipeline: Pipeline, registry: Registry) -> Pipeline:
    """
    Return ``pipeline`` with such stages before all others, their options at the defaults.

    Raises ContractError where a source names a stage that is not there.
    """
    named = {stage.component.name for stage in pipeline.stages}
    wanted = {one.through: one for one in pipeline.sources if one.through not in {"", *named}}
    implied = tuple(_implied(name, one, pipeline, registry) for name, one in wanted.items())
    return attrs.evolve(pipeline, stages=implied + pipeline.stages) if implied else pipeline


def _implied(name: str, source: Connector, pipeline: Pipeline, registry: Registry) -> StageSpec:
    component = registry.component("stage", name)
    if component is None:
        entry = source.component.entry
        raise ContractError(
            plugin=entry.name,
            distribution=f"{entry.distribution} {entry.version}",
            found=f"source {source.component.name!r} sends documents through the stage {name!r}",
            wanted="no such stage is installed; install the plugin that gives it",
        )
    layers = {layer: layer for layer in component.layers}
    limits = pipeline.limits
    return StageSpec(
        component,
        {},
        layers,
        limits.timeout,
        "dead",
        implied=True,
        max_record_bytes=limits.max_record_bytes,
    )
