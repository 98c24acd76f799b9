"""Corrections as a report saves them, made without one."""

from collections.abc import Mapping
from typing import Any

from textflow.review.corrections import Correction
from textflow.review.ground import Ground, Span
from textflow.review.items import portable
from textflow.review.selectors import Selector

Line = dict[str, Any]


def judged(
    record: Mapping[str, Any],
    layer: str,
    item: Mapping[str, Any],
    action: str = "accept",
    *,
    place: Span | None = None,
    **changes: Any,
) -> Line:
    """Return what a person says of one finding of ``record``."""
    ground = Ground.of(record)
    names = {one["id"]: one["name"] for one in record["annotations"].get("speakers", ())}
    line: Line = {
        "document": record["id"],
        "layer": layer,
        "action": action,
        "target": Selector.of(ground, (item["start"], item["end"])).to_json(),
        "found": portable(item, layer, ground, names),
    }
    if place:
        line["place"] = Selector.of(ground, place).to_json()
    if action != "reject":
        line["item"] = line["found"] | changes
    return line


def missed(record: Mapping[str, Any], layer: str, words: str, **fields: Any) -> Line:
    """Return the line that adds ``words`` to a layer."""
    start = record["text"].index(words)
    selector = Selector.of(Ground.of(record), (start, start + len(words)))
    return {
        "document": record["id"],
        "layer": layer,
        "action": "add",
        "target": selector.to_json(),
        "item": fields,
    }


def looked_through(record: Mapping[str, Any], layer: str) -> Line:
    """Return the line that says that nothing else is in a layer."""
    return {"document": record["id"], "layer": layer, "action": "complete"}


def corrections(*lines: Line) -> list[Correction]:
    """Return lines as corrections."""
    return [Correction.from_json(line) for line in lines]
