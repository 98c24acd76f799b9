"""
Hand out shards to a cluster and take them back in order, whatever becomes of its workers.

A shard whose worker has gone is done again by another one. Nothing depends on who does it,
or how often: the first attempt that is whole counts.
"""

import asyncio
import concurrent.futures
import contextlib
import statistics
import time
from collections.abc import Iterator
from queue import Empty, SimpleQueue
from typing import Any

import attrs

import textflow
from textflow_plugins.dask.cluster import DISTRIBUTED, SchedulerGoneError

#: Shards that a worker has at once: one waits, so that it need not.
_AHEAD = 2
#: Shards that are done at most, and wait for one before them.
_KEPT = 1_000
#: How often a shard may end as many workers as Dask lets it end.
_TRIES = 5
#: Seconds between two looks at the cluster, and that all its workers may be away.
_LOOK, _AWAY = 1.0, 120.0
#: Seconds after which a shard is slow, and so many times what others took.
_SLOW, _TIMES = 30.0, 3.0


#: What a future raises that has no scheduler any more.
_CANCELLED = (asyncio.CancelledError, concurrent.futures.CancelledError)


class ShardLostError(Exception):
    """A shard cannot be done by any worker, or there is none to do it."""


@attrs.define
class _Attempt:
    """One future: a shard on its way through the cluster."""

    shard: textflow.Shard
    future: Any
    tries: int = 1
    since: float = attrs.field(factory=time.monotonic)


class Dispatch:
    """The shards that are on their way."""

    def __init__(self, client: Any, work: textflow.ShardWork, order: textflow.ShardOrder) -> None:
        self._client = client
        self._work = work
        self._order = order
        self._attempts: dict[str, _Attempt] = {}
        self._done: dict[int, textflow.ShardDone] = {}
        self._ended: SimpleQueue[str] = SimpleQueue()
        self._took: list[float] = []
        self._threads, self._seen, self._looked = 0, time.monotonic(), float("-inf")

    def done(self, shards: Iterator[textflow.Shard]) -> Iterator[textflow.ShardDone]:
        """
        Yield what became of each shard, in order.

        Raises SchedulerGoneError, and ShardLostError where no worker can do one.
        """
        due = 0
        while self._step(shards, due):
            while due in self._done:
                yield self._done.pop(due)
                due += 1

    def _step(self, shards: Iterator[textflow.Shard], due: int) -> bool:
        """Hand out what there is room for, wait for what is due; return whether more will come."""
        try:
            if self._is_time():
                self._look()
            more = self._hand_out(shards) or bool(self._done)
            if more and due not in self._done:
                self._wait()
        except (OSError, *_CANCELLED) as error:
            raise self._gone() from error
        return more

    def _hand_out(self, shards: Iterator[textflow.Shard]) -> bool:
        """Give the cluster what it can take; return whether anything is on its way."""
        while len(self._attempts) < _AHEAD * self._threads and len(self._done) < _KEPT:
            shard = next(shards, None)
            if shard is None:
                self._repeat_slow()
                break
            known = self._work.done(shard)
            if known is None:
                self._submit(shard)
            else:
                self._done[shard.number] = known
        return bool(self._attempts)

    def _submit(self, shard: textflow.Shard, tries: int = 1) -> None:
        future = self._client.submit(_run, self._order, shard, pure=False)
        self._attempts[future.key] = _Attempt(shard, future, tries)
        future.add_done_callback(self._note)

    def _note(self, future: Any) -> None:
        """Say that a future has ended, in a thread of the client."""
        self._ended.put(future.key)

    def _wait(self) -> None:
        """Take in what has ended."""
        with contextlib.suppress(Empty):
            self._take(self._ended.get(timeout=_LOOK))

    def _is_time(self) -> bool:
        return time.monotonic() - self._looked > _LOOK

    def _take(self, key: str) -> None:
        attempt = self._attempts.pop(key, None)
        if attempt is None:
            return  # another attempt was quicker
        if attempt.future.status == "finished":
            self._finish(attempt)
        elif attempt.future.status == "error":
            self._blame(attempt)
        else:
            raise self._gone()

    def _finish(self, attempt: _Attempt) -> None:
        """Take what became of a shard; from its worker only where it is not on the disk."""
        known = self._work.done(attempt.shard)
        if known is None:
            try:
                known = attempt.future.result(timeout=_AWAY)
            except TimeoutError:  # the worker stands still
                self._again(attempt)
                return
        self._took.append(time.monotonic() - attempt.since)
        self._done[attempt.shard.number] = known
        self._forget(attempt.shard.number)

    def _blame(self, attempt: _Attempt) -> None:
        """Try a shard again whose workers have died; raise what else has gone wrong."""
        error = attempt.future.exception()
        if not isinstance(error, DISTRIBUTED.KilledWorker):
            message = f"shard {attempt.shard.number} has failed in its worker: {error!r}"
            raise ShardLostError(message) from error
        self._again(attempt)

    def _again(self, attempt: _Attempt) -> None:
        if attempt.tries >= _TRIES:
            message = f"shard {attempt.shard.number} has ended every worker that had it"
            raise ShardLostError(message)
        self._submit(attempt.shard, attempt.tries + 1)

    def _forget(self, number: int) -> None:
        """Let go of other attempts at a shard that is done."""
        for key, attempt in list(self._attempts.items()):
            if attempt.shard.number == number:
                del self._attempts[key]
                attempt.future.release()

    def _repeat_slow(self) -> None:
        """Have shards that take very long done a second time, when there are no others."""
        if not self._took:
            return
        numbers = [attempt.shard.number for attempt in self._attempts.values()]
        limit = max(_SLOW, _TIMES * statistics.median(self._took))
        now = time.monotonic()
        for attempt in list(self._attempts.values()):
            if now - attempt.since > limit and numbers.count(attempt.shard.number) == 1:
                self._submit(attempt.shard)

    def _look(self) -> None:
        """Note how many workers there are; raise where the cluster has gone."""
        self._looked = time.monotonic()
        if self._client.status != "running":
            raise self._gone()
        self._threads = sum(self._client.nthreads().values())
        if self._threads:
            self._seen = self._looked
        elif self._looked - self._seen > _AWAY:
            message = f"the cluster has had no worker for {_AWAY:g} s"
            raise ShardLostError(message)

    def _gone(self) -> SchedulerGoneError:
        message = "the scheduler has gone; what is done stays, and the same command goes on with it"
        return SchedulerGoneError(message)


def compare(client: Any, work: textflow.ShardWork, order: textflow.ShardOrder) -> None:
    """Compare what each worker has with what is here; the work raises where it is other."""
    client.wait_for_workers(1, timeout=_AWAY)
    for worker, found in sorted(client.run(order.found, on_error="return").items()):
        if isinstance(found, OSError):
            continue  # it has gone; who comes in its place compares itself
        asked = f"it cannot be asked: {found!r}" if isinstance(found, Exception) else found
        work.compare(order, worker, asked)


def _run(order: textflow.ShardOrder, shard: textflow.Shard) -> textflow.ShardDone:
    return order.run(shard)
