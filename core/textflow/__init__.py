"""
textflow: checked, traceable data out of piles of messy text.

What is in ``__all__`` is the public API, the one that the built-in plugins
use too. Names are loaded when they are first asked for, so that
``textflow --help`` pays for none of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textflow.document import Cleaning, Document, Edit, Item, Layer, Rejected
    from textflow.errors import InputError, TextflowError
    from textflow.from_python import Pipeline
    from textflow.looking.record import Record
    from textflow.markers import hookimpl
    from textflow.plugins.api import TEXTFLOW_PLUGIN_API
    from textflow.reading.decoding import Decoded, decode
    from textflow.reading.inputs import Caps, Input
    from textflow.reading.sources import RawDocument, Unreadable, whole_file
    from textflow.running.compiled import Task
    from textflow.running.outcomes import Outcome
    from textflow.running.raw_map import RawMap
    from textflow.running.record_line import record_line
    from textflow.running.run import Report
    from textflow.running.run_facts import RunFacts
    from textflow.running.work import Work
    from textflow.sharding.attempts import ShardDone
    from textflow.sharding.order import ShardOrder
    from textflow.sharding.shard_work import ShardWork
    from textflow.sharding.shards import Shard
    from textflow.stages import engine, sink, source, stage, wrapper

__all__ = [
    "TEXTFLOW_PLUGIN_API",
    "Caps",
    "Cleaning",
    "Decoded",
    "Document",
    "Edit",
    "Input",
    "InputError",
    "Item",
    "Layer",
    "Outcome",
    "Pipeline",
    "RawDocument",
    "RawMap",
    "Record",
    "Rejected",
    "Report",
    "RunFacts",
    "Shard",
    "ShardDone",
    "ShardOrder",
    "ShardWork",
    "Task",
    "TextflowError",
    "Unreadable",
    "Work",
    "decode",
    "engine",
    "hookimpl",
    "record_line",
    "sink",
    "source",
    "stage",
    "whole_file",
    "wrapper",
]

_HOMES = {
    "textflow.reading.decoding": ("Decoded", "decode"),
    "textflow.document": (
        "Cleaning",
        "Document",
        "Edit",
        "Item",
        "Layer",
        "Rejected",
    ),
    "textflow.errors": (
        "InputError",
        "TextflowError",
    ),
    "textflow.from_python": ("Pipeline",),
    "textflow.looking.record": ("Record",),
    "textflow.reading.inputs": ("Caps", "Input"),
    "textflow.markers": ("hookimpl",),
    "textflow.plugins.api": ("TEXTFLOW_PLUGIN_API",),
    "textflow.running.compiled": ("Task",),
    "textflow.running.outcomes": ("Outcome",),
    "textflow.running.raw_map": ("RawMap",),
    "textflow.running.record_line": ("record_line",),
    "textflow.running.run": ("Report",),
    "textflow.running.run_facts": ("RunFacts",),
    "textflow.reading.sources": (
        "RawDocument",
        "Unreadable",
        "whole_file",
    ),
    "textflow.sharding.attempts": ("ShardDone",),
    "textflow.sharding.order": ("ShardOrder",),
    "textflow.sharding.shard_work": ("ShardWork",),
    "textflow.sharding.shards": ("Shard",),
    "textflow.stages": (
        "engine",
        "sink",
        "source",
        "stage",
        "wrapper",
    ),
    "textflow.running.work": ("Work",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Load a public name from the module that defines it."""
    if name not in _HOME:
        message = f"module 'textflow' has no attribute {name!r}"
        raise AttributeError(message)
    found = globals()[name] = getattr(import_module(_HOME[name]), name)  # asked for once
    return found


def __dir__() -> list[str]:
    """Return the public names."""
    return list(__all__)
