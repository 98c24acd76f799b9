"""What has become of the documents of a run so far."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from textflow.running.compiled import StageCount
from textflow.running.outcomes import End, Filtered, Written


@attrs.define
class RunTotals:
    """What has become of the documents so far."""

    read: int = 0
    written: int = 0
    filtered: int = 0
    dead: int = 0
    #: Error type to the number of dead letters.
    reasons: Counter[str] = attrs.field(factory=Counter)
    #: Encoding to the number of documents read in it.
    encodings: Counter[str] = attrs.field(factory=Counter)
    #: Documents with undecodable bytes, and how many bytes those are.
    damaged: int = 0
    replaced: int = 0
    #: Documents that a stage with ``on_error: skip`` failed on.
    skipped: int = 0
    #: Items of stages with ``invalid: reject`` that were left out.
    rejected: int = 0
    #: Documents of which all was in the cache.
    known: int = 0
    #: Error type to the message of the first dead letter of that type.
    first_failures: dict[str, str] = attrs.field(factory=dict[str, str])
    #: What became of the corrections that the pipeline names, and the first that were refused.
    corrected: int = 0
    refused: int = 0
    refusals: list[str] = attrs.field(factory=list[str])
    #: What each stage has cost and done so far; no part of the row.
    stages: Mapping[str, StageCount] = attrs.field(factory=dict[str, StageCount])

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "RunTotals":
        """Return the totals that ``as_row`` has made ``row`` of."""
        facts: dict[str, Any] = dict(row)
        for key in ("reasons", "encodings"):
            facts[key] = Counter[str](facts[key])
        return cls(**facts)

    def as_row(self) -> dict[str, Any]:
        """Return the totals as plain JSON."""
        return attrs.asdict(self, filter=lambda field, _: field.name != "stages")

    def add(self, outcome: End) -> None:
        """Count one document's end."""
        self.read += 1
        if isinstance(outcome, Written):
            self._add_written(outcome)
        elif isinstance(outcome, Filtered):
            self.filtered += 1
            self.known += outcome.known
        else:
            self.dead += 1
            error = outcome.letter["error"]
            self.reasons[error["type"]] += 1
            self.first_failures.setdefault(error["type"], error["message"])

    def _add_written(self, outcome: Written) -> None:
        self.written += 1
        self.encodings[outcome.source.encoding] += 1
        self.damaged += outcome.source.replaced > 0
        self.replaced += outcome.source.replaced
        self.skipped += outcome.skipped
        self.rejected += outcome.rejected
        self.known += outcome.known

    @classmethod
    def of_ends(cls, ends: Iterable[End]) -> "RunTotals":
        """Return what ``ends`` come to."""
        totals = cls()
        for end in ends:
            totals.add(end)
        return totals

    def counts(self) -> dict[str, int]:
        """Return ``in``, ``out``, ``filtered`` and ``dead``, which always add up."""
        if self.read != self.written + self.filtered + self.dead:  # pragma: no cover - a bug here
            message = f"documents do not add up: {self}"
            raise AssertionError(message)
        return {
            "in": self.read,
            "out": self.written,
            "filtered": self.filtered,
            "dead": self.dead,
        }
