"""What compiles the stages of a run anew, in another process: plain values only."""

import contextlib
from collections.abc import Generator, Mapping
from typing import Any, NamedTuple

import attrs

from textflow.cache.order import CacheOrder
from textflow.descriptors import set_aside
from textflow.errors import ContractError
from textflow.masking import hide
from textflow.pipeline.model import Pipeline, StageSpec
from textflow.plugins.registry import Registry
from textflow.plugins.switches import Changes
from textflow.running import deadline, uncaught_errors
from textflow.running.bound_stage import bound, named_stages, provenance_of
from textflow.running.compiled import Compiled
from textflow.running.outcomes import Provenance
from textflow.running.telling import Tell, told_to
from textflow.running.wrappers import Wrapper, named_wrapper, wrappers_of


class StageRecipe(NamedTuple):
    """One stage: the component by its name, and all that the pipeline says of it."""

    #: Unique in the pipeline.
    name: str
    #: Stage, plugin and version, for the dead letter.
    provenance: Provenance
    #: The fields of ``StageSpec`` but for the component.
    spec: Mapping[str, Any]

    @classmethod
    def of(cls, name: str, spec: StageSpec) -> "StageRecipe":
        """Return what makes ``spec`` again."""
        fields = (field.name for field in attrs.fields(StageSpec) if field.name != "component")
        return cls(name, provenance_of(spec), {field: getattr(spec, field) for field in fields})

    def made(self, registry: Registry) -> StageSpec:
        """Return the stage; raises PluginError where it is not what it was."""
        name, plugin, version = self.provenance
        component = registry.component("stage", name)
        if component is None or component.entry.version != version:
            raise _other(plugin, version, f"stage {name!r}")
        return StageSpec(component=component, **self.spec)


class WrapperRecipe(NamedTuple):
    """One wrapper that the pipeline names: its component by its name, and its options."""

    name: str
    version: str
    options: Mapping[str, Any]

    def made(self, registry: Registry) -> Wrapper:
        """Return the wrapper, set up; raises PluginError."""
        component = registry.component("wrapper", self.name)
        if component is None or component.entry.version != self.version:
            raise _other(self.name.partition(".")[0], self.version, f"wrapper {self.name!r}")
        return named_wrapper(component, self.options)


def _other(plugin: str, version: str, part: str) -> ContractError:
    return ContractError(
        plugin=plugin,
        distribution=f"version {version}",
        found=f"{part} is not the same in this process as in the run",
        wanted="install the same plugins for both",
    )


@attrs.frozen
class Recipe:
    """All stages of a run, and the plugins whose wrappers go around them."""

    run: str
    stages: tuple[StageRecipe, ...]
    plugins: tuple[str, ...]
    #: What must be masked in messages there, too.
    secrets: Mapping[str, str] = attrs.field(factory=dict[str, str])
    #: Bytes that a worker process may take; None for any number.
    max_memory: int | None = None
    wrappers: tuple[WrapperRecipe, ...] = ()
    #: What of the plugins is not as it is installed.
    changes: Changes = attrs.field(factory=Changes)
    #: Where results are kept for other runs, if they are.
    cache: CacheOrder | None = None

    @classmethod
    def of(cls, run: str, pipeline: Pipeline, cache: CacheOrder | None = None) -> "Recipe":
        """Return what compiles the stages of ``pipeline`` anew."""
        stages = tuple(StageRecipe.of(name, spec) for name, spec in named_stages(pipeline))
        facts = (plugins_of(pipeline), dict(pipeline.secrets), pipeline.limits.max_memory)
        wrappers = tuple(
            WrapperRecipe(one.component.name, one.component.entry.version, one.options)
            for one in pipeline.wrappers
        )
        return cls(run, stages, *facts, wrappers, pipeline.changes, cache)

    @contextlib.contextmanager
    def at_work(self, tell: Tell) -> Generator[Compiled]:
        """
        Compile the stages in a process that is there for nothing else, and keep its house.

        Within, secrets are masked, calls have deadlines, and what plugins print goes to
        standard error. ``tell`` is called with stage, document and seconds before each call.
        Raises PluginError.
        """
        hide(self.secrets)
        with set_aside(), uncaught_errors.reported(), deadline.deadlines(), told_to(tell):
            compiled = self.compile()
            with contextlib.closing(compiled):
                yield compiled

    def compile(self, registry: Registry | None = None) -> Compiled:
        """Import the plugins, set up the stages; raises PluginError."""
        registry = registry or Registry(changes=self.changes)
        for name in self.plugins:
            registry.plugin(name)
        stages = tuple(bound(one.made(registry), one.name) for one in self.stages)
        named = tuple(one.made(registry) for one in self.wrappers)
        wrappers = (*wrappers_of(registry.manager, self.plugins), *named)
        compiled = Compiled(self.run, stages, wrappers)
        if self.cache is not None and not wrappers:  # what these do is not known
            from textflow.cache.known_results import KnownResults  # noqa: PLC0415 - opens SQLite

            compiled.known = KnownResults(self.cache, stages, self.run)
        return compiled


def plugins_of(pipeline: Pipeline) -> tuple[str, ...]:
    """Return the names of the plugins in use: those it names, and those named beside it."""
    names = [component.entry.name for component in pipeline.components()]
    return tuple(dict.fromkeys([*names, *(entry.name for entry in pipeline.extra)]))
