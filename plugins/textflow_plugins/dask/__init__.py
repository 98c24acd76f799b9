"""The dask engine: shards of the input, each done by a worker of a Dask cluster."""

from collections.abc import Callable, Iterator
from typing import Any

import textflow


@textflow.engine(
    options="textflow_schemas:options/engine-dask.json", imports=["distributed"], shards=True
)
def dask(
    work: textflow.ShardWork,
    *,
    scheduler: str | None = None,
    workers: int | None = None,
    processes: int = 1,
    shard: int = 32_000_000,
) -> Iterator[textflow.ShardDone]:
    """
    Run the shards on the cluster of ``scheduler``, or on one that is started on this machine.

    A worker does the documents of a shard in ``processes`` supervised children, as the engine
    ``local`` does: a document that ends its process costs itself, not the worker.
    """
    from textflow_plugins.dask.cluster import connected  # noqa: PLC0415 - an extra
    from textflow_plugins.dask.dispatch import Dispatch, compare  # noqa: PLC0415

    order = work.order("local", {"workers": processes})
    with connected(work, scheduler, workers) as client:
        compare(client, work, order)
        yield from Dispatch(client, work, order).done(work.shards(shard))


@textflow.hookimpl
def textflow_engines() -> list[Callable[..., Any]]:
    """Return the one engine of this plugin."""
    return [dask]
