"""
The journal of a run: what it has done so far, in the folder beside its first output.

Records, dead letters and filtered ids are lines of three files. A row of the ledger says
how many documents they totals for and where each file ended then; the files are synced
before it is written. What is behind the last row never happened.
"""

import contextlib
from collections.abc import Mapping
from typing import Any

import attrs

from textflow.errors import ResumeError
from textflow.running import disk
from textflow.running.fingerprint import Fingerprint
from textflow.running.ledger import Ledger, Row
from textflow.running.line_file import LineFile
from textflow.running.part_folder import PartFolder
from textflow.running.run_outputs import DEAD, FILTERED, INPUTS, LEDGER, MANIFEST, RECORDS, SHARDS

_FILES = (RECORDS, DEAD, FILTERED, INPUTS)


@attrs.define(eq=False, repr=False)
class Journal:
    """The journal, open; no other run is in it."""

    folder: PartFolder
    _ledger: Ledger
    _files: dict[str, LineFile]
    #: What the last row says; None where no document is done.
    last: Row | None = None
    #: The files to be renamed, where the run before came that far.
    plan: Row | None = None

    @classmethod
    def open(
        cls, folder: PartFolder, work: Fingerprint, *, restart: bool, anew: bool = False
    ) -> "Journal":
        """
        Open the journal in ``folder``: a new one, or that of the run to go on with.

        With ``anew`` its documents are written again from the first: a run in shards takes
        them from these, which stay.

        Raises ResumeError where that was other work; OSError.
        """
        ledger = Ledger.open(folder.path / LEDGER)
        plan = next((row for row in ledger.rows if row["row"] == "committing"), None)
        try:
            if ledger.rows and not restart:
                _check(folder, ledger.rows[0], work)
            if plan is None:
                _begin_again(folder, ledger, restart=restart, anew=anew)
            return cls._opened(folder, ledger, work, plan)
        except BaseException:
            ledger.close()
            raise

    @classmethod
    def _opened(
        cls, folder: PartFolder, ledger: Ledger, work: Fingerprint, plan: Row | None
    ) -> "Journal":
        last = next((row for row in reversed(ledger.rows) if "documents" in row), None)
        if plan is not None:
            return cls(folder, ledger, {}, last, plan)
        if not ledger.rows:
            disk.remove(folder.path / MANIFEST)
        files: dict[str, LineFile] = {}
        with contextlib.ExitStack() as stack:
            for name in _FILES:
                size = last["sizes"].get(name, 0) if last else 0
                files[name] = LineFile.open(folder.path / name, size)
                stack.callback(files[name].close)
            if not ledger.rows:
                disk.sync_folder(folder.path)
                ledger.add({"row": "start", **work.as_row()})
            stack.pop_all()
        return cls(folder, ledger, files, last)

    @property
    def is_done(self) -> bool:
        """Whether all documents are done, and only the outputs are to be made."""
        return self.last is not None and self.last["row"] == "done"

    def rows(self) -> list[Row]:
        """Return the rows of documents that were there when the journal was opened."""
        return [row for row in self._ledger.rows if "documents" in row]

    def size(self, name: str) -> int:
        """Return how many bytes of a file are written by now."""
        return self._files[name].size

    def add(self, name: str, line: bytes) -> None:
        """Append a line to one of the files; raises OSError."""
        self._files[name].add(line)

    def checkpoint(self, row: Mapping[str, Any], *, done: bool = False) -> None:
        """Write a row that accounts for everything added so far; raises OSError."""
        for file in self._files.values():
            file.sync()
        sizes = {name: file.size for name, file in self._files.items()}
        self.last = {"row": "done" if done else "batch", **row, "sizes": sizes}
        self._ledger.add(self.last)

    def commit(self, plan: Mapping[str, Any]) -> None:
        """Say which files get their names, now or in the next run; raises OSError."""
        self.plan = {"row": "committing", **plan}
        self._ledger.add(self.plan)

    @property
    def uploaded(self) -> dict[str, str]:
        """What is in a store already: the address of each file to what tells it from others."""
        rows = (row for row in self._ledger.rows if row["row"] == "uploaded")
        return {row["address"]: row["version"] for row in rows}

    def note_upload(self, address: str, version: str) -> None:
        """Write down that a file is in its store; raises OSError."""
        self._ledger.add({"row": "uploaded", "address": address, "version": version})

    def close(self) -> None:
        """Let go of the files; what is not accounted for is forgotten."""
        for file in self._files.values():
            file.close()
        self._ledger.close()

    def discard(self) -> None:
        """Remove everything of the journal but the folder; raises OSError."""
        self.close()
        for name in (*_FILES, MANIFEST, LEDGER):
            disk.remove(self.folder.path / name)
        _remove_shards(self.folder)

    def discard_if_empty(self) -> None:
        """Leave nothing of a run that has not done one document."""
        self.close()
        begun = self.last and (self.last["documents"] or self.is_done)
        if self.plan is None and not begun and not _has_shards(self.folder):
            with contextlib.suppress(OSError):
                self.discard()
                self.folder.remove()


def _begin_again(folder: PartFolder, ledger: Ledger, *, restart: bool, anew: bool) -> None:
    """Forget what the run before has come to, as far as that is wanted."""
    if restart or anew:
        ledger.clear()
    if restart:
        _remove_shards(folder)


def _has_shards(folder: PartFolder) -> bool:
    """Return whether a shard has been done, or tried."""
    return any(one.is_dir() for one in folder.path.glob(f"{SHARDS}/*/*"))


def _remove_shards(folder: PartFolder) -> None:
    """Remove the shards; a worker that is still at one finds its folder gone."""
    old = folder.path / f"{SHARDS}.old"
    with contextlib.suppress(OSError):
        disk.remove(old)
        disk.move(folder.path / SHARDS, old)
    with contextlib.suppress(OSError):
        disk.remove(old)


def _check(folder: PartFolder, start: Row, work: Fingerprint) -> None:
    changes = work.changes(start)
    if changes:
        raise ResumeError(folder.name, tuple(changes))
