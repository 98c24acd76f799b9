"""Web archives: the pages that a crawl has fetched."""

from collections.abc import Callable, Iterator
from typing import Any

import textflow
from textflow_plugins.files.rows import Outcome


@textflow.source(
    options="textflow_schemas:options/source-warc.json", through="html", imports=["warcio"]
)
def warc(entry: textflow.Input, *, status: list[int] | None = None) -> Iterator[Outcome]:
    """Yield each page in ``entry`` that was answered with one of ``status``, by default 200."""
    from textflow_plugins.files.warc_reading import read_archive  # noqa: PLC0415 - an extra

    return read_archive(entry, status or [200])


@textflow.hookimpl
def textflow_sources() -> list[Callable[..., Any]]:
    """Give the source."""
    return [warc]
