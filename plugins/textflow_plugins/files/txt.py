"""Text files: one document a file."""

from collections.abc import Callable, Iterator
from typing import Any

import textflow


@textflow.source(options="textflow_schemas:options/source-txt.json")
def txt(
    entry: textflow.Input, *, encoding: str | None = None
) -> Iterator[textflow.RawDocument | textflow.Unreadable]:
    """Yield the whole text of ``entry``, decoded by the policy of ``textflow.decode``."""
    raw = b""
    try:
        raw = entry.read()
        decoded = textflow.decode(raw, encoding, uri=entry.uri)
    except textflow.InputError as error:
        yield textflow.Unreadable.because(error, id=entry.id, raw=raw)
        return
    yield textflow.RawDocument(
        text=decoded.text,
        id=entry.id,
        uri=entry.uri,
        replaced=decoded.replaced,
        encoding=decoded.encoding,
    )


@textflow.hookimpl
def textflow_sources() -> list[Callable[..., Any]]:
    """Give the source."""
    return [txt]
