"""The stages of a run, bound and ready to work, in whichever process."""

from collections.abc import Mapping, Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Any

import attrs

from textflow.errors import (
    DocumentError,
    HookError,
    OversizeError,
    StageCrashError,
    StoppedError,
    TextflowError,
)
from textflow.plugins.guard import Guard
from textflow.reading.sources import RawDocument
from textflow.running import telling
from textflow.running.bound_stage import BoundStage, DocumentState
from textflow.running.outcomes import Failure, Outcome, Read
from textflow.running.rendered import Rendered
from textflow.running.stage_calls import is_failure, results_of, stage_error
from textflow.running.wrappers import Wrapped, Wrapper, wrapped
from textflow.wording import raised

if TYPE_CHECKING:  # it loads SQLite, which few runs need
    from textflow.cache.known_results import KnownResults


@attrs.define
class StageCount:
    """What one stage has cost and done so far."""

    seconds: float = 0.0
    documents: int = 0
    failed: int = 0

    def add(self, other: "StageCount") -> None:
        """Add what was done elsewhere."""
        self.seconds += other.seconds
        self.documents += other.documents
        self.failed += other.failed


@attrs.frozen
class Task:
    """One document on its way to an engine and back."""

    #: Its place among the documents of the run, from 0.
    number: int
    document: Read


class ResultFault(Exception):  # noqa: N818 - turned into a StageError at once
    """What a stage returned cannot even be looked at."""


_LOOKING = Guard(ResultFault)


class Compiled:
    """The stages of a run, bound to their options, between their wrappers."""

    def __init__(
        self, run: str, steps: Sequence[BoundStage], wrappers: Sequence[Wrapper] = ()
    ) -> None:
        self.run_name = run
        self.counts = {step.name: StageCount() for step in steps}
        #: What is known from runs before; None where nothing is to be kept.
        self.known: KnownResults | None = None
        self._steps = steps
        self._wrappers = wrappers

    def taken_counts(self) -> dict[str, StageCount]:
        """Return what has been done since this was last asked."""
        done, self.counts = self.counts, {name: StageCount() for name in self.counts}
        return done

    def run(self, batch: Sequence[Task]) -> list[Outcome]:
        """Run every stage on ``batch``; return one outcome a document, in order."""
        states, ends = self._begun(batch)
        try:
            self._pass(states, ends)
        except HookError as error:
            ends |= {at: _stopped(at, error) for at in states}
        if self.known is not None:
            self.known.save()
        return [ends[task.number] for task in batch]

    def recalled(self, batch: Sequence[Task]) -> dict[int, Outcome]:
        """Return the outcomes of those documents that end without a stage, by their numbers."""
        return {} if self.known is None else self._begun(batch)[1]

    def _begun(self, batch: Sequence[Task]) -> tuple[dict[int, DocumentState], dict[int, Outcome]]:
        """Return what is to be done, and how those end that cannot be read or are all known."""
        ends: dict[int, Outcome] = {}
        states: dict[int, DocumentState] = {}
        for task in batch:
            if isinstance(task.document, RawDocument):
                states[task.number] = DocumentState.of(task.document)
            else:
                failure = Failure(task.document.error, task.document.message)
                ends[task.number] = Outcome(task.number, failure=failure)
        if self.known is not None:
            ends |= self.known.recall(states)
        return states, ends

    def close(self) -> None:
        """Let go of what is known from runs before."""
        if self.known is not None:
            self.known.close()

    def _pass(self, states: dict[int, DocumentState], ends: dict[int, Outcome]) -> None:
        """Move the documents from ``states`` to ``ends``; raises HookError."""
        for place, step in enumerate(self._steps):
            waiting = {at: state for at, state in states.items() if state.done <= place}
            for end in self._step(step, waiting):
                ends[end.number] = end
                del states[end.number]
        for number in list(states):
            ends[number] = self._rendered(number, states[number])
            del states[number]

    def _step(self, step: BoundStage, states: Mapping[int, DocumentState]) -> list[Outcome]:
        """Run one stage on the documents that are left; return those that end here."""
        due = {at: state for at, state in states.items() if step.is_due(state)}
        found = self._results(step, [state.document for state in due.values()])
        ends = (
            self._taken(step, number, state, (result, found.changed.get(place)))
            for place, ((number, state), result) in enumerate(
                zip(due.items(), found.results, strict=True)
            )
        )
        return [end for end in ends if end is not None]

    def _results(self, step: BoundStage, documents: list[Any]) -> Wrapped:
        if not documents:
            return Wrapped([], {})
        start = perf_counter()
        found = wrapped(
            self._wrappers, step.name, tuple(documents), lambda: results_of(step, documents)
        )
        telling.over()
        count = self.counts[step.name]
        count.seconds += perf_counter() - start
        count.documents += len(documents)
        return found

    def _taken(
        self, step: BoundStage, number: int, state: DocumentState, given: tuple[Any, str | None]
    ) -> Outcome | None:
        """Take in one result, and who of the wrappers gave it; return how the document ends."""
        result, wrapper = given
        before = self.known.before(state) if self.known is not None else None
        try:
            with _LOOKING:
                end = _end_at(step, number, state, result)
        except ResultFault as fault:
            reason = f"what it returned cannot be read: {fault}"
            error = StageCrashError(step.provenance[1], step.provenance[0], state.source.id, reason)
            end = _failed(step, number, error)
        if end is None or end.failure is None:
            if self.known is not None and before is not None:
                self.known.note(step, state, before, kept=end is None)
            return end
        state.key = b""  # nothing is kept of what comes behind a failure
        self.counts[step.name].failed += 1
        failure = _blamed(end.failure, wrapper)
        if step.spec.on_error != "skip":
            return attrs.evolve(end, failure=failure)
        step.skip(state, failure)
        return None

    def _rendered(self, number: int, state: DocumentState) -> Outcome:
        try:
            record = Rendered.of(state)
        except (TypeError, ValueError) as error:
            found = f"cannot be written: {raised(error)}"
            wrong = OversizeError(state.source.id, found, "wanted plain JSON")
            return Outcome(number, failure=Failure.of(wrong), error=wrong)
        if self.known is not None:
            self.known.note_record(state, record)
        return record.outcome(number, state.source, self.run_name)


def _end_at(step: BoundStage, number: int, state: DocumentState, result: Any) -> Outcome | None:
    """Return how the document ends at ``step``, None where it goes on."""
    try:
        if is_failure(result):
            raise stage_error(step, state, result) from result.__cause__
        return None if step.accept(state, result) else Outcome(number, filtered_by=step.name)
    except DocumentError as error:
        return _failed(step, number, error)


def _failed(step: BoundStage, number: int, error: DocumentError) -> Outcome:
    failure = Failure.of(error, step.provenance)
    if step.spec.on_error == "stop":
        return Outcome(number, failure=failure, error=StoppedError(failure.message), stops=True)
    return Outcome(number, failure=failure, error=error)


def _blamed(failure: Failure, wrapper: str | None) -> Failure:
    """Add to a failure whose wrapper gave the result, where it was not the stage."""
    if wrapper is None:
        return failure
    message = f"{failure.message}; a wrapper of plugin {wrapper!r} gave this result"
    return failure._replace(message=message)


def _stopped(number: int, error: TextflowError) -> Outcome:
    return Outcome(number, failure=Failure.of(error), error=error, stops=True)
