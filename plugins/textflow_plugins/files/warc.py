"""Web archives: the pages that a crawl has fetched."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import textflow
from textflow_plugins.files.rows import Outcome


def pieces(entry: textflow.Input, size: int) -> Iterator[Any]:
    """Yield pieces of ``entry`` for several readers; none where its records cannot be told."""
    from textflow_plugins.files.warc_records import spans  # noqa: PLC0415 - for clusters alone

    return spans(entry, size)


@textflow.source(
    options="textflow_schemas:options/source-warc.json",
    through="html",
    imports=["warcio"],
    pieces=pieces,
)
def warc(entry: textflow.Input, *, status: Sequence[int] = (200,)) -> Iterator[Outcome]:
    """Yield each page in ``entry`` that was answered with one of ``status``."""
    from textflow_plugins.files.warc_reading import read_archive  # noqa: PLC0415 - an extra

    return read_archive(entry, status)


@textflow.hookimpl
def textflow_sources() -> list[Callable[..., Any]]:
    """Give the source."""
    return [warc]
