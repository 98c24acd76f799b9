"""Whether a sink can write where it is told to: looked at before anything is opened."""

import json
import os
from pathlib import Path

from textflow.errors import OutputError
from textflow.reading.suffixes import suffix_type
from textflow.reading.zstandard import INSTALL, zstd
from textflow.running.sink_output import SinkOutput, path_beside


def check_sink(target: SinkOutput) -> None:
    """Raise OutputError where the sink cannot write what its name says."""
    _check_compression(target)
    _check_parts(target)
    if target.address and target.declaration.before:
        found, fix = "a sink that adds to a file cannot add to one in a store", "name a path"
        raise OutputError(target.name, found, fix)


def check_place(target: SinkOutput) -> None:
    """Raise OutputError where the sink cannot replace what is there; StoreError."""
    if target.address:
        _check_stored(target)
        return
    path = target.path
    if not os.path.lexists(path):
        return
    if path.is_symlink():
        fix = "name the file that it leads to"
        raise OutputError(target.name, "it is a link", fix)
    folder_fits = path.is_dir() and (target.parts or not target.declaration.lines)
    if not path.is_file() and not folder_fits:
        raise OutputError(target.name, "it is no regular file", "give a file, or `-`")


def _check_compression(target: SinkOutput) -> None:
    compression = suffix_type(target.name)[1]
    if compression == "zst" and zstd() is None:
        fix = f"{INSTALL}, or end the name in .gz"
        raise OutputError(target.name, "there is nothing here that writes .zst", fix)
    if compression and target.declaration.before:
        fix = f"leave .{compression} out"
        found = f"a sink that adds to a file cannot add to .{compression}"
        raise OutputError(target.name, found, fix)


def _check_parts(target: SinkOutput) -> None:
    """Raise OutputError for a sink whose output cannot be in parts, or that has no folder."""
    if not target.parts:
        return
    if target.path.is_file() and not target.address:
        raise OutputError(target.name, "its folder is a file", "name another folder")
    if target.declaration.before:
        found = "a sink that adds to a file cannot write it in parts"
        raise OutputError(target.name, found, "leave the * out")
    has_folder = target.path != Path(os.path.realpath(target.sink.base))
    if not has_folder or target.parts.count("*") > 1:
        found = "its parts replace the whole folder that they are in"
        fix = "name a folder of their own and one *, as in corpus.parquet/part-*.parquet"
        raise OutputError(target.name, found, fix)


def check_folder(target: SinkOutput, first: SinkOutput) -> None:
    """Raise OutputError for a folder with something in it that no run has made."""
    if not _has_files(target):
        return
    known = f"{path_beside(first, target.path, target.address)}/"
    try:
        manifest = json.loads(_manifest_before(first))
        made = any(file["path"].startswith(known) for file in manifest["files"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        made = False
    if not made:
        found = (
            f"it is a folder that no run has made: {first.path.name}.run.json names nothing in it"
        )
        raise OutputError(target.name, found, "move it away, or choose another sink")


def _has_files(target: SinkOutput) -> bool:
    """Return whether the output is a folder with something in it."""
    if not target.address:
        return target.path.is_dir() and any(target.path.iterdir())
    from textflow.remote.outputs import names_in  # noqa: PLC0415 - few runs write to stores

    return bool(target.parts) and bool(names_in(target.address))


def _manifest_before(first: SinkOutput) -> bytes:
    """Return the manifest of the run before; raises OSError."""
    path = first.sibling(".run.json")
    if not first.address:
        return path.read_bytes()
    from textflow.remote.outputs import read_there  # noqa: PLC0415 - few runs write to stores

    return read_there(first.sibling_address(path))


def check_side(first: SinkOutput, path: Path) -> None:
    """Raise OutputError where what is beside the output is no file."""
    if first.address:
        return  # a store has nothing but files
    if os.path.lexists(path) and (path.is_symlink() or not path.is_file()):
        found = f"{path.name} beside it is no regular file"
        raise OutputError(first.name, found, "move that away")


def _check_stored(target: SinkOutput) -> None:
    from textflow.remote.outputs import check_output  # noqa: PLC0415 - few runs write to stores

    check_output(target.name, target.address)
