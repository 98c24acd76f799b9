"""Label Studio: a JSON list of tasks, each with what was found as a prediction."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import textflow
from textflow_plugins.exchange.marks import Mark, marks_of


@textflow.sink(options="textflow_schemas:options/sink-labelstudio.json")
def labelstudio(
    records: Iterator[dict[str, Any]], path: Path, *, layers: list[str] | None = None
) -> None:
    """
    Write all records as the tasks of one project.

    What was found is in ``predictions``, from which Label Studio makes annotations that people
    correct. Its labelling set-up names the text ``text`` and the labels ``label``.
    """
    with path.open("wb") as stream:
        between = b"[\n"
        for record in records:
            stream.write(between + textflow.record_line(_task(record, layers)).rstrip(b"\n"))
            between = b",\n"
        stream.write(b"\n]\n" if between == b",\n" else b"[]\n")


def _task(record: dict[str, Any], layers: list[str] | None) -> dict[str, Any]:
    marks = marks_of(record, layers)
    regions = [_region(number, one, record["text"]) for number, one in enumerate(marks)]
    links = [
        _link(number, to, name)
        for number, one in enumerate(marks)
        for name, to in one.links.items()
    ]
    return {
        "data": {"text": record["text"], "record": record["id"]},
        "predictions": [{"model_version": record["run"], "result": regions + links}],
    }


def _region(number: int, mark: Mark, text: str) -> dict[str, Any]:
    words = text[mark.start : mark.end]
    value = {"start": mark.start, "end": mark.end, "text": words, "labels": [mark.label]}
    region = {
        "id": f"m{number}",
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": value,
    }
    said = {name: one for name, one in mark.fields.items() if one is not None}
    return region | (
        {"meta": {"text": [f"{name}: {one}" for name, one in said.items()]}} if said else {}
    )


def _link(number: int, to: int, name: str) -> dict[str, Any]:
    ends = {"from_id": f"m{number}", "to_id": f"m{to}"}
    return {"type": "relation", "direction": "right", "labels": [name], **ends}


@textflow.hookimpl
def textflow_sinks() -> list[Callable[..., Any]]:
    """Give the sink."""
    return [labelstudio]
