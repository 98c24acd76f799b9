"""
Compile a pipeline file: check it whole, and say exactly what will run.

``textflow check`` prints what ``compile_pipeline`` returns, and ``textflow run`` runs
it: stages that a source implies are in it.
"""

import pathlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import attrs
import orjson

from textflow.errors import PipelineError
from textflow.pipeline.arguments import with_inputs
from textflow.pipeline.checking import corrections_of, placed, problems_in
from textflow.pipeline.declared_layers import declared_layers, layers_given
from textflow.pipeline.drafts import Draft, read_draft
from textflow.pipeline.folders import Folders
from textflow.pipeline.implied_stages import with_implied
from textflow.pipeline.lookup import Components, looked_up
from textflow.pipeline.model import (
    CacheSpec,
    ComponentRef,
    Connector,
    Limits,
    Pipeline,
    StageSpec,
    components_named_in,
    merged,
    paths_of,
)
from textflow.pipeline.used_plugins import used_plugins
from textflow.plugins.registry import Component, Registry
from textflow.plugins.schemas import Schema


def compile_pipeline(
    file: pathlib.Path, settings: Mapping[str, str], inputs: Sequence[str], registry: Registry
) -> Pipeline:
    """
    Return what runs: the pipeline in ``file``, ``settings`` (``--set``) applied.

    ``inputs``, where there are any, take the place of its source. Raises PipelineError
    with every problem found, UsageError where a setting or an input fits nowhere.
    """
    draft = read_draft(file, settings)
    used = used_plugins(draft, registry)
    folders = Folders(draft.base("source"), registry)
    names = [*components_named_in(draft.data, folders.look), *used.wrappers]
    components, problems = looked_up(names, registry, draft)
    problems += used.problems
    declared, unfit = declared_layers(draft, names, components)
    problems += [*unfit, *problems_in(draft, names, components, registry)]
    if problems:
        raise PipelineError(path=str(file), problems=tuple(placed(problems, draft)))
    built = _built(draft, _Resolved(names, components, draft, declared))
    built = attrs.evolve(
        built, notes=tuple(folders.notes()), extra=used.entries, changes=registry.changes
    )
    return with_implied(with_inputs(built, inputs, registry), registry)


class _Resolved(NamedTuple):
    """Every name of a pipeline with the component behind it."""

    names: list[ComponentRef]
    components: Components
    draft: Draft
    #: Layers that the file declares, and the standard ones, with their schemas.
    declared: Mapping[str, Schema]

    def of(self, role: str) -> Iterator[tuple[ComponentRef, Component]]:
        """Yield each name of ``role`` with its component."""
        for name in self.names:
            component = self.components[name.role, name.name]
            if component is not None and name.role == role:
                yield name, component

    def connectors(self, role: str) -> tuple[Connector, ...]:
        """Return sources, sinks or engines as a run uses them."""
        base = self.draft.base(role)
        return tuple(_connector(name, component, base) for name, component in self.of(role))


def _built(draft: Draft, resolved: _Resolved) -> Pipeline:
    limits = Limits(**(draft.data.get("limits") or {}))
    return Pipeline(
        path=draft.path,
        name=draft.data.get("name") or draft.path.stem,
        canonical=orjson.loads(orjson.dumps(draft.canonical())),
        secrets=draft.secrets,
        stages=tuple(
            _stage_spec(name, component, limits, resolved.declared)
            for name, component in resolved.of("stage")
        ),
        sources=merged(resolved.connectors("source")),
        sinks=resolved.connectors("sink"),
        engine=resolved.connectors("engine")[0],
        wrappers=resolved.connectors("wrapper"),
        limits=limits,
        corrections=corrections_of(draft),
        cache=_cache(draft),
    )


def _cache(draft: Draft) -> CacheSpec | None:
    written = draft.data.get("cache")
    if written is None:
        return None
    options: dict[str, Any] = {"path": written} if isinstance(written, str) else dict(written)
    folder = draft.base("cache") / options.pop("path")
    return CacheSpec(folder, **options, typed="cache" in draft.settings)


def _connector(name: ComponentRef, component: Component, base: pathlib.Path) -> Connector:
    if not component.takes_path:
        return Connector(component, (), dict(name.options), base)
    options = {key: value for key, value in name.options.items() if key != "path"}
    return Connector(component, paths_of(name.options), options, base)


def _stage_spec(
    name: ComponentRef, component: Component, limits: Limits, declared: Mapping[str, Schema]
) -> StageSpec:
    renamed = name.engine_keys.get("as") or {}
    layers = layers_given(name, component)
    return StageSpec(
        component=component,
        options=dict(name.options),
        layers={layer: renamed.get(layer, layer) for layer in layers},
        schemas={layer: component.layers.get(layer) or declared[layer] for layer in layers},
        invalid=name.engine_keys.get("invalid", "fail"),
        timeout=name.engine_keys.get("timeout", limits.timeout),
        on_error=name.engine_keys.get("on_error", "dead"),
        max_record_bytes=limits.max_record_bytes,
    )
