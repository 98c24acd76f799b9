"""The serial engine: one document after the other, in this process."""

from collections.abc import Callable, Iterator
from typing import Any

import textflow


@textflow.engine(options="textflow_schemas:options/engine-serial.json")
def serial(work: textflow.Work, *, batch: int = 32) -> Iterator[textflow.Outcome]:
    """Run everything in this process: for small inputs, and to look for faults."""
    for documents in work.batches(batch):
        yield from work.run(documents)


@textflow.hookimpl
def textflow_engines() -> list[Callable[..., Any]]:
    """Return the one engine of this plugin."""
    return [serial]
