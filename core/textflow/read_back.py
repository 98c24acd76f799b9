"""Records out of what a sink has written: a database, a table."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from textflow.errors import InputError, PluginError
from textflow.plugins.guard import drawn, guarded
from textflow.plugins.registry import Component, Registry
from textflow.stages import Declaration, Reader


def sink_that_reads(kind: str) -> Component | None:
    """Return the sink that gives back the records of files of this kind; None where none does."""
    registry = Registry()
    if kind not in registry.installed.entries:
        return None
    try:
        sink = registry.component("sink", kind)
    except PluginError:
        return None
    return sink if sink and _reader(sink) else None


def read_back(sink: Component, path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """
    Yield the records in what ``sink`` has written, each with its place.

    Raises InputError where there is no such file, HookError where it cannot be read.
    """
    reader = _reader(sink)
    if not os.path.lexists(path) or reader is None:
        fix = "correct the path"
        raise InputError(str(path), "is not there", f"wanted a file as {sink.name} writes it", fix)
    guard = guarded(sink.entry.name, f"sink {sink.name!r} (reading {path.name})")
    with guard:
        records = reader(path)
    for number, record in enumerate(drawn(records, guard), 1):
        yield f"{path}: record {number}", record


def _reader(sink: Component) -> Reader | None:
    declaration = sink.declaration
    return declaration.reads if isinstance(declaration, Declaration) else None
