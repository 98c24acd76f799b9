"""Text files: one document a file."""

from collections.abc import Callable, Iterator
from typing import Any

import textflow


@textflow.source(options="textflow_schemas:options/source-txt.json")
def txt(
    entry: textflow.Input, *, encoding: str | None = None
) -> Iterator[textflow.RawDocument | textflow.Unreadable]:
    """Yield the whole text of ``entry``, decoded by the policy of ``textflow.decode``."""
    yield textflow.whole_file(entry, lambda _: encoding)


@textflow.hookimpl
def textflow_sources() -> list[Callable[..., Any]]:
    """Give the source."""
    return [txt]
