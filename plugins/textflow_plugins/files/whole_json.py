"""JSON files: one document, or a list of documents, a file."""

from collections.abc import Callable, Iterator
from typing import Any

import textflow
from textflow_plugins.files.items import read_items
from textflow_plugins.files.rows import Fields


@textflow.source(name="json", options="textflow_schemas:options/source-json.json")
def whole_json(
    entry: textflow.Input,
    *,
    id: str = "id",  # noqa: A002 - the option's name in pipeline files
    text: str = "text",
) -> Iterator[textflow.RawDocument | textflow.Unreadable]:
    """Yield each object of ``entry``; ``id`` and ``text`` name the fields to read."""
    return read_items(entry, Fields(id, text))


@textflow.hookimpl
def textflow_sources() -> list[Callable[..., Any]]:
    """Give the source."""
    return [whole_json]
