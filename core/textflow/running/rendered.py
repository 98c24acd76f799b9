"""A record as bytes: what the stages have made of it, and what every run says anew."""

from typing import Any, NamedTuple

import orjson

from textflow.document import thaw
from textflow.reading.sources import RawDocument
from textflow.running.bound_stage import DocumentState
from textflow.running.outcomes import Outcome
from textflow.running.record_line import json_fields


class Rendered(NamedTuple):
    """A record but for its id, its source and the name of its run, which stand around it."""

    #: The fields from ``text`` to ``annotations``, as JSON.
    body: bytes
    #: The fields behind ``run``; empty in most records.
    more: bytes = b""
    skipped: bool = False
    #: How many items were left out.
    rejected: int = 0

    @classmethod
    def of(cls, state: DocumentState) -> "Rendered":
        """Return the record of a document that all stages have seen; raises TypeError."""
        body = {
            "text": state.document.text,
            "raw_map": state.rows.rows,
            "meta": thaw(state.document.meta),
            "annotations": {name: _written(state, name) for name in state.layers},
        }
        more = {"skipped": state.skipped, "rejected": state.rejected}
        rest = {key: rows for key, rows in more.items() if rows}
        flags = bool(state.skipped), len(state.rejected)
        return cls(json_fields(body), json_fields(rest) if rest else b"", *flags)

    def outcome(
        self, number: int, source: RawDocument, run: str, *, known: bool = False
    ) -> Outcome:
        """Return the end of the document ``source``: its record, made in ``run``."""
        head = json_fields({"id": source.id, "source": _source(source)})
        parts = (head, self.body, json_fields({"run": run}), self.more)
        line = b"{" + b",".join(filter(None, parts)) + b"}\n"
        return Outcome(number, line, skipped=self.skipped, rejected=self.rejected, known=known)


def _written(state: DocumentState, layer: str) -> Any:
    """Return a layer as it has been written when it was checked, or else as it is."""
    json = state.json.get(layer)
    return orjson.Fragment(json) if json else state.layers[layer]


def _source(source: RawDocument) -> dict[str, Any]:
    found: dict[str, Any] = {"uri": source.uri}
    if source.encoding != "utf-8":
        found["encoding"] = source.encoding
    if source.replaced:
        found["replaced"] = source.replaced
    return found
