"""Text files: one document a file."""

from collections.abc import Callable, Iterator
from typing import Any

import textflow
from textflow_plugins.files.stdin import warn_of_markup


@textflow.source(options="textflow_schemas:options/source-txt.json")
def txt(
    entry: textflow.Input, *, encoding: str | None = None
) -> Iterator[textflow.RawDocument | textflow.Unreadable]:
    """Yield the whole text of ``entry``, decoded by the policy of ``textflow.decode``."""
    document = textflow.whole_file(entry, lambda _: encoding)
    if entry.uri == "-" and isinstance(document, textflow.RawDocument):
        warn_of_markup(document.text)
    yield document


@textflow.hookimpl
def textflow_sources() -> list[Callable[..., Any]]:
    """Give the source."""
    return [txt]
