"""
A first pass over the documents of a run, for stages with an option that is learnt from all.

It runs the stages before such a stage, and in its place the one that says what is counted.
"""

import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

import attrs

from textflow.cache.of_run import cache_of
from textflow.errors import OutputError
from textflow.limits import DEFAULT_ENGINE
from textflow.pipeline.arguments import demand_single_pass
from textflow.pipeline.model import Connector, Pipeline
from textflow.plugins.registry import Component, Registry
from textflow.running.documents import documents_of
from textflow.running.job import takes_shards
from textflow.running.outcomes import Written
from textflow.running.recipe import Recipe
from textflow.running.run_totals import RunTotals
from textflow.running.work import Work

#: So many keys are kept of those that come often enough: the most frequent.
MOST = 10_000

_TABLE_NAME = "the table of the first pass"
_TABLE = "CREATE TABLE seen (key TEXT PRIMARY KEY, documents INTEGER) WITHOUT ROWID"
_COUNT = "INSERT INTO seen VALUES (?, 1) ON CONFLICT (key) DO UPDATE SET documents = documents + 1"
_OFTEN = "SELECT key FROM seen WHERE documents >= ? ORDER BY documents DESC, key LIMIT ?"


@attrs.frozen
class FirstPass:
    """What is read before a run, and how."""

    registry: Registry
    limit: int | None
    #: Whether the cache may be anywhere.
    anywhere: bool
    progress: Callable[[RunTotals], None] | None

    def learnt(self, pipeline: Pipeline) -> Pipeline:
        """
        Return ``pipeline``, its stages with what they learn of the documents.

        Raises UsageError where these cannot be read twice, and what a run raises.
        """
        if any("-" in source.paths for source in pipeline.sources):
            why = ", and what is piped in can be read only once; put it in files"
            demand_single_pass(pipeline, why)
        for at, stage in enumerate(pipeline.stages):
            for option, name in stage.learning.items():
                keys = self._keys(_counting(pipeline, at, self.registry, name))
                found = {**stage.learnt, option: repeated(keys, stage.options[option])}
                stage = attrs.evolve(stage, learnt=found)  # noqa: PLW2901 - the same, with more
            stages = (*pipeline.stages[:at], stage, *pipeline.stages[at + 1 :])
            pipeline = attrs.evolve(pipeline, stages=stages)
        return pipeline

    def _keys(self, pipeline: Pipeline) -> Iterator[frozenset[str]]:
        """Yield the keys of each document that comes so far."""
        (layer,) = pipeline.stages[-1].layers
        cache = cache_of(pipeline, anywhere=self.anywhere)
        recipe = Recipe.of("", pipeline, cache)
        totals = RunTotals()
        with contextlib.closing(recipe.compile(self.registry)) as compiled:
            work = Work(recipe, compiled, islice(documents_of(pipeline), self.limit))
            for end in work.all_ends(pipeline.engine):
                totals.add(end)
                if self.progress:
                    self.progress(totals)
                if isinstance(end, Written):
                    yield frozenset(one["key"] for one in end.record["annotations"][layer])


def _counting(pipeline: Pipeline, at: int, registry: Registry, name: str) -> Pipeline:
    """Return what counts in the place of a stage: what is before it, and stage ``name``."""
    counter = _known(registry, "stage", name)
    layers = counter.layers
    counted = attrs.evolve(
        pipeline.stages[at],
        component=counter,
        options={},
        layers={layer: layer for layer in layers},
        schemas=layers,
        on_error="dead",
        learnt={},
    )
    made = attrs.evolve(pipeline, stages=(*pipeline.stages[:at], counted))
    if not takes_shards(pipeline):
        return made
    # A cluster keeps its shards beside an output, which this pass does not have.
    ((engine, options),) = DEFAULT_ENGINE.items()
    local = Connector(_known(registry, "engine", engine), (), options, pipeline.engine.base)
    return attrs.evolve(made, engine=local)


def _known(registry: Registry, role: str, name: str) -> Component:
    component = registry.component(role, name)
    if component is None:  # pragma: no cover - a plugin that learns gives what it counts with
        raise LookupError(name)
    return component


def repeated(documents: Iterable[frozenset[str]], least: int) -> tuple[str, ...]:
    """
    Return the strings that are in at least so many documents, sorted; at most ``MOST``.

    They are counted in a temporary file, so that memory does not grow with the documents.
    Raises OutputError where there is no room for it.
    """
    with contextlib.closing(sqlite3.connect("", isolation_level=None)) as table:
        try:
            table.execute("PRAGMA journal_mode = OFF")
            table.execute(_TABLE)
            for keys in documents:
                table.executemany(_COUNT, zip(sorted(keys)))
            return tuple(sorted(key for (key,) in table.execute(_OFTEN, (least, MOST))))
        except sqlite3.Error as error:
            fix = "make room in the folder for temporary files, and run it again"
            raise OutputError(_TABLE_NAME, str(error), fix) from error
