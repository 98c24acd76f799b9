"""
What a run has left: its records, and beside them manifest, dead letters and filtered list.

Records come one by one, so that a file of any size needs the memory of one record.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs
import orjson

from textflow.errors import InputError, OutputError
from textflow.plugins.schemas import Validator, read_schema
from textflow.read_back import read_back, sink_that_reads
from textflow.reading.input_errors import TooLarge
from textflow.reading.inputs import Caps, find_inputs, suffix_type
from textflow.running.disk import move, sync_file, sync_folder
from textflow.wording import cut, pointed, shown

#: One JSON object of a run, as it was written.
Line = dict[str, Any]

#: Our own output: a record may be many times as long as its document.
_CAPS = Caps(document=2**30, input=2**44, ratio=2_000)

#: Ids that are kept to offer the nearest.
_IDS = 10_000


@attrs.frozen
class Beside:
    """What a run wrote beside its records; empty where a file is missing."""

    manifest: Mapping[str, Any]
    dead: tuple[Line, ...]
    filtered: tuple[Line, ...]


def read_records(path: str) -> Iterator[Line]:
    """
    Yield the records of ``path`` (``-`` is standard input), each held to the schema of records.

    They are lines of JSON, or what a sink has written that can give records back: its name
    is the suffix of ``path``. Raises InputError, with file and line, where something is no
    record or where a finding does not lead to its text.
    """
    validator = Validator(read_schema("record.json"))
    for place, record in _given(path):
        _check(record, place, validator)
        yield record


def find_record(path: str, name: str) -> Line | list[str]:
    """
    Return the record with the id ``name``, or the ids that are there, at most 10,000.

    Only what is found is held to the schema of records. Raises InputError.
    """
    ids: list[str] = []
    for place, record in _given(path):
        if record.get("id") == name:
            _check(record, place, Validator(read_schema("record.json")))
            return record
        if len(ids) < _IDS:
            ids.append(str(record.get("id", "")))
    return ids


def _given(path: str) -> Iterator[tuple[str, Line]]:
    """Yield what should be the records of ``path``, each with its place."""
    kind = suffix_type(path)[0]
    sink = None if path == "-" or kind == "jsonl" else sink_that_reads(kind)
    return read_lines(path) if sink is None else read_back(sink, Path(path))


def read_lines(path: str) -> Iterator[tuple[str, Line]]:
    """Yield ``(file:line, object)`` for each line of JSONL, ``.gz`` too; raises InputError."""
    for found in find_inputs([path], Path(), _CAPS):
        for number, line in found.lines():
            if isinstance(line, TooLarge):
                raise line
            if line.strip():
                yield f"{path}:{number}", _object(line, f"{path}:{number}")


def beside(path: str) -> Beside:
    """Return what lies beside the records at ``path``; raises InputError."""
    manifest = Path(f"{path}.run.json")
    held = manifest.read_bytes() if path != "-" and manifest.is_file() else b"{}"
    return Beside(
        manifest=_object(held, str(manifest)),
        dead=_side_file(path, "dead"),
        filtered=_side_file(path, "filtered"),
    )


def write_whole(path: str, chunks: Iterable[bytes]) -> None:
    """
    Write ``chunks`` to a file that appears under its name only when it is whole.

    Raises OutputError; what was there before is then still there.
    """
    target = Path(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.writelines(chunks)
            Path(name).chmod(0o666 & ~_umask())
            sync_file(Path(name))
            move(Path(name), target)
            sync_folder(target.parent)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        found = error.strerror or str(error)
        raise OutputError(path=path, found=found, fix="choose another path with -o") from error


def is_same_file(one: str, other: str) -> bool:
    """Return whether two paths name one existing file."""
    return Path(one).exists() and Path(other).exists() and Path(one).samefile(other)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _side_file(path: str, what: str) -> tuple[Line, ...]:
    name = f"{path}.{what}.jsonl"
    if path == "-" or not Path(name).is_file():
        return ()
    return tuple(line for _, line in read_lines(name))


def _object(line: bytes, place: str) -> Line:
    try:
        held = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise _no_record(place, f"no JSON: {error}") from error
    if not isinstance(held, dict):
        raise _no_record(place, f"no JSON object but {shown(held)}")
    return held


def fault_of(record: Any, validator: Validator) -> str | None:
    """Return what makes ``record`` none, in words, perhaps empty ones; None where it is one."""
    if not validator.fits(record):
        violation = next(iter(validator.violations(record)), None)
        return f"{violation.pointer}: {violation.message}" if violation else ""
    return next(_wrong_spans(record), None)


def _check(record: Line, place: str, validator: Validator) -> None:
    """Raise InputError where ``record`` is none."""
    fault = fault_of(record, validator)
    if fault is not None:
        raise _no_record(place, fault)


def _wrong_spans(record: Line) -> Iterator[str]:
    """Yield where a finding does not lead to the text that it repeats."""
    text = record["text"]
    for layer, items in record["annotations"].items():
        for number, item in enumerate(items):
            parts = [item, *(part for part in item.values() if isinstance(part, dict))]
            if not all(_leads_to_text(part, text) for part in parts if "start" in part):
                yield f"/annotations/{pointed(layer)}/{number} does not lead to its text"


def _leads_to_text(item: Mapping[str, Any], text: str) -> bool:
    start, end = item["start"], item.get("end")
    if not (isinstance(start, int) and isinstance(end, int)) or not 0 <= start <= end <= len(text):
        return False
    return bool(text[start:end] == item.get("text", text[start:end]))


def _no_record(place: str, found: str) -> InputError:
    return InputError(
        uri=place,
        found=f"is not what a run writes: {cut(found)}",
        wanted="wanted the records of `textflow run`, one JSON object a line",
        fix="give the file that the run wrote, unchanged",
    )
