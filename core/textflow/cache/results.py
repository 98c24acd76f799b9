"""What one stage has done to a document, as bytes, and the same done again from these."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson

from textflow.document import Document, Layers, thaw
from textflow.running.bound_stage import DocumentState
from textflow.running.raw_map import RawMap


class Moment(NamedTuple):
    """A document as it was before a stage: what is another object then has changed."""

    document: Document
    rows: RawMap
    layers: Mapping[str, list[dict[str, Any]]]
    rejected: int

    @classmethod
    def of(cls, state: DocumentState) -> "Moment":
        """Return the present moment of ``state``."""
        return cls(state.document, state.rows, dict(state.layers), len(state.rejected))

    def change(self, state: DocumentState) -> bytes:
        """Return what has become of ``state`` since; raises TypeError for what is no JSON."""
        now, then = state.document, self.document
        layers = state.layers.items()
        found: dict[str, Any] = {
            "layers": {name: items for name, items in layers if self.layers.get(name) is not items},
            "size": state.size,
        }
        if state.rows is not self.rows:
            found |= {"text": now.text, "rows": state.rows.rows}
        if now.meta is not then.meta:
            found["meta"] = thaw(now.meta)
        if len(state.rejected) > self.rejected:
            found["rejected"] = state.rejected[self.rejected :]
        return orjson.dumps(found)


def apply_change(state: DocumentState, change: bytes) -> None:
    """Do to ``state`` what ``change`` says, as ``Moment.change`` has put it down."""
    found = orjson.loads(change)
    state.size = found["size"]
    state.layers.update(found["layers"])
    state.rejected += found.get("rejected", ())
    if "rows" in found:
        state.rows = RawMap.of({"raw_map": found["rows"]})
    if "rows" in found or "meta" in found:
        before = state.document
        meta = found.get("meta", before.meta)
        text = found.get("text", before.text)
        state.document = Document(text, before.id, meta, Layers(state.layers))
