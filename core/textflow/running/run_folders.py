"""The folders and the journal of a run, locked from its beginning to its end."""

import contextlib
import os
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

from textflow.errors import HookError, NothingWrittenError
from textflow.running import disk
from textflow.running.commit import finish
from textflow.running.disk_errors import writing
from textflow.running.fingerprint import Fingerprint
from textflow.running.journal import Journal
from textflow.running.part_folder import PartFolder
from textflow.running.run_outputs import RECORDS, RunOutputs
from textflow.running.run_totals import RunTotals
from textflow.running.sink_output import SinkOutput
from textflow.running.sinks import is_filled


@contextlib.contextmanager
def locked_folders(outputs: RunOutputs) -> Generator[tuple[PartFolder, ...]]:
    """
    Hold the folder of every sink; other runs that want one of them are kept out.

    Raises LockedError and OutputError.
    """
    with contextlib.ExitStack() as stack:
        folders: list[PartFolder] = []
        for target in outputs.files:
            with writing(target.name):
                folder = PartFolder.open(target.part_folder, target.part_name)
            stack.callback(folder.close)
            folders.append(folder)
        yield tuple(folders)


@contextlib.contextmanager
def opened_journal(
    folders: Sequence[PartFolder], work: Fingerprint, *, restart: bool, anew: bool = False
) -> Generator[Journal | None]:
    """
    Open the journal in the first of ``folders``; None where there is none.

    A run that has not done one document leaves nothing behind.
    """
    if not folders:
        yield None
        return
    first, *others = folders
    try:
        with writing(first.name.removesuffix(".part")):
            journal = Journal.open(first, work, restart=restart, anew=anew)
    except BaseException:
        _removed_if_new(folders)
        raise
    try:
        yield journal
    finally:
        journal.discard_if_empty()
        if not disk.is_there(first.path):
            _removed_if_new(others)


def _removed_if_new(folders: Sequence[PartFolder]) -> None:
    """Remove folders in which there is nothing but our mark."""
    for folder in folders:
        with contextlib.suppress(OSError):
            if folder.is_new():
                folder.remove()


def finish_outputs(
    journal: Journal, folders: Sequence[PartFolder], outputs: RunOutputs
) -> dict[str, Any]:
    """
    Give all files their names, as the plan of ``journal`` says; return the manifest.

    Raises OutputError, OSError.
    """
    first = outputs.files[0]
    made = finish(journal, first)
    parts = [] if journal.plan is None else journal.plan["parts"]
    root = first.path.parent
    mine = {folder.path for folder in folders}
    for path in (Path(os.path.normpath(root / part)) for part in parts):
        if path not in mine and path.is_dir():  # of a sink that the pipeline has no more
            with contextlib.closing(PartFolder.open(path, path.name)) as folder:
                folder.remove()
    discard_all(journal, folders)
    disk.sync_folder(root)
    return made


def discard_all(journal: Journal, folders: Sequence[PartFolder]) -> None:
    """Remove the journal and every folder; raises OSError."""
    for folder in folders[1:]:
        folder.remove()
    journal.discard()
    folders[0].remove()


def records_before(journal: Journal, outputs: RunOutputs) -> tuple[Path, int | None]:
    """Return where the records of the run before are, and how much of the file counts."""
    records = journal.folder.path / RECORDS
    if journal.plan is None:
        return records, journal.size(RECORDS)
    root = outputs.files[0].path.parent
    moves = journal.plan["moves"]
    path = next((root / to for one, to, *_ in moves if root / one == records), records)
    return (records, None) if disk.is_there(records) else (path, None)


def nothing_written(
    outputs: RunOutputs, totals: RunTotals, *, force: bool
) -> NothingWrittenError | None:
    """Return why the outputs stay as they are: there is no record, but an earlier run had some."""
    filled = (target for target in outputs.files if _is_filled(target))
    target = None if totals.written or force else next(filled, None)
    if target is None:
        return None
    return NothingWrittenError(target.name, outputs.files[0].part_name, totals.read)


def _is_filled(target: SinkOutput) -> bool:
    if not target.address:
        return is_filled(target.path)
    from textflow.remote.outputs import is_filled_there  # noqa: PLC0415 - few runs write to stores

    return is_filled_there(target.address, target.parts)


def kept_for_later(error: HookError, journal: Journal) -> HookError:
    """Return ``error`` with word of where the records are meanwhile."""
    kept = f"the records stay in {journal.folder.name}, and the same command tries again"
    return error.but(wanted=f"{error.wanted}; {kept}" if error.wanted else kept)
