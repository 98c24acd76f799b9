"""
The end of a run: all its files take their names, or none.

What is to be renamed is written down first. A run that is killed meanwhile is finished by
the next one, from that plan alone. The manifest comes last: where it names a run, all
other files are of that run.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from textflow.errors import OutputError
from textflow.plugins.schemas import Schema
from textflow.remote.addresses import is_address
from textflow.running import disk
from textflow.running.journal import Journal
from textflow.running.part_folder import OLD
from textflow.running.run_facts import RunFacts
from textflow.running.run_outputs import (
    DEAD,
    FILTERED,
    INPUTS,
    INPUTS_SUFFIX,
    MANIFEST,
    RECORDS,
    RunOutputs,
)
from textflow.running.sink_output import SinkOutput, path_beside
from textflow.running.sinks import made_outputs


class Move(NamedTuple):
    """One file or folder that gets its name."""

    source: Path
    path: Path
    #: The folder that keeps a folder that is replaced until all is done.
    part_folder: Path
    #: Where it goes instead of ``path``, if that is in a store.
    address: str = ""
    #: What the files of a folder there are called, with a ``*``.
    parts: str = ""

    @classmethod
    def beside(cls, first: SinkOutput, source: Path, path: Path) -> "Move":
        """Return the move of what goes beside the first output."""
        return cls(source, path, first.part_folder, first.sibling_address(path))

    @classmethod
    def of(cls, row: Sequence[str], root: Path) -> "Move":
        """Return it as it is in a plan of the folder ``root``."""
        source, path, folder = (root / path for path in row[:3])
        return cls(source, path, folder, *row[3:])

    def row(self, root: Path) -> list[str]:
        """Return it as a plan has it."""
        paths = (self.source, self.path, self.part_folder)
        stored = [self.address, self.parts] if self.address else []
        return [*(_relative(path, root) for path in paths), *stored]


class RunFiles(NamedTuple):
    """What has become of all documents, in files of lines."""

    records: Path
    dead: Path
    filtered: Path
    #: Which documents these are, where others can be added; else None.
    inputs: Path | None = None

    @classmethod
    def of(cls, folder: Path, *, inputs: bool = False) -> "RunFiles":
        """Return the files that a run has made in ``folder``."""
        return cls(
            folder / RECORDS,
            folder / DEAD,
            folder / FILTERED,
            folder / INPUTS if inputs else None,
        )

    def beside(self, first: SinkOutput) -> tuple[list[Move], list[Path]]:
        """Return what goes beside the output ``first``, and the places where nothing is to be."""
        sides = ((self.dead, ".dead.jsonl"), (self.filtered, ".filtered.jsonl"))
        moves: list[Move] = []
        empty: list[Path] = []
        for source, suffix in (*sides, (self.inputs, INPUTS_SUFFIX)):
            path = first.sibling(suffix)
            if source is not None and source.stat().st_size:
                moves.append(Move.beside(first, source, path))
            else:
                empty.append(path)
        return moves, empty


def planned(
    journal: Journal,
    files: RunFiles,
    outputs: RunOutputs,
    facts: Mapping[str, Any],
    layers: Mapping[str, Schema],
) -> dict[str, Any]:
    """
    Make every output, and return what is to be renamed and removed.

    ``facts`` are what the manifest says besides its files, ``layers`` the schemas that
    sinks may ask for. Raises HookError where a sink fails, OSError; nothing has got its
    name then.
    """
    first = outputs.files[0]
    run = RunFacts.of(facts, layers, files.dead, files.filtered)
    moves = [
        Move(made, target.path, target.part_folder, target.address, target.parts)
        for target, made in made_outputs(files.records, outputs.files, run)
    ]
    filled, empty = files.beside(first)
    moves += filled
    manifest = journal.folder.path / MANIFEST
    _write_manifest(manifest, {**facts, "files": list(_described(moves, first))})
    moves.append(Move.beside(first, manifest, first.sibling(".run.json")))
    root = first.path.parent
    return {
        "moves": [move.row(root) for move in moves],
        "removed": [first.sibling_address(path) or _relative(path, root) for path in empty],
        "parts": [_relative(target.part_folder, root) for target in outputs.files],
    }


def write_stopped(journal: Journal, facts: Mapping[str, Any]) -> None:
    """Leave a manifest of a run that was stopped in its folder; raises OSError."""
    _write_manifest(journal.folder.path / MANIFEST, {**facts, "files": []})


def finish(journal: Journal, first: SinkOutput) -> dict[str, Any]:
    """
    Do what the plan of ``journal`` says, or the rest of it; return the manifest.

    Raises OutputError where a file has gone that was made, OSError.
    """
    plan, root = journal.plan or {}, first.path.parent
    *moves, last = (Move.of(row, root) for row in plan["moves"])
    _uploaded(moves, journal)
    for path in plan["removed"]:
        _remove(path, root)
    _renamed(moves)
    _uploaded([last], journal)
    _renamed([last])
    made: dict[str, Any] = orjson.loads((last.source if last.address else last.path).read_bytes())
    return made


def _uploaded(moves: Sequence[Move], journal: Journal) -> None:
    """Put into stores what is not there yet; raises StoreError."""
    for move in moves:
        if move.address:
            from textflow.remote.outputs import upload  # noqa: PLC0415 - few runs write to stores

            upload(move.source, move.address, move.parts, journal)


def _remove(path: str, root: Path) -> None:
    """Remove a file of the run before that this one has not, wherever it is."""
    if not is_address(path):
        disk.remove_file(root / path)
        return
    from textflow.remote.stores import Store  # noqa: PLC0415 - few runs write to stores

    Store.at(path).remove()


def _renamed(moves: Sequence[Move]) -> None:
    here = [move for move in moves if not move.address]
    for move in here:
        if disk.is_there(move.source):
            _rename(move)
        elif not disk.is_there(move.path):
            found, fix = f"{move.source.name} has gone", "start over with --restart"
            raise OutputError(path=str(move.path), found=found, fix=fix)
    for folder in sorted({move.path.parent for move in here}):
        disk.sync_folder(folder)


def _rename(move: Move) -> None:
    old = move.part_folder / OLD
    if move.path.is_dir() or (move.source.is_dir() and disk.is_there(move.path)):
        disk.remove(old)  # a folder cannot be replaced in one step
        disk.move(move.path, old)
    disk.move(move.source, move.path)


def _write_manifest(path: Path, manifest: Mapping[str, Any]) -> None:
    data = orjson.dumps(dict(manifest), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    disk.write_file(path, data)
    disk.sync_folder(path.parent)


def _described(moves: Iterable[Move], first: SinkOutput) -> Iterator[dict[str, Any]]:
    """Yield path, size and digest of every file, its path from where the manifest is."""
    for move in moves:
        for inner in _files(move.source):
            below = inner.relative_to(move.source)
            more = f"/{below.as_posix()}" if below.parts else ""
            path = path_beside(first, move.path / below, move.address and move.address + more)
            whole = hashlib.sha256()
            for piece in disk.chunks(inner):
                whole.update(piece)
            yield {
                "path": path,
                "bytes": inner.stat().st_size,
                "sha256": whole.hexdigest(),
            }


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        for inner in sorted(path.iterdir()):
            yield from _files(inner)
    else:
        yield path


def _relative(path: Path, root: Path) -> str:
    try:
        return os.path.relpath(path, root)
    except ValueError:  # another drive, on Windows
        return str(path)
