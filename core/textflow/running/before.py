"""The files that a run has left: its records, dead letters and filtered ids, in their order."""

import hashlib
from collections.abc import Generator
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from textflow.errors import RetryError
from textflow.reading.suffixes import suffix_type
from textflow.running import disk
from textflow.running.compressed import opened
from textflow.running.records import lines_of
from textflow.running.run_outputs import INPUTS_SUFFIX, RunOutputs
from textflow.running.sink_output import SinkOutput

_KEEPS_NOTHING = "it keeps no records as they were"
_SIDES = {"dead": ".dead.jsonl", "filtered": ".filtered.jsonl", "inputs": INPUTS_SUFFIX}


class Before(NamedTuple):
    """What the run before has left, unchanged since."""

    manifest: dict[str, Any]
    #: `out`, `dead`, `filtered`, `inputs` to the file; one that is not there has no rows.
    files: dict[str, Path]

    @classmethod
    def of(cls, outputs: RunOutputs) -> "Before":
        """Return what stands at ``outputs``; raises RetryError where that cannot be gone by."""
        native, first = native_sink(outputs), outputs.files[0]
        path = first.sibling(".run.json")
        try:
            manifest: dict[str, Any] = orjson.loads(path.read_bytes())
        except (OSError, ValueError):
            found, fix = "no run has left it", "`textflow run` first"
            raise RetryError(path.name, found, fix) from None
        files = {name: first.sibling(suffix) for name, suffix in _SIDES.items()}
        files["out"] = native.path
        _check(manifest, files.values(), first)
        return cls(manifest, files)

    def lines(self, name: str) -> Generator[bytes]:
        """Yield the lines of one file."""
        path = self.files[name]
        if not path.exists():
            return
        compression = suffix_type(path.name)[1]
        if compression:
            with opened(path, compression) as stream:
                yield from stream
        else:
            yield from lines_of(path)


def native_sink(outputs: RunOutputs) -> SinkOutput:
    """Return the sink from which records can be read as they were; raises RetryError."""
    if not outputs.files:
        fix = "name a sink that is a file of records, as out.jsonl"
        raise RetryError(outputs.streams[0].name, _KEEPS_NOTHING, fix)
    if outputs.files[0].address:
        found, fix = "it is in a store", "let the first sink be a .jsonl file on this machine"
        raise RetryError(outputs.files[0].name, found, fix)
    for target in outputs.files:
        if target.declaration.native and not target.address:
            return target
    wanted = "records are read back from it: let one of the sinks be a .jsonl file"
    raise RetryError(outputs.files[0].name, _KEEPS_NOTHING, wanted)


def _check(manifest: dict[str, Any], paths: Any, first: SinkOutput) -> None:
    """Raise RetryError for a file that is not as the manifest has it."""
    known = {file["path"]: file["sha256"] for file in manifest["files"]}
    for path in paths:
        name = disk.relative(path, first.path.parent)
        found = _digest(path) if path.exists() else None
        if found != known.get(name):
            wanted = "run the pipeline again, or put the file back"
            raise RetryError(name, f"it is not as run {manifest['run']} has left it", wanted)


def _digest(path: Path) -> str:
    whole = hashlib.sha256()
    for piece in disk.chunks(path):
        whole.update(piece)
    return whole.hexdigest()
