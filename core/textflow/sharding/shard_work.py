"""What an engine for many machines is given: shards, and the order that does one."""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from textflow.errors import OtherVersionsError
from textflow.pipeline.model import Connector, Pipeline
from textflow.plugins.guard import drawn, guarded
from textflow.plugins.registry import Registry
from textflow.plugins.setting_up import set_up
from textflow.running import disk
from textflow.running.compiled import Compiled
from textflow.running.disk_errors import writing
from textflow.running.fingerprint import entries_of
from textflow.running.outcomes import End, Read
from textflow.running.recipe import Recipe
from textflow.running.resumable_input import ShardedInput
from textflow.running.work import Blame, StopRunError, Work
from textflow.sharding.attempts import ATTEMPT, DoneShard, ShardDone, is_done
from textflow.sharding.merging import Merger
from textflow.sharding.order import ConnectorRecipe, ShardOrder
from textflow.sharding.shards import CHARACTERS, IN_HAND, Cutter, Shard
from textflow.sharding.versions import TOKEN, Versions
from textflow.wording import shown, type_name

#: Bytes of a shard where the engine does not say.
_SIZE = 32_000_000


@attrs.frozen
class ShardPlan:
    """What a run in shards works on, and where."""

    pipeline: Pipeline
    registry: Registry
    #: The folder of the shards.
    folder: Path
    #: Cuts the input; None where this process reads the documents.
    cutter: Cutter | None = None
    #: What is known of the documents that have ended, where others read them.
    seen: ShardedInput = attrs.field(factory=ShardedInput)


class ShardWork(Work):
    """
    The shards of a run, and what does one of them in any process.

    An engine takes ``shards``, has ``order(...).run(shard)`` called for each, wherever it
    likes, and yields the ``ShardDone`` of each, in the order of their numbers. A shard that
    ``done`` knows need not be done again.
    """

    def __init__(
        self, recipe: Recipe, compiled: Compiled, documents: Iterable[Read], plan: ShardPlan
    ) -> None:
        super().__init__(recipe, compiled, documents)
        self._plan = plan
        self._waiting: dict[int, Shard] = {}
        self._cut: Iterator[Shard] | None = None

    def shards(self, size: int = _SIZE) -> Iterator[Shard]:
        """Yield the shards, each of about ``size`` bytes of input."""
        if self._cut is None:
            cutter = self._plan.cutter
            self._cut = cutter.shards(size) if cutter else self._in_hand()
        while (shard := self._next_shard(self._cut)) is not None:
            self._waiting[shard.number] = shard
            yield shard

    def done(self, shard: Shard) -> ShardDone | None:
        """Return what became of a shard in a run before; None where that is not known."""
        name = shard.name
        return ShardDone(shard.number, name) if is_done(self._plan.folder / name) else None

    def order(self, engine: str, options: Mapping[str, Any] | None = None) -> ShardOrder:
        """
        Return what does a shard, its documents by another ``engine`` with ``options``.

        Raises PluginError where there is no such engine.
        """
        plan = self._plan
        with self._ours:
            inner = ConnectorRecipe("engine", engine, dict(options or {}))
            inner.made(plan.registry)
            names = [entry.name for entry in entries_of(plan.pipeline)]
            with writing(str(plan.folder)):
                _opened(plan.folder)
            versions = Versions.here(
                plan.registry, tuple(dict.fromkeys((*names, inner.plugin))), str(plan.folder)
            )
        sources = tuple(ConnectorRecipe.of(one) for one in plan.pipeline.sources)
        return ShardOrder(self.recipe, sources, inner, versions)

    def compare(self, order: ShardOrder, worker: str, found: Versions | str) -> None:
        """
        Take what ``order.found()`` has given in a worker, or why it has given nothing.

        Raises OtherVersionsError where that is not as it is here.
        """
        differences = (found,) if isinstance(found, str) else order.versions.differences(found)
        if differences:
            with self._ours:
                raise OtherVersionsError(worker, differences)

    def ends(self, engine: Connector) -> Iterator[End]:
        """Have ``engine`` do the shards; yield how each document ended, in their order."""
        blame = Blame(engine.component.entry.name, f"engine {engine.component.name!r}")
        guard = guarded(blame.plugin, blame.hook, self)
        call = set_up(engine.component, engine.options)
        with guard:
            given: Iterable[ShardDone] = call(self)
        with Merger.of(self._plan.folder, self._plan.pipeline) as merger:
            for due, done in enumerate(drawn(given, guard)):
                shard = self._taken(done, due, blame)
                if done.folder:
                    yield from self._merged(merger, shard, done.folder)
                if done.error is not None:
                    raise _stop(done)
        if self._waiting or next(self.shards(), None) is not None:
            found = "it ended before all shards were done"
            raise blame.error(found, _WANTED)

    def _merged(self, merger: Merger, shard: Shard, folder: str) -> Iterator[End]:
        for noted in merger.ends(shard, folder):
            self._plan.seen.comes(noted.digest)
            yield noted.end
        self.add_counts(DoneShard.of(self._plan.folder / folder).counts)

    def _taken(self, done: object, due: int, blame: Blame) -> Shard:
        """Return the shard that is due; raises HookError where another one came."""
        if type(done) is not ShardDone:
            found = f"it yielded a {type_name(done)}"
            raise blame.error(found, _WANTED)
        if done.number != due or due not in self._waiting:
            found = f"it yielded shard {shown(done.number)} where {due} was due"
            raise blame.error(found, _WANTED)
        return self._waiting.pop(due)

    def _next_shard(self, shards: Iterator[Shard]) -> Shard | None:
        with self._ours:
            return next(shards, None)

    def _in_hand(self) -> Iterator[Shard]:
        """Yield shards of the documents that this process reads."""
        for number, batch in enumerate(self.batches(IN_HAND, CHARACTERS)):
            for task in batch:
                del self._open[task.number]
            yield Shard(number, documents=tuple(task.document for task in batch))


_WANTED = "an engine of shards yields one textflow.ShardDone for each, in order"


def _stop(done: ShardDone) -> BaseException:
    """Return what is raised where a shard ends the run."""
    if not done.folder:
        return done.error or RuntimeError()
    stop = StopRunError()
    stop.__cause__ = done.error
    return stop


def _opened(folder: Path) -> None:
    """Make the folder of the shards, or tidy it; raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    for entry in os.scandir(folder):
        if entry.name.endswith(ATTEMPT):
            disk.remove(Path(entry.path))
    (folder / TOKEN).write_text(os.urandom(16).hex(), "utf-8")
    disk.sync_folder(folder)
