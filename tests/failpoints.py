"""
Let one call that changes a disk fail: in a forked child, so that a kill is a kill.

Every such call of the run (open to write, write, fsync, rename, truncate, mkdir, unlink,
rmdir) is a point. ``points`` counts them, ``fail`` runs the command with a fault at one.
"""

import errno
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import attrs

from textflow.cli import main

#: Calls of ``os``, each with whether its first argument is a path (else a descriptor).
CALLS = {
    "open": True,
    "write": False,
    "fsync": False,
    "replace": True,
    "ftruncate": False,
    "mkdir": True,
    "unlink": True,
    "rmdir": True,
}
_WRITING = os.O_WRONLY | os.O_RDWR
KILLED = -int(signal.SIGKILL)


@attrs.frozen
class Fault:
    """What happens at which point."""

    #: ``kill``, ``torn`` (half of a write, then kill), the name of an error, or ``limit``
    #: (no file may be longer than ``at`` bytes: writes end short, as on a full disk).
    kind: str
    at: int


@attrs.define
class _Points:
    """The points of a run, counted as they come."""

    folder: str
    fault: Fault | None
    count: int = 0
    log: list[str] = attrs.field(factory=list)

    def wrapped(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """Return ``call``, a point of the run where it changes something in the folder."""

        def point(*given: Any, **more: Any) -> Any:
            if not self._counts(name, given):
                return call(*given, **more)
            self.count += 1
            self.log.append(f"{name} {given[0]}")
            if self._struck(name):
                self._strike(name, given)
            return call(*given, **more)

        return point

    def _struck(self, name: str) -> bool:
        fault = self.fault
        if fault is None or fault.kind == "limit":
            return False
        full = fault.kind == "ENOSPC" and name == "write"  # a full disk stays full
        return self.count == fault.at or (full and self.count > fault.at)

    def _counts(self, name: str, given: Sequence[Any]) -> bool:
        if name == "open" and not given[1] & _WRITING:
            return False
        return given[0] > 2 if not CALLS[name] else str(given[0]).startswith(self.folder)

    def _strike(self, name: str, given: Sequence[Any]) -> None:
        kind = self.fault.kind if self.fault else ""
        if kind == "torn" and name == "write":
            _WRITE(given[0], bytes(given[1])[: len(given[1]) // 2])
        if kind in ("kill", "torn"):
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError(getattr(errno, kind), os.strerror(getattr(errno, kind)))


_WRITE = os.write


def points(folder: Path, arguments: Sequence[str]) -> list[str]:
    """Run the command in a child and return its points, as ``call argument``."""
    log = folder.parent / "points.log"
    code = _forked(folder, arguments, None, log)
    assert code in (0, 1), code
    return log.read_text().splitlines()


def fail(folder: Path, arguments: Sequence[str], fault: Fault) -> int:
    """Run the command in a child with ``fault``; return its exit code, KILLED if killed."""
    return _forked(folder, arguments, fault, None)


def _forked(folder: Path, arguments: Sequence[str], fault: Fault | None, log: Path | None) -> int:
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = 99
    try:
        code = _run(folder, arguments, _Points(str(folder), fault), log)
    except BaseException:  # noqa: BLE001 - the child ends here
        traceback.print_exc()
    finally:
        os._exit(code)


def _run(folder: Path, arguments: Sequence[str], found: _Points, log: Path | None) -> int:
    os.chdir(folder)
    limited = found.fault is not None and found.fault.kind == "limit"
    place = os.devnull if limited else str(folder.parent / "errors.txt")
    errors = os.open(place, os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    os.dup2(errors, 1)
    os.dup2(errors, 2)
    sys.stderr = os.fdopen(errors, "w", buffering=1)  # what pytest captures is a file, too
    if found.fault and limited:
        resource.setrlimit(resource.RLIMIT_FSIZE, (found.fault.at, resource.RLIM_INFINITY))
    for name in CALLS:
        setattr(os, name, found.wrapped(name, getattr(os, name)))
    try:
        main(list(arguments))
    except SystemExit as left:
        if log is not None:
            log.write_text("\n".join(found.log))
        return int(left.code or 0)
    return 98
