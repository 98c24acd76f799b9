"""The local engine: worker processes of this machine, each document contained in its own."""

import itertools
import os
from collections.abc import Callable, Container, Generator, Iterable, Iterator
from typing import Any

import textflow

#: Characters beyond which a few documents are no small work either.
_SMALL = 500_000
#: Batches that wait for it to show whether there is more than a little to do.
_HELD = 16


@textflow.engine(options="textflow_schemas:options/engine-local.json")
def local(
    work: textflow.Work, *, workers: int | None = None, batch: int = 32, alone: int = 0
) -> Iterator[textflow.Outcome]:
    """
    Run the stages in worker processes: one that dies, or hangs, costs one document.

    Up to ``alone`` documents, of no great length together, are run in this process, and so
    are those of which a cache knows all: starting others takes longer than that.
    """
    read = work.batches(batch)
    held = yield from _here(work, read, 0 if workers else alone)
    if not held:
        return
    from textflow_plugins.local.pool import Pool  # noqa: PLC0415 - not for a few documents

    with work.draining(), Pool(work, workers or _cores()) as pool:
        yield from pool.outcomes(itertools.chain(held, read))


def _here(
    work: textflow.Work, read: Iterable[list[textflow.Task]], room: int
) -> Generator[textflow.Outcome, None, list[list[textflow.Task]]]:
    """
    Yield the outcomes of what is known, and of up to ``room`` small documents that are not.

    Returns what has been read and is for workers, nothing where all has been done.
    """
    held: list[list[textflow.Task]] = []
    length = 0
    for tasks in read:
        known = work.known(tasks)
        if len(known) == len(tasks) and not held:
            yield from (known[task.number] for task in tasks)
            continue
        held.append(tasks)
        room -= len(tasks) - len(known)
        length += _length(tasks, known)
        if room < 0 or length > _SMALL:
            return held
        if len(held) >= _HELD:
            yield from _done(work, held)
    yield from _done(work, held)
    return []


def _done(work: textflow.Work, held: list[list[textflow.Task]]) -> Iterator[textflow.Outcome]:
    while held:
        yield from work.run(held.pop(0))


def _length(tasks: Iterable[textflow.Task], known: Container[int]) -> int:
    """Return how many characters those of ``tasks`` have that are not known."""
    documents = (task.document for task in tasks if task.number not in known)
    return sum(len(one.text) for one in documents if isinstance(one, textflow.RawDocument))


def _cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@textflow.hookimpl
def textflow_engines() -> list[Callable[..., Any]]:
    """Return the one engine of this plugin."""
    return [local]
