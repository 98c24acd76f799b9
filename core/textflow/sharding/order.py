"""What does a shard, in any process of any machine that sees the folder of the run."""

import os
import socket
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import attrs

from textflow.errors import ContractError, OtherVersionsError, TextflowError
from textflow.masking import hide
from textflow.pipeline.model import Connector
from textflow.plugins.registry import Registry
from textflow.running.compiled import Compiled
from textflow.running.disk_errors import output_error
from textflow.running.outcomes import Read
from textflow.running.recipe import Recipe
from textflow.running.resumable_input import NotedDocuments
from textflow.running.source_calls import ReadySource
from textflow.running.work import Work
from textflow.sharding.attempts import ShardDone, attempted, is_done
from textflow.sharding.shards import Shard
from textflow.sharding.versions import Versions


@attrs.frozen
class ConnectorRecipe:
    """A source or an engine by its name, and its options."""

    role: str
    name: str
    options: Mapping[str, Any]

    @classmethod
    def of(cls, connector: Connector) -> "ConnectorRecipe":
        """Return what makes ``connector`` again, but for its paths."""
        component = connector.component
        return cls(component.role, component.name, dict(connector.options))

    @property
    def plugin(self) -> str:
        """The name of its plugin."""
        return self.name.partition(".")[0]

    def made(self, registry: Registry) -> Connector:
        """Return it; raises PluginError."""
        component = registry.component(self.role, self.name)
        if component is None:
            found = f"there is no {self.role} {self.name!r}"
            raise ContractError(self.plugin, "not installed", found, "name one that is installed")
        return Connector(component, (), self.options, Path())


@attrs.frozen
class ShardOrder:
    """What is to be done with each shard: it can be pickled, and run in another process."""

    recipe: Recipe
    sources: tuple[ConnectorRecipe, ...]
    #: The engine that does the documents of a shard, in that process.
    engine: ConnectorRecipe
    #: What the processes must have in common, the folder of the shards above all.
    versions: Versions

    def found(self) -> Versions:
        """Return what the process has in which this is called; raises PluginError."""
        return self.versions.elsewhere(Registry(changes=self.recipe.changes))

    def run(self, shard: Shard) -> ShardDone:
        """
        Do a shard, unless it has been done; what went wrong is in the answer.

        Two processes may do one shard at the same time: one of them will have done it.
        """
        try:
            return self._done(shard)
        except TextflowError as error:
            return ShardDone(shard.number, error=error)
        except OSError as error:
            return ShardDone(shard.number, error=output_error(self.versions.folder, error))

    def _done(self, shard: Shard) -> ShardDone:
        name = shard.name
        final = Path(self.versions.folder) / name
        if is_done(final):
            return ShardDone(shard.number, name)
        ready = _Ready.of(self)
        documents = NotedDocuments(shard.read(ready.sources))
        work = ready.work(self.recipe, documents)
        stop = attempted(final, documents, work, ready.engine)
        return ShardDone(shard.number, *stop) if stop else ShardDone(shard.number, name)


#: Several threads of a worker may begin at once.
_SETTING_UP = threading.Lock()


@attrs.define
class _Ready:
    """What this process has ready for the shards of one run."""

    #: Those of the run: each run has its own.
    versions: Versions
    compiled: Compiled
    sources: tuple[ReadySource, ...]
    engine: Connector

    @classmethod
    def of(cls, order: ShardOrder) -> "_Ready":
        """Return what is ready, set up for the first shard; raises PluginError."""
        with _SETTING_UP:
            last = _KEPT.get("last")
            if last is None or last.versions != order.versions:
                last = _KEPT["last"] = cls._made(order)
            return last

    @classmethod
    def _made(cls, order: ShardOrder) -> "_Ready":
        hide(order.recipe.secrets)
        registry = Registry(changes=order.recipe.changes)
        differences = order.versions.differences(order.versions.elsewhere(registry))
        if differences:
            raise OtherVersionsError(_own_name(), differences)
        sources = tuple(ReadySource.of(one.made(registry)) for one in order.sources)
        # The processes of the engine open the cache; this one may have several threads.
        compiled = attrs.evolve(order.recipe, cache=None).compile(registry)
        return cls(order.versions, compiled, sources, order.engine.made(registry))

    def work(self, recipe: Recipe, documents: Iterable[Read]) -> Work:
        """Return the work on ``documents``, with counts of its own."""
        with _SETTING_UP:
            self.compiled.taken_counts()
            return Work(recipe, self.compiled, documents)


_KEPT: dict[str, _Ready] = {}


def _own_name() -> str:
    return f"{socket.gethostname()}, process {os.getpid()}"
