"""The work of a run: from the documents that are left to the last of their ends."""

import contextlib
from collections.abc import Generator, Iterator, Mapping
from itertools import islice
from typing import Any

import attrs

from textflow.errors import TextflowError, TooManyErrorsError
from textflow.pipeline.model import Pipeline
from textflow.plugins.registry import Registry
from textflow.running.account import Account
from textflow.running.compiled import StageCount
from textflow.running.desk import Desk
from textflow.running.documents import documents_of
from textflow.running.fingerprint import Fingerprint
from textflow.running.journal import Journal
from textflow.running.manifest import Finish
from textflow.running.outcomes import End
from textflow.running.places import RECORDS
from textflow.running.recipe import Recipe
from textflow.running.retry import Retry
from textflow.running.rhythm import Rhythm
from textflow.running.tape import Tape
from textflow.running.troubles import writing
from textflow.running.watch import Watch
from textflow.running.work import StopRunError, Work


@attrs.frozen
class Stop:
    """How the work ended, and what ended it early."""

    end: Finish
    error: TextflowError | None = None


@attrs.define
class Job:
    """The work of one run; what a run before has done is passed by."""

    pipeline: Pipeline
    registry: Registry
    work: Fingerprint
    desk: Desk
    watch: Watch
    #: What became of the documents before, where only those that failed are run again.
    retry: Retry | None = None
    account: Account = attrs.field(factory=Account)
    #: What each stage has cost and done, in the runs before this one too.
    counts: dict[str, StageCount] = attrs.field(factory=dict[str, StageCount])
    #: Whether every document that has come has been put down and counted.
    _even: bool = True
    _rhythm: Rhythm = attrs.field(factory=Rhythm)

    def run(self, limit: int | None) -> Stop:
        """
        Do the work and return how it ended.

        Raises InputError before the first document, ResumeError, OutputError, HookError;
        what has been done by then is kept.
        """
        documents = documents_of(self.pipeline)
        tape = Tape(self.retry.noted(documents) if self.retry else documents)
        last = self.desk.journal.last if self.desk.journal else None
        if last is not None:
            self._take_up(tape, last)
        if last is not None and last["row"] == "done":
            return Stop(Finish(whole=True, limit=limit, cut=last["cut"]))
        with self._keeping(tape):
            error = self._work(tape, limit)
        cut = error is None and limit is not None and next(tape, None) is not None
        self.watch.through(self.account)
        self.desk.flush()
        if self.desk.journal is not None:
            self._stand(tape, {"cut": cut} if error is None else None)
        return Stop(Finish(whole=error is None, limit=limit, cut=cut), error)

    def _take_up(self, tape: Tape, last: Mapping[str, Any]) -> None:
        """Go on behind ``last``, if the documents before it are still the same."""
        journal = self._journal()
        done = last["row"] == "done"
        piped = any("-" in source.paths for source in self.pipeline.sources)
        if not (done and piped):  # what was piped in is gone, and is not needed any more
            tape.wind(journal.rows(), journal.folder.name)
            if done and not last["cut"]:
                tape.check_end(journal.folder.name)
        if self.retry:
            self.retry.pass_by(last["documents"])
        self.account = Account.of(last["account"])
        self.counts = {name: StageCount(*row) for name, row in last["stages"].items()}
        with writing(journal.folder.name):
            self.desk.again(journal.folder.path / RECORDS, journal.size(RECORDS))

    def _work(self, tape: Tape, limit: int | None) -> TextflowError | None:
        """Have the engine do what is left; return what ended it early."""
        recipe = Recipe.of(self.work.run, self.pipeline)
        compiled = recipe.compile(self.registry)
        left = None if limit is None else max(limit - self.account.read, 0)
        before = self.counts
        documents = islice(tape, left)
        work = Work(recipe, compiled, self.retry.dead(documents) if self.retry else documents)
        self.counts = self.account.stages = work.counts
        work.add_counts(before)
        self.watch.started()
        ends = work.ends(self.pipeline.engine)
        return self._consume(self.retry.merged(ends) if self.retry else ends, tape)

    def _consume(self, ends: Iterator[End], tape: Tape) -> TextflowError | None:
        try:
            with writing(self.desk.name):
                for end in ends:
                    self._take(end, tape)
            self.watch.allowance.check(self.account, at_end=True)
        except TooManyErrorsError as error:
            letters = self.desk.letters(whole=False) or "the dead letters"
            return attrs.evolve(error, dead_letters=letters)
        except StopRunError as error:
            cause = error.__cause__
            return cause if isinstance(cause, TextflowError) else None
        return None

    def _take(self, end: End, tape: Tape) -> None:
        """Put down and count one end; raises TooManyErrorsError at the limit."""
        self._even = False
        self.desk.put(end)
        self.account.add(end)
        tape.ended()
        self._even = True
        if self.desk.journal is not None and self._rhythm.due():
            self._stand(tape)
        self.watch.saw(self.account, end)

    def _stand(self, tape: Tape, done: Mapping[str, Any] | None = None) -> None:
        """Write a row of the ledger; raises OutputError."""
        self._even = False
        self._rhythm.began()
        row = {
            "documents": self.account.read,
            "input": tape.digest,
            "account": self.account.as_row(),
            "stages": {name: attrs.astuple(count) for name, count in self.counts.items()},
            **(done or {}),
        }
        with writing(self.desk.name):
            self._journal().stand(row, done=done is not None)
        self._rhythm.written()
        self._even = True

    @contextlib.contextmanager
    def _keeping(self, tape: Tape) -> Generator[None]:
        """Keep what has been done where something ends the run, a signal above all."""
        try:
            yield
        except BaseException:
            if self._even and self.account.read and self.desk.journal is not None:
                with contextlib.suppress(TextflowError):
                    self._stand(tape)
            raise

    def _journal(self) -> Journal:
        if self.desk.journal is None:  # pragma: no cover - asked only where there is one
            raise TypeError
        return self.desk.journal
