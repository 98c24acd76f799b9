"""doccano: one document a line, spans with labels, links between them where wanted."""

from collections.abc import Callable
from typing import Any

import textflow
from textflow_plugins.exchange.marks import PARTS, marks_of


@textflow.sink(options="textflow_schemas:options/sink-doccano.json", lines=True)
def doccano(
    record: dict[str, Any], *, layers: list[str] | None = None, relations: bool = False
) -> bytes:
    """
    Return ``record`` as doccano imports it for sequence labelling.

    ``relations`` writes the other form of its projects, in which cue and mention are linked
    to their quotation. The text is that of the record; its id comes along as ``record``.
    """
    marks = marks_of(record, layers)
    head: dict[str, Any] = {"text": record["text"], "record": record["id"]}
    if not relations:
        labels = [[one.start, one.end, one.label] for one in marks if one.label not in PARTS]
        return textflow.record_line(head | {"label": labels})
    entities = [
        {"id": number, "label": one.label, "start_offset": one.start, "end_offset": one.end}
        for number, one in enumerate(marks)
    ]
    links = [
        {"from_id": number, "to_id": to, "type": name}
        for number, one in enumerate(marks)
        for name, to in one.links.items()
    ]
    rows = [{"id": number, **link} for number, link in enumerate(links)]
    return textflow.record_line(head | {"entities": entities, "relations": rows})


@textflow.hookimpl
def textflow_sinks() -> list[Callable[..., Any]]:
    """Give the sink."""
    return [doccano]
