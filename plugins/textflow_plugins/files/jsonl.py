"""JSON lines: one document a line, one record a line."""

from collections.abc import Callable, Iterator
from typing import Any

import textflow
from textflow_plugins.files.lines import pieces, read_documents
from textflow_plugins.files.rows import Fields


@textflow.source(options="textflow_schemas:options/source-jsonl.json", pieces=pieces)
def jsonl(
    entry: textflow.Input,
    *,
    id: str = "id",  # noqa: A002 - the option's name in pipeline files
    text: str = "text",
) -> Iterator[textflow.RawDocument | textflow.Unreadable]:
    """Yield each line of ``entry``; ``id`` and ``text`` name the fields to read."""
    return read_documents(entry, Fields(id, text))


@textflow.sink(
    name="jsonl", options="textflow_schemas:options/sink-jsonl.json", lines=True, native=True
)
def write_jsonl(record: dict[str, Any]) -> bytes:
    """Return ``record`` as one line."""
    return textflow.record_line(record)


@textflow.hookimpl
def textflow_sources() -> list[Callable[..., Any]]:
    """Give the source."""
    return [jsonl]


@textflow.hookimpl
def textflow_sinks() -> list[Callable[..., Any]]:
    """Give the sink."""
    return [write_jsonl]
