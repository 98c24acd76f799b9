"""Who looks on while a run works: observers and the progress line."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import attrs

from textflow.document import freeze
from textflow.errors import DocumentError
from textflow.pipeline.model import Pipeline
from textflow.running.allowance import Allowance
from textflow.running.observers import Observers
from textflow.running.outcomes import Dead, End
from textflow.running.run_totals import RunTotals

#: Documents between two calls of ``textflow_batch_done``.
_BATCH = 64


class Notifier(NamedTuple):
    """Who looks on, and when it is enough."""

    pipeline: Pipeline
    observers: Observers
    progress: Callable[[RunTotals], None] | None

    @property
    def allowance(self) -> Allowance:
        """How many documents may fail."""
        return Allowance(self.pipeline.limits.max_errors)

    def started(self) -> None:
        """Tell observers that the run begins."""
        self.observers.call("textflow_run_started", pipeline=self._canonical())

    def added_to_manifest(self) -> dict[str, Any]:
        """Return what plugins add to the manifest, by their names."""
        return self.observers.added("textflow_manifest", pipeline=self._canonical())

    def _canonical(self) -> Mapping[str, Any]:
        facts: Mapping[str, Any] = freeze(dict(self.pipeline.canonical))
        return facts

    def document_ended(self, totals: RunTotals, outcome: End) -> None:
        """Tell everybody of one document's end; raises TooManyErrorsError at the limit."""
        if isinstance(outcome, Dead):
            self.observers.call(
                "textflow_document_failed",
                document=outcome.letter["id"],
                error=outcome.error or DocumentError(),
            )
        if totals.read % _BATCH == 0:
            self._batch_done(totals)
        if self.progress:
            self.progress(totals)
        if self.allowance.is_due(totals, failed=isinstance(outcome, Dead)):
            self.allowance.check(totals)

    def last_batch_done(self, totals: RunTotals) -> None:
        """Tell observers of what the last batch has come to."""
        if totals.read % _BATCH:
            self._batch_done(totals)

    def _batch_done(self, totals: RunTotals) -> None:
        stages = {name: attrs.asdict(count) for name, count in totals.stages.items()}
        facts = {"counts": freeze(totals.counts()), "stages": freeze(stages)}
        self.observers.call("textflow_batch_done", **facts)

    def finished(self, manifest: Mapping[str, Any]) -> None:
        """Tell observers that the run has ended in good order."""
        self.observers.call("textflow_run_finished", manifest=freeze(dict(manifest)))
