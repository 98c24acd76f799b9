"""A client of the cluster that is named, or of one that is there for this run alone."""

import contextlib
import os
from collections.abc import Generator
from importlib import import_module
from typing import Any

import textflow

#: Without its types: what it declares is for asynchronous clients, too.
DISTRIBUTED: Any = import_module("distributed")
DASK: Any = import_module("dask")
#: What is not to be done all the time: a look at the stack of each worker 100 times a second, a
#: look at the loop of each process 50 times.
_QUIET = {
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "500ms",
    "distributed.admin.system-monitor.interval": "5s",
}

#: Seconds that a scheduler has to answer.
_PATIENCE = 10


class NoSchedulerError(Exception):
    """No scheduler answers at the address."""


class SchedulerGoneError(Exception):
    """The scheduler has gone in the middle of a run."""


@contextlib.contextmanager
def connected(
    work: textflow.ShardWork, scheduler: str | None, workers: int | None
) -> Generator[Any]:
    """Yield a client; raises NoSchedulerError."""
    with contextlib.ExitStack() as stack:
        address: Any = scheduler or stack.enter_context(_started(workers))
        try:
            client = DISTRIBUTED.Client(address, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            message = f"no scheduler answers at {scheduler} within {_PATIENCE} s ({error})"
            raise NoSchedulerError(message) from error
        stack.callback(_closed, client)
        work.printed(f"dask: the dashboard is at {client.dashboard_link}\n".encode())
        yield client


def _closed(client: Any) -> None:
    with contextlib.suppress(Exception):  # what is left of a cluster that has gone
        client.close(timeout=2)


@contextlib.contextmanager
def _started(workers: int | None) -> Generator[Any]:
    """Yield a cluster of processes on this machine, one task at a time in each."""
    count = workers or _cores()
    with (
        DASK.config.set(_QUIET),
        DISTRIBUTED.LocalCluster(
            n_workers=count, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0"
        ) as cluster,
    ):
        yield cluster


def _cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
