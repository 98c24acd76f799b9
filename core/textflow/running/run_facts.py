"""What a sink may know of a run beside its records."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from textflow.plugins.schemas import Schema, read_schema, standard_layers
from textflow.running.records import lines_of, records_of

#: What of a manifest is another thing the next time: files, times, costs, what was known before.
_CHANGING = ("files", "stages", "from_plugins", "cache")


@attrs.frozen
class RunFacts:
    """
    What a sink that takes ``run`` is given.

    Nothing in it differs between two runs that do the same, so that what is made of it
    does not, either.
    """

    #: What ``<sink>.run.json`` will contain, without ``_CHANGING``; empty where nobody knows.
    manifest: Mapping[str, Any]
    #: Layer to the JSON Schema of its list: every standard layer, and those of this run.
    layers: Mapping[str, Schema]
    _dead: Path | None = None
    _filtered: Path | None = None

    @classmethod
    def of(
        cls, manifest: Mapping[str, Any], layers: Mapping[str, Schema], dead: Path, filtered: Path
    ) -> "RunFacts":
        """Return the facts of a run whose dead letters and filtered documents are in two files."""
        kept = {name: value for name, value in manifest.items() if name not in _CHANGING}
        return cls(kept, {**_standard(), **layers}, dead, filtered)

    @classmethod
    def unknown(cls) -> "RunFacts":
        """Return what is known of a run that has left nothing but its records."""
        return cls({}, _standard())

    def dead(self) -> Iterator[dict[str, Any]]:
        """Yield the dead letters, as ``<sink>.dead.jsonl`` contains them."""
        return _rows(self._dead)

    def filtered(self) -> Iterator[dict[str, Any]]:
        """Yield the documents that were filtered, as ``<sink>.filtered.jsonl`` contains them."""
        return _rows(self._filtered)


def _standard() -> dict[str, Schema]:
    return {name: read_schema(f"layers/{name}.json") for name in sorted(standard_layers())}


def _rows(path: Path | None) -> Iterator[dict[str, Any]]:
    if path is not None and path.exists():
        yield from records_of(lines_of(path))
