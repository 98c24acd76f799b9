"""What an engine is given: documents, and the way to run a batch of them."""

from collections.abc import Iterable, Iterator, Sequence
from time import perf_counter
from typing import Any

import attrs
import pluggy

from textflow.document import Document, thaw
from textflow.errors import (
    DocumentError,
    OversizeResultError,
    StageCrashError,
    StageTimeoutError,
)
from textflow.markers import hookimpl
from textflow.reading.sources import RawDocument, Unreadable
from textflow.running import deadline
from textflow.running.listing import TooLargeError, listed
from textflow.running.outcomes import Filtered, Outcome, Written, failed, unreadable
from textflow.running.steps import State, Step
from textflow.wording import raised, shown

Read = RawDocument | Unreadable


class StopRunError(Exception):
    """A stage with ``on_error: stop`` has failed; the cause says how."""


@attrs.define
class StageCount:
    """What one stage has cost and done so far."""

    seconds: float = 0.0
    documents: int = 0
    failed: int = 0


class Work:
    """The documents of a run, and how a batch of them passes the stages."""

    def __init__(
        self, run: str, steps: Sequence[Step], documents: Iterable[Read], hook: pluggy.HookRelay
    ) -> None:
        self.run_name = run
        self.counts = {step.name: StageCount() for step in steps}
        self._steps = steps
        self._documents = iter(documents)
        #: Documents handed out so far.
        self.read = 0
        self._hook = hook

    def batches(self, size: int, characters: int = 4_000_000) -> Iterator[list[Read]]:
        """Yield the documents in batches of at most ``size``, fewer where they are long."""
        batch: list[Read] = []
        total = 0
        for document in self._documents:
            self.read += 1
            batch.append(document)
            total += len(document.text) if isinstance(document, RawDocument) else 0
            if len(batch) >= size or total >= characters:
                yield batch
                batch, total = [], 0
        if batch:
            yield batch

    def done(self, batch: Sequence[Read]) -> list[Outcome]:
        """Run every stage on ``batch``; return one outcome a document, in order."""
        ends: list[Outcome | None] = [
            unreadable(one) if isinstance(one, Unreadable) else None for one in batch
        ]
        states = {at: State.of(one) for at, one in enumerate(batch) if isinstance(one, RawDocument)}
        for step in self._steps:
            for at, end in self._step(step, states):
                ends[at] = end
                del states[at]
        for at, state in states.items():
            ends[at] = Written(self._record(state), state.source)
        return [end for end in ends if end is not None]

    def _step(self, step: Step, states: dict[int, State]) -> list[tuple[int, Outcome]]:
        """Run one stage on the documents that are left; return those that end here."""
        if step.spec.implied:
            name = step.spec.part.name
            states = {at: one for at, one in states.items() if one.source.through == name}
        ends: list[tuple[int, Outcome]] = []
        results = self._results(step, [state.document for state in states.values()])
        for (at, state), result in zip(states.items(), results, strict=True):
            try:
                if isinstance(result, BaseException):
                    raise stage_error(step, state, result) from result
                if not step.accept(state, result):
                    ends.append((at, Filtered(state.source.id, step.name)))
            except DocumentError as error:
                self.counts[step.name].failed += 1
                if step.spec.on_error == "stop":
                    raise StopRunError from error
                if step.spec.on_error == "skip":
                    step.skip(state, error)
                else:
                    ends.append((at, failed(state.source, error, step.giver)))
        return ends

    def _results(self, step: Step, documents: list[Document]) -> Sequence[Any]:
        if not documents:
            return []
        start = perf_counter()
        results = self._wrapped(step.name, documents)
        count = self.counts[step.name]
        count.seconds += perf_counter() - start
        count.documents += len(documents)
        return results

    def _wrapped(self, stage: str, documents: list[Document]) -> Sequence[Any]:
        """Call the stage through its wrappers; one that fails costs the batch, not the run."""
        try:
            results = self._hook.textflow_run_stage(stage=stage, documents=documents)
        except Exception as error:  # noqa: BLE001 - it is a plugin's and may be anything
            return [error] * len(documents)
        if isinstance(results, Sequence) and len(results) == len(documents):
            return results
        found = f"a wrapper of textflow_run_stage gave {shown(results)}"
        return [TypeError(f"{found}, wanted {len(documents)} results")] * len(documents)

    def _record(self, state: State) -> dict[str, Any]:
        source: dict[str, Any] = {"uri": state.source.uri}
        if state.source.encoding != "utf-8":
            source["encoding"] = state.source.encoding
        if state.source.replaced:
            source["replaced"] = state.source.replaced
        record = {
            "id": state.source.id,
            "source": source,
            "text": state.document.text,
            "raw_map": [list(row) for row in state.rows.rows],
            "meta": thaw(state.document.meta),
            "annotations": state.layers,
            "run": self.run_name,
        }
        return record | ({"skipped": state.skipped} if state.skipped else {})


class StageRunner:
    """The engine's own implementation of ``textflow_run_stage``: it does the work."""

    def __init__(self, steps: Sequence[Step], *, armed: bool) -> None:
        self._steps = {step.name: step for step in steps}
        self._armed = armed

    @hookimpl(trylast=True)
    def textflow_run_stage(self, stage: str, documents: Sequence[Document]) -> list[Any]:
        """Return one result a document, a failed one as its exception."""
        step = self._steps[stage]
        if step.spec.facts.batch:
            whole = self._called(step, documents, len(documents))
            if isinstance(whole, list) and len(whole) == len(documents):
                return whole
            return [self._alone(step, document) for document in documents]
        return [self._called(step, document, 1) for document in documents]

    def _alone(self, step: Step, document: Document) -> Any:
        """Run a batch stage on one document, after its batch has failed."""
        result = self._called(step, [document], 1)
        if isinstance(result, list) and len(result) == 1:
            return result[0]
        if isinstance(result, BaseException):
            return result
        kind = list if isinstance(result, list) else type(result)
        return TypeError(f"a batch of 1 document gave {kind.__name__}, not 1 result")

    def _called(self, step: Step, given: Any, documents: int) -> Any:
        try:
            if not self._armed:
                return listed(step.call(given), step.spec.max_record_bytes)
            deadline.arm(step.spec.timeout * documents)
            try:
                return listed(step.call(given), step.spec.max_record_bytes)
            finally:
                deadline.arm(0)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - a stage's SystemExit is its own failure
            return error


def stage_error(step: Step, state: State, result: BaseException) -> DocumentError:
    """Return what it means for a document that a stage ended with ``result``."""
    stage, plugin, _ = step.giver
    if isinstance(result, DocumentError):
        return result
    if isinstance(result, TooLargeError):
        limit = step.spec.max_record_bytes
        return OversizeResultError(plugin, stage, state.source.id, str(result), limit)
    if isinstance(result, deadline.OverdueError):
        return StageTimeoutError(plugin, stage, state.source.id, step.spec.timeout)
    return StageCrashError(plugin, stage, state.source.id, raised(result))
