"""The folder ``<sink>.part`` in which a run works: made by runs alone, one run at a time."""

import contextlib
import os
import stat
from pathlib import Path

import attrs

from textflow.errors import LockedError, OutputError
from textflow.running import disk, locking

#: The file that says whose the folder is.
MARK = "textflow-run.txt"
LOCK = "lock"
#: Where a sink's file or folder is made, under its own name.
MADE = "made"
#: Where a folder that is replaced waits to be removed.
OLD = "old"
#: Where what was there and what is new are put together.
MERGED = "merged"

_TEXT = (
    b"A run of textflow works in this folder. The same command goes on with it, and removes\n"
    b"it when all is done. Who removes it before makes that run start over.\n"
)
_TRIES = 20


@attrs.define(eq=False, repr=False)
class PartFolder:
    """A folder that this run has locked."""

    path: Path
    #: How to call it in messages.
    name: str
    _lock: int

    @classmethod
    def open(cls, path: Path, name: str) -> "PartFolder":
        """
        Make the folder, or take up one that a run has left.

        Raises LockedError where another run is in it, OutputError where the thing at
        ``path`` is none of ours; OSError.
        """
        for _ in range(_TRIES):
            _make(path, name)
            lock = _locked(path, name)
            if lock is not None:
                folder = cls(path, name, lock)
                with disk.closed_on_failure(lock):
                    folder.sign()
                return folder
        raise LockedError(path=name, holder=f"{name} comes and goes")

    def sign(self) -> None:
        """Say in the folder whose it is, before anything else is put there."""
        file = disk.open_own(self.path / MARK)
        try:
            if (self.path / MARK).read_bytes() != _TEXT:
                disk.truncate(file, 0)
                disk.write_all(file, _TEXT)
                os.fsync(file)
                disk.sync_folder(self.path)
        finally:
            os.close(file)

    def is_new(self) -> bool:
        """Return whether nothing is in the folder but what its opening puts there."""
        return {entry.name for entry in self.path.iterdir()} <= {MARK, LOCK}

    def remove(self) -> None:
        """Remove the folder; what somebody else has put into it stays."""
        for name in (OLD, MADE, MERGED):
            disk.remove(self.path / name)
        if self.is_new():
            disk.remove(self.path / MARK)
        if locking.can_remove_open_files():
            disk.remove(self.path / LOCK)
            self.close()
        else:
            self.close()
            with contextlib.suppress(OSError):  # a second run may have opened it meanwhile
                disk.remove(self.path / LOCK)
        with contextlib.suppress(OSError):
            os.rmdir(self.path)  # noqa: PTH106 - one door for every call that changes a disk

    def close(self) -> None:
        """Let other runs in."""
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1


def _make(path: Path, name: str) -> None:
    """Make the folder; raise OutputError where something is there that is not ours."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.mkdir(path)  # noqa: PTH102 - as above
    except FileExistsError:
        found = _foreign(path)
        if found:
            fix = "move that away, or choose another sink"
            raise OutputError(path=name, found=found, fix=fix) from None


def _foreign(path: Path) -> str:
    """Return why the thing at ``path`` is not the folder of a run, or nothing."""
    facts = path.lstat()
    if not stat.S_ISDIR(facts.st_mode):
        return f"{path.name} is no folder that a run has made"
    if hasattr(os, "geteuid") and facts.st_uid != os.geteuid():
        return f"{path.name} belongs to another user"
    names = {entry.name for entry in path.iterdir()}
    return "" if names <= {LOCK} or _is_signed(path) else f"{path.name} is no folder of a run"


def _is_signed(path: Path) -> bool:
    """Return whether our text is in the folder, or what a power failure has left of it."""
    mark = path / MARK
    if not mark.is_file() or mark.is_symlink():
        return False
    found = mark.read_bytes()[:1000]
    return len(found) <= len(_TEXT) and all(
        one in (0, ours) for one, ours in zip(found, _TEXT, strict=False)
    )


def _locked(path: Path, name: str) -> int | None:
    """Lock the folder; return None where it has gone meanwhile."""
    try:
        file = disk.open_own(path / LOCK)
    except FileNotFoundError:
        return None
    with contextlib.ExitStack() as stack:
        stack.callback(os.close, file)
        if not locking.locked(file):
            raise LockedError(path=name, holder=f"{name} is locked")
        if not _is_still_there(file, path / LOCK):
            return None  # the run before has removed it between our opening and our locking
        stack.pop_all()
    return file


def _is_still_there(file: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file), path.lstat())
    except FileNotFoundError:
        return False
