"""
The workers of a run, supervised: whatever becomes of one, each document gets its outcome.

Batches go out in order and come back in order. One whose worker has died is done again
document by document; a document that ends its worker twice, alone, is the one to blame.
"""

import os
from collections import deque
from collections.abc import Iterator
from contextlib import closing
from queue import Empty, SimpleQueue
from typing import Any, Self

import attrs

import textflow
from textflow_plugins.local.cell import Cell, Sight, named
from textflow_plugins.local.guardian import Guardian
from textflow_plugins.local.process import GRACE, Worker, farewell
from textflow_plugins.local.worker import Answer, Order

#: Seconds between two looks at what workers are doing.
_LOOK = 0.1
#: Pieces that a worker has at once: the second one waits for it, so that it need not wait.
_PIECES = 2
#: Batches that are handed out before the first of them has ended, with few workers.
_AHEAD = 4
#: How often a document may end its worker, alone.
_TRIES = 2
#: How often in a row workers may die before they are ready.
_STARTS = 3


@attrs.define
class _Batch:
    """Documents that were read together, and the outcomes there are so far."""

    tasks: list[textflow.Task]
    outcomes: dict[int, textflow.Outcome] = attrs.field(factory=dict[int, textflow.Outcome])

    @property
    def is_done(self) -> bool:
        return len(self.outcomes) == len(self.tasks)


class Pool:
    """The workers and what they have in hand."""

    def __init__(self, work: textflow.Work, count: int) -> None:
        self._work = work
        self._count = count
        self._stages = [one.name for one in work.recipe.stages]
        self._events: SimpleQueue[tuple[Worker, Any]] = SimpleQueue()
        self._workers: list[Worker] = []
        self._open: deque[_Batch] = deque()
        self._pending: deque[list[textflow.Task]] = deque()
        #: Number of a document to how often it has ended its worker, alone.
        self._deaths: dict[int, int] = {}
        self._false_starts = 0
        self._guardian = Guardian()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        """Let the workers leave; end them at once where something has gone wrong."""
        with closing(self._guardian):
            if kind is None:
                farewell(self._workers)
            for worker in self._workers:
                worker.kill()
            for worker in self._workers:
                worker.close()

    def outcomes(self, batches: Iterator[list[textflow.Task]]) -> Iterator[textflow.Outcome]:
        """Yield the outcome of every document in ``batches``, in order."""
        while self._hand_out(batches):
            self._wait()
            while self._open and self._open[0].is_done:
                batch = self._open.popleft()
                for task in batch.tasks:
                    self._deaths.pop(task.number, None)
                    yield batch.outcomes[task.number]

    def _hand_out(self, batches: Iterator[list[textflow.Task]]) -> bool:
        """Give workers what they can take; return whether anything is left to be done."""
        while self._has_room():
            piece = self._next_piece(batches)
            if piece is None:
                break
            self._least_busy().give(piece)
        return bool(self._open)

    def _has_room(self) -> bool:
        waiting = any(len(worker.pieces) < _PIECES for worker in self._workers)
        return waiting or len(self._workers) < self._count

    def _next_piece(self, batches: Iterator[list[textflow.Task]]) -> list[textflow.Task] | None:
        if self._pending:
            return self._pending.popleft()
        ahead = max(_AHEAD, self._count + 2)
        tasks = next(batches, None) if len(self._open) < ahead else None
        if tasks is not None:
            self._open.append(_Batch(tasks))
        return tasks

    def _least_busy(self) -> Worker:
        """Return the worker with least to do: a new one, as long as there may be more."""
        found = min(self._workers, key=lambda worker: len(worker.pieces), default=None)
        if found is None or (found.pieces and len(self._workers) < self._count):
            found = self._started()
        return found

    def _started(self) -> Worker:
        def order(cell: Cell) -> Order:
            return Order(self._work.recipe, cell.address, os.getpid())

        def answered(worker: Worker, answer: Any) -> None:
            self._events.put((worker, answer))

        worker = Worker(order, self._guardian, answered, self._work.printed)
        self._workers.append(worker)
        return worker

    def _wait(self) -> None:
        """Take in what workers have answered, and see to those that do not."""
        try:
            event = self._events.get(timeout=_LOOK)
            while True:
                self._take(*event)
                event = self._events.get_nowait()
        except Empty:
            self._look()

    def _take(self, worker: Worker, answer: Any) -> None:
        if worker not in self._workers:
            return  # it has been replaced meanwhile
        if type(answer) is Answer and worker.pieces:
            self._work.add_counts(answer.counts)
            if answer.change:
                self._replace(worker, _Death(answer.change, is_certain=True))
            else:
                self._put(worker.pieces.popleft(), answer.outcomes)
        elif answer == "ready" and not worker.is_ready:
            worker.is_ready, self._false_starts = True, 0
        else:
            worker.kill("" if answer is None else "it answered with something else than outcomes")
            self._replace(worker, _Death(worker.cause()))

    def _put(self, piece: list[textflow.Task], outcomes: list[textflow.Outcome]) -> None:
        """Note the outcomes of a piece; which of them are missing will be noticed."""
        for outcome in outcomes:
            self._batch_of(outcome.number).outcomes[outcome.number] = outcome
        batch = self._batch_of(piece[0].number)
        left = [task for task in piece if task.number not in batch.outcomes]
        if left:  # pragma: no cover - the stages answer for every document
            self._pending.append(left)

    def _batch_of(self, number: int) -> _Batch:
        return next(one for one in reversed(self._open) if one.tasks[0].number <= number)

    def _look(self) -> None:
        """End workers that are past a deadline, or take too much memory."""
        most = self._work.recipe.max_memory
        for worker in list(self._workers):
            if worker.overdue():
                seconds = worker.sight.seconds
                cause = f"it was ended, {GRACE:g} s after its {seconds:g} s were over"
                worker.kill(cause)
                self._replace(worker, _Death(cause, is_certain=True, is_overdue=True))
            elif most is not None and worker.memory() > most:
                cause = f"it took more memory than limits.max_memory allows, {most} bytes"
                worker.kill(cause)
                self._replace(worker, _Death(cause))

    def _replace(self, worker: Worker, death: "_Death") -> None:
        """Do without ``worker``; have done elsewhere what it had in hand."""
        self._workers.remove(worker)
        sight, pieces = worker.sight, list(worker.pieces)
        worker.kill()
        worker.close()
        if worker.is_ready and pieces:
            self._blame(pieces.pop(0), death, sight)
        elif not worker.is_ready:
            self._count_false_start(death)
        self._pending.extendleft(reversed(pieces))

    def _count_false_start(self, death: "_Death") -> None:
        self._false_starts += 1
        if self._false_starts >= _STARTS:
            message = f"worker processes end before they begin: {death.cause}"
            raise RuntimeError(message)

    def _blame(self, piece: list[textflow.Task], death: "_Death", sight: Sight) -> None:
        """Find out whose fault it was that the worker with ``piece`` is gone."""
        culprits = piece
        if len(piece) > 1:
            culprits = _at_work(piece, sight)[:1] if death.is_overdue else []
            self._pending.extend([one] for one in piece if one not in culprits)
        for task in culprits:
            self._count_death(task, death, sight)

    def _count_death(self, task: textflow.Task, death: "_Death", sight: Sight) -> None:
        """Have a document done again that has ended its worker, or give it up."""
        deaths = self._deaths[task.number] = self._deaths.get(task.number, 0) + 1
        if death.is_certain or deaths >= _TRIES:
            stage = self._stages[sight.stage] if sight.stage >= 0 else ""
            lost = self._work.lost(task, death.cause, stage, attempts=deaths)
            self._put([task], [lost])
        else:
            self._pending.appendleft([task])


def _at_work(piece: list[textflow.Task], sight: Sight) -> list[textflow.Task]:
    """Return the documents that a worker may have been seen at: those of the name it gave."""
    known = sight.document
    return [one for one in piece if known and named(one.document.id) == known]


@attrs.frozen
class _Death:
    """Why a worker is gone."""

    cause: str
    #: Whether trying again would only take as long again: the document at work is to blame.
    is_certain: bool = False
    #: Whether it was too slow: then the document is known, though it was one of many.
    is_overdue: bool = False
