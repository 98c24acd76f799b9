"""Call a stage on documents: guarded, timed, its generators run to their end."""

from collections.abc import Sequence
from typing import Any

from textflow.document import Document
from textflow.errors import (
    DocumentError,
    OversizeResultError,
    StageCrashError,
    StageTimeoutError,
)
from textflow.plugins.frames import place_in
from textflow.plugins.guard import Guard
from textflow.running import deadline, telling
from textflow.running.bound_stage import BoundStage, DocumentState
from textflow.running.collecting import Collected, TooLargeError, collected
from textflow.wording import raised, type_name


class StageFault(Exception):  # noqa: N818 - what a wrapper sees in the place of a result
    """A stage failed on a document; what it raised is the cause."""

    def __init__(self, reason: str, *, overdue: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.overdue = overdue


_GUARD = Guard(StageFault)


def results_of(step: BoundStage, documents: Sequence[Document]) -> list[Any]:
    """Return what ``step`` gives for each document, an exception where it failed."""
    try:
        return _results(step, documents)
    finally:
        deadline.stop()


def _results(step: BoundStage, documents: Sequence[Document]) -> list[Any]:
    if step.spec.declaration.batch:
        whole = _called(step, tuple(documents), len(documents))
        if type(whole) is Collected and len(whole) == len(documents):
            return whole
        return [_alone(step, document) for document in documents]
    return [_called(step, document, 1) for document in documents]


def _alone(step: BoundStage, document: Document) -> Any:
    """Run a batch stage on one document, after its batch has failed."""
    result = _called(step, (document,), 1)
    if type(result) is Collected and len(result) == 1:
        return result[0]
    if type(result) is StageFault:
        return result
    kind = "list" if type(result) is Collected else type_name(result)
    return StageFault(f"a batch of 1 document gave {kind}, not 1 result")


def _called(step: BoundStage, given: Any, documents: int) -> Any:
    """Return what the stage returns, or a StageFault."""
    try:
        telling.begins(step.name, given, step.spec.timeout * documents)
        deadline.arm(step.spec.timeout * documents)
        try:
            with _GUARD:
                result = collected(step.call(given), step.spec.max_record_bytes)
        finally:
            deadline.arm(0)
    except StageFault as fault:
        result = fault
    except deadline.OverdueError as error:  # it came just behind the plugin's code
        result = error
    return _overdue(result) if deadline.missed() else result


def _overdue(result: Any) -> StageFault:
    """Return the fault of a call that was past its deadline, however it ended."""
    fault = StageFault("not done in time", overdue=True)
    fault.__cause__ = result.__cause__ if type(result) is StageFault else None
    return fault


def is_failure(result: Any) -> bool:
    """Return whether a result is a failure, whatever its class claims to be."""
    return issubclass(type(result), BaseException)


def stage_error(step: BoundStage, state: DocumentState, result: BaseException) -> DocumentError:
    """Return what it means for a document that a stage ended with ``result``."""
    stage, plugin, _ = step.provenance
    whose = (plugin, stage, state.source.id)
    if type(result) is not StageFault:
        return StageCrashError(*whose, raised(result))
    if result.overdue:
        return StageTimeoutError(*whose, step.spec.timeout)
    cause = result.__cause__
    if type(cause) is TooLargeError:
        return OversizeResultError(*whose, str(cause), step.spec.max_record_bytes)
    place = place_in(cause, step.spec.component.entry.module) if cause is not None else ""
    return StageCrashError(*whose, result.reason, place)
