"""The local engine: worker processes of this machine, each document contained in its own."""

import itertools
import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import textflow

#: Characters beyond which a few documents are no small work either.
_SMALL = 500_000


@textflow.engine(options="textflow_schemas:options/engine-local.json")
def local(
    work: textflow.Work, *, workers: int | None = None, batch: int = 32, alone: int = 0
) -> Iterator[textflow.Outcome]:
    """
    Run the stages in worker processes: one that dies, or hangs, costs one document.

    Up to ``alone`` documents, of no great length together, are run in this process:
    starting others takes longer than that. More is decided from the input alone.
    """
    if alone and not workers:
        few = work.batches(alone, _SMALL)
        first = next(few, [])
        second = next(few, None)
        if second is None:
            yield from _here(work, first, batch)
            return
        read = _cut(itertools.chain([first, second], few), batch)
    else:
        read = work.batches(batch)
    from textflow_plugins.local.pool import Pool  # noqa: PLC0415 - not for a few documents

    with work.draining(), Pool(work, workers or _cores()) as pool:
        yield from pool.outcomes(read)


def _here(
    work: textflow.Work, tasks: list[textflow.Task], batch: int
) -> Iterator[textflow.Outcome]:
    for piece in _cut([tasks], batch):
        yield from work.run(piece)


def _cut(lists: Iterable[list[textflow.Task]], size: int) -> Iterator[list[textflow.Task]]:
    """Yield the same documents in lists of at most ``size``."""
    for tasks in lists:
        for start in range(0, len(tasks), size):
            yield tasks[start : start + size]


def _cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@textflow.hookimpl
def textflow_engines() -> list[Callable[..., Any]]:
    """Return the one engine of this plugin."""
    return [local]
