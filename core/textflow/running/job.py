"""The work of a run: from the documents that are left to the last of their ends."""

import contextlib
from collections.abc import Generator, Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import attrs

from textflow.cache.order import CacheOrder
from textflow.errors import OutputError, TextflowError, TooManyErrorsError
from textflow.pipeline.model import Pipeline
from textflow.plugins.registry import Registry
from textflow.running.checkpoints import CheckpointSchedule
from textflow.running.compiled import Compiled, StageCount
from textflow.running.correcting import Correcting
from textflow.running.disk_errors import writing
from textflow.running.documents import documents_of
from textflow.running.fingerprint import Fingerprint
from textflow.running.journal import Journal
from textflow.running.manifest import Finish
from textflow.running.notifier import Notifier
from textflow.running.outcome_writer import OutcomeWriter
from textflow.running.outcomes import End, Read
from textflow.running.recipe import Recipe
from textflow.running.record_line import record_line
from textflow.running.resumable_input import Documents, ResumableInput, ShardedInput
from textflow.running.run_outputs import INPUTS, RECORDS, SHARDS
from textflow.running.run_totals import RunTotals
from textflow.running.work import StopRunError, Work
from textflow.stages import Declaration

if TYPE_CHECKING:  # few runs add to what is there, or retry
    from textflow.running.adding import Adding
    from textflow.running.retry import Retry

_NO_PLACE = "an engine that works in shards keeps them in a folder beside the output"


def takes_shards(pipeline: Pipeline) -> bool:
    """Return whether the engine of ``pipeline`` is given shards."""
    declaration = pipeline.engine.component.declaration
    return isinstance(declaration, Declaration) and declaration.shards


def reads_in_shards(pipeline: Pipeline, limit: int | None, *, chosen: bool) -> bool:
    """Return whether the input is read where the shards are done; a choice of it is read here."""
    return takes_shards(pipeline) and limit is None and not chosen


class JobEnd(NamedTuple):
    """How the work ended, and what ended it early."""

    end: Finish
    error: TextflowError | None = None


@attrs.define(eq=False, repr=False)
class Job:
    """The work of one run; what a run before has done is passed by."""

    pipeline: Pipeline
    registry: Registry
    fingerprint: Fingerprint
    writer: OutcomeWriter
    notifier: Notifier
    #: Where what the stages find is kept, if it is.
    cache: CacheOrder | None = None
    #: What became of the documents before, where only those that failed are run again.
    retry: "Retry | None" = None
    #: The output that documents are added to, where that is so.
    adding: "Adding | None" = None
    totals: RunTotals = attrs.field(factory=RunTotals)
    correcting: Correcting = attrs.field(
        default=attrs.Factory(lambda job: Correcting.of(job.pipeline.corrections), takes_self=True)
    )
    #: What each stage has cost and done, in the runs before this one too.
    counts: dict[str, StageCount] = attrs.field(factory=dict[str, StageCount])
    #: Whether every document that has come has been written and counted.
    _is_consistent: bool = True
    _schedule: CheckpointSchedule = attrs.field(factory=CheckpointSchedule)

    def run(self, limit: int | None) -> JobEnd:
        """
        Do the work and return how it ended.

        Raises InputError before the first document, ResumeError, OutputError, HookError;
        what has been done by then is kept.
        """
        documents = self._documents(limit)
        last = self.writer.journal.last if self.writer.journal else None
        if last is not None and isinstance(documents, ResumableInput):
            self._skip_done(documents, last)
            if last["row"] == "done":
                return JobEnd(Finish(whole=True, limit=limit, cut=last["cut"]))
        with self._keeping(documents):
            error = self._work(documents, limit)
        cut = error is None and self._is_cut(documents, limit)
        self.notifier.last_batch_done(self.totals)
        self.writer.flush()
        if self.writer.journal is not None:
            self._checkpoint(documents, {"cut": cut} if error is None else None)
        return JobEnd(Finish(whole=error is None, limit=limit, cut=cut), error)

    def _documents(self, limit: int | None) -> Documents:
        if reads_in_shards(self.pipeline, limit, chosen=bool(self.retry or self.adding)):
            return ShardedInput()
        return ResumableInput(self._chosen(documents_of(self.pipeline), limit))

    def _chosen(self, documents: Iterator[Read], limit: int | None) -> Iterator[Read]:
        """Return the documents, noted, and without those that are there already."""
        if self.adding:
            return self.adding.wanted(documents)
        return self.retry.noted(islice(documents, limit)) if self.retry else documents

    def _is_cut(self, documents: Documents, limit: int | None) -> bool:
        """Return whether there is more to read than ``limit`` allows."""
        if limit is None or isinstance(documents, ShardedInput):
            return False
        more = next(documents, None) is not None
        return more or bool(self.retry and self.retry.cut)

    def _skip_done(self, documents: ResumableInput, last: Mapping[str, Any]) -> None:
        """Go on behind ``last``, if the documents before it are still the same."""
        journal = self._journal()
        done = last["row"] == "done"
        piped = any("-" in source.paths for source in self.pipeline.sources)
        if not (done and piped):  # what was piped in is gone, and is not needed any more
            documents.skip_done(journal.rows(), journal.folder.name)
            if done and not last["cut"]:
                documents.check_end(journal.folder.name)
        self._pass_by(last["documents"])
        self.totals = RunTotals.of(last["account"])
        self.counts = {name: StageCount(*row) for name, row in last["stages"].items()}
        with writing(journal.folder.name):
            self.writer.write_again(journal.folder.path / RECORDS, journal.size(RECORDS))

    def _pass_by(self, count: int) -> None:
        """Leave out what was noted of the first documents."""
        before = self.retry or self.adding
        if before:
            before.pass_by(count)

    def _work(self, documents: Documents, limit: int | None) -> TextflowError | None:
        """Have the engine do what is left; return what ended it early."""
        recipe = Recipe.of(self.fingerprint.run, self.pipeline, self.cache)
        before = self.counts
        with contextlib.closing(recipe.compile(self.registry)) as compiled:
            work = self._made_work(recipe, compiled, documents, limit)
            self.counts = self.totals.stages = work.counts
            work.add_counts(before)
            self.notifier.started()
            ends = work.ends(self.pipeline.engine)
            return self._consume(self.retry.merged(ends) if self.retry else ends, documents)

    def _made_work(
        self, recipe: Recipe, compiled: Compiled, documents: Documents, limit: int | None
    ) -> Work:
        """Return what the engine is given; raises OutputError where it has no place to work."""
        due: Iterable[Read] = ()
        if isinstance(documents, ResumableInput):
            left = None if limit is None else max(limit - self.totals.read, 0)
            due = islice(documents, left)
            due = self.retry.dead(due) if self.retry else due
        if takes_shards(self.pipeline):
            return self._in_shards(recipe, compiled, documents, due)
        return Work(recipe, compiled, due)

    def _in_shards(
        self, recipe: Recipe, compiled: Compiled, documents: Documents, due: Iterable[Read]
    ) -> Work:
        from textflow.sharding.shard_work import ShardPlan, ShardWork  # noqa: PLC0415 - seldom
        from textflow.sharding.shards import Cutter  # noqa: PLC0415 - seldom

        if self.writer.journal is None:
            fix = "name a file as the sink, or another engine"
            raise OutputError(self.writer.outputs.names[0], _NO_PLACE, fix)
        folder = self.writer.journal.folder.path / SHARDS / recipe.run
        plan = ShardPlan(self.pipeline, self.registry, folder)
        if isinstance(documents, ShardedInput):
            plan = attrs.evolve(plan, cutter=Cutter.of(self.pipeline), seen=documents)
        return ShardWork(recipe, compiled, due, plan)

    def _consume(self, ends: Iterator[End], documents: Documents) -> TextflowError | None:
        try:
            with writing(self.writer.name):
                for end in ends:
                    self._write(end, documents)
            self.notifier.allowance.check(self.totals, at_end=True)
        except TooManyErrorsError as error:
            letters = self.writer.dead_letters(whole=False) or "the dead letters"
            return error.but(dead_letters=letters)
        except StopRunError as error:
            cause = error.__cause__
            return cause if isinstance(cause, TextflowError) else None
        return None

    def _write(self, end: End, documents: Documents) -> None:
        """Write and count one end; raises TooManyErrorsError at the limit."""
        self._is_consistent = False
        end = self.correcting.corrected(end, self.totals)
        self.writer.write(end)
        if self.adding:
            self._journal().add(INPUTS, record_line(self.adding.row(end)))
        self.totals.add(end)
        documents.ended()
        self._is_consistent = True
        if self._is_resumable(documents) and self._schedule.due():
            self._checkpoint(documents)
        self.notifier.document_ended(self.totals, end)

    def _is_resumable(self, documents: Documents) -> bool:
        """Return whether a later run goes on behind the last row; shards are kept by themselves."""
        return self.writer.journal is not None and isinstance(documents, ResumableInput)

    def _checkpoint(self, documents: Documents, done: Mapping[str, Any] | None = None) -> None:
        """Write a row of the ledger; raises OutputError."""
        self._is_consistent = False
        self._schedule.began()
        row = {
            "documents": self.totals.read,
            "input": documents.digest,
            "account": self.totals.as_row(),
            "stages": {name: attrs.astuple(count) for name, count in self.counts.items()},
            **(done or {}),
        }
        with writing(self.writer.name):
            self._journal().checkpoint(row, done=done is not None)
        self._schedule.written()
        self._is_consistent = True

    @contextlib.contextmanager
    def _keeping(self, documents: Documents) -> Generator[None]:
        """Keep what has been done where something ends the run, a signal above all."""
        try:
            yield
        except BaseException:
            if self._is_consistent and self.totals.read and self._is_resumable(documents):
                with contextlib.suppress(TextflowError):
                    self._checkpoint(documents)
            raise

    def _journal(self) -> Journal:
        if self.writer.journal is None:  # pragma: no cover - asked only where there is one
            raise TypeError
        return self.writer.journal
