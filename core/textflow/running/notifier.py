"""Who looks on while a run works: observers and the progress line."""

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from textflow.document import freeze
from textflow.errors import DocumentError, TooManyErrorsError
from textflow.pipeline.model import Pipeline
from textflow.running.observers import Observers
from textflow.running.outcomes import Dead, End
from textflow.running.run_totals import RunTotals

#: Documents between two calls of ``textflow_batch_done``.
_BATCH = 64


@attrs.frozen
class Notifier:
    """Who looks on, and when it is enough."""

    pipeline: Pipeline
    observers: Observers
    progress: Callable[[RunTotals], None] | None

    def started(self) -> None:
        """Tell observers that the run begins."""
        facts = freeze(dict(self.pipeline.canonical))
        self.observers.call("textflow_run_started", pipeline=facts)

    def document_ended(self, totals: RunTotals, outcome: End) -> None:
        """Tell everybody of one document's end; raises TooManyErrorsError at the limit."""
        if isinstance(outcome, Dead):
            self.observers.call(
                "textflow_document_failed",
                document=outcome.letter["id"],
                error=outcome.error or DocumentError(),
            )
        if totals.read % _BATCH == 0:
            self.observers.call("textflow_batch_done", counts=freeze(totals.counts()))
        if self.progress:
            self.progress(totals)
        limit = self.pipeline.limits.max_errors
        if limit is not None and totals.dead >= limit:
            raise TooManyErrorsError(totals.dead, limit, "the dead letters")

    def last_batch_done(self, totals: RunTotals) -> None:
        """Tell observers of what the last batch has come to."""
        if totals.read % _BATCH:
            self.observers.call("textflow_batch_done", counts=freeze(totals.counts()))

    def finished(self, manifest: Mapping[str, Any]) -> None:
        """Tell observers that the run has ended in good order."""
        self.observers.call("textflow_run_finished", manifest=freeze(dict(manifest)))
