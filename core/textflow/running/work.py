"""What an engine is given: numbered documents, and the stages to put them through."""

import contextlib
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from textflow import interrupts
from textflow.errors import HookError, WorkerDiedError
from textflow.pipeline.model import Connector
from textflow.plugins.guard import drawn, guarded
from textflow.plugins.setting_up import set_up
from textflow.reading.sources import RawDocument
from textflow.running.compiled import Compiled, StageCount, Task
from textflow.running.outcomes import End, Failure, Outcome, Read, end_of
from textflow.running.recipe import Recipe
from textflow.wording import safe, shown, type_name


class StopRunError(Exception):
    """An outcome ends the run; the cause says why."""


#: Where a signal raises at once in any case.
_AT_ONCE = contextlib.nullcontext()


class _Ours:
    """A context that remembers what is raised in it: it passes the engine, but is not its fault."""

    def __init__(self, work: "Work") -> None:
        self._work = work

    def __enter__(self) -> None:
        """Raise what has been raised before."""
        if self._work.error is not None:
            raise self._work.error

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: object
    ) -> None:
        """Remember what was raised, and let it through."""
        if error is not None:
            self._work.error = error


class Work:
    """
    The documents of a run, and the stages that they pass.

    An engine takes ``batches``, has each one ``run``, here or by what ``recipe`` compiles
    in another process, and yields the outcomes in the order of the documents' numbers.
    """

    def __init__(self, recipe: Recipe, compiled: Compiled, documents: Iterable[Read]) -> None:
        #: What compiles the stages in another process; it can be pickled.
        self.recipe = recipe
        #: What each stage has cost and done so far.
        self.counts = compiled.counts
        #: Documents handed out so far.
        self.read = 0
        #: What went wrong on this side of an engine, not in it.
        self.error: BaseException | None = None
        self._compiled = compiled
        self._documents = iter(documents)
        self._open: dict[int, Read] = {}
        self._ours = _Ours(self)

    def batches(self, size: int, characters: int = 4_000_000) -> Iterator[list[Task]]:
        """Yield the documents in batches of at most ``size``, fewer where they are long."""
        batch: list[Task] = []
        total = 0
        while (task := self._next()) is not None:
            batch.append(task)
            document = task.document
            total += len(document.text) if isinstance(document, RawDocument) else 0
            if len(batch) >= size or total >= characters:
                yield batch
                batch, total = [], 0
        if batch:
            yield batch

    def run(self, batch: Sequence[Task]) -> list[Outcome]:
        """Run every stage on ``batch`` in this process; return one outcome a document."""
        if any(type(task) is not Task for task in batch):
            message = "run takes what `batches` yields: a list of textflow.Task"
            raise TypeError(message)
        with self._ours:
            return self._compiled.run(batch)

    def known(self, batch: Sequence[Task]) -> dict[int, Outcome]:
        """
        Return the outcomes of those documents that end without any stage, by their numbers.

        With a cache these are the ones of which all is known, so that no process is needed.
        """
        with self._ours:
            return self._compiled.recalled(batch)

    def lost(self, task: Task, cause: str, stage: str = "", *, attempts: int = 1) -> Outcome:
        """
        Return the end of a document whose worker died, for ``cause``, in ``stage``.

        ``stage`` is named as the worker's stages are; empty where none had begun.
        """
        error = WorkerDiedError(task.document.id, cause, stage)
        givers = {one.name: one.provenance for one in self.recipe.stages}
        failure = Failure.of(error, givers.get(stage))
        return Outcome(task.number, failure=failure, error=error, attempts=attempts)

    def add_counts(self, counts: Mapping[str, StageCount]) -> None:
        """Add what stages have cost and done in another process."""
        for name, count in counts.items():
            self.counts[name].add(count)

    def draining(self) -> contextlib.AbstractContextManager[None]:
        """
        Return a context in which the first Ctrl-C ends `batches` and raises nothing.

        For an engine that can finish what is at work elsewhere; the second ends the process.
        """
        return interrupts.draining()

    def printed(self, data: bytes) -> None:
        """Write what a process of the engine has printed to standard error, made harmless."""
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(safe(data.decode("utf-8", "backslashreplace")))
            sys.stderr.flush()

    def _next(self) -> Task | None:
        draining = interrupts.is_draining()
        if draining and interrupts.has_come():
            return None
        stoppable = interrupts.draining(wanted=False) if draining else _AT_ONCE
        try:
            with self._ours, stoppable:
                interrupts.check()
                document = next(self._documents, None)
        except interrupts.Interrupted:
            if not draining:
                raise
            self.error = None  # what has been read before is finished first
            return None
        if document is None:
            return None
        task = Task(self.read, document)
        self._open[task.number] = document
        self.read += 1
        return task

    def ends(self, engine: Connector) -> Iterator[End]:
        """
        Have ``engine`` do the work; yield how each document ended.

        Raises HookError for an engine that fails or breaks its word, SetupError for one that
        cannot be set up, StopRunError at an outcome that ends the run.
        """
        blame = Blame(engine.component.entry.name, f"engine {engine.component.name!r}")
        guard = guarded(blame.plugin, blame.hook, self)
        call = set_up(engine.component, engine.options)
        with guard:
            outcomes: Iterable[Outcome] = call(self)
        ended = 0
        for outcome in drawn(outcomes, guard):
            yield self._end(ended, outcome, blame)
            ended += 1
        if self._open:
            raise blame.lost(ended)
        if self._next() is not None:
            raise blame.left(ended)

    def all_ends(self, engine: Connector) -> Iterator[End]:
        """Yield as ``ends`` does; raises what ended the run early, where an outcome did."""
        try:
            yield from self.ends(engine)
        except StopRunError as stopped:
            raise stopped.__cause__ or stopped from None

    def _end(self, due: int, outcome: Outcome, blame: "Blame") -> End:
        """Return how the document that is due ended; raises as ``ends`` does."""
        found = _wrong(outcome, due) or ("" if due in self._open else _UNASKED.format(due))
        if found:
            raise blame.error(found)
        if outcome.stops and outcome.error is not None:
            raise StopRunError from outcome.error
        return end_of(self._open.pop(due), outcome)


_WANTED = "an engine yields one outcome for each document, in the order of their numbers"
_UNASKED = "it yielded an outcome of document {}, which it was never given"


class Blame(NamedTuple):
    """How an engine is named where it breaks its word."""

    plugin: str
    hook: str

    def error(self, found: str, wanted: str = "") -> HookError:
        """Return the error for what an engine must not do."""
        return HookError(self.plugin, self.hook, found, wanted or _WANTED)

    def lost(self, number: int) -> HookError:
        """Return the error for an engine that has left out a document."""
        return self.error(f"it ended without an outcome of document {number}, which it was given")

    def left(self, count: int) -> HookError:
        """Return the error for an engine that has ended too early."""
        return self.error(f"it ended after {count} documents and left others unread")


def _wrong(outcome: object, due: int) -> str:
    """Return what is wrong with an outcome, or nothing."""
    if type(outcome) is not Outcome:
        return f"it yielded a {type_name(outcome)}"
    if type(outcome.number) is not int or outcome.number != due:
        return f"it yielded the outcome of document {shown(outcome.number)} where {due} was due"
    return (
        "" if _says_an_end(outcome) else f"it yielded an outcome of document {due} that says no end"
    )


def _says_an_end(outcome: Outcome) -> bool:
    if outcome.failure is not None:
        fields = outcome.failure if type(outcome.failure) is Failure else (0,)
        return all(type(field) in (str, type(None)) for field in fields)
    if outcome.filtered_by is not None:
        return type(outcome.filtered_by) is str
    return type(outcome.line) is bytes and outcome.line.endswith(b"}\n")
