"""
Let one call that changes a disk fail; where the fault is a kill, in a forked child.

Every such call of the run (open to write, write, fsync, rename, truncate, mkdir, unlink,
rmdir) is a point. ``points`` counts them, ``fail`` runs the command with a fault at
one.
"""

import contextlib
import errno
import gc
import os
import resource
import signal
import stat
import sys
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

import attrs
import pytest

from textflow.cli import main
from textflow.commands import run as command
from textflow.pipeline import compiling
from textflow.plugins.registry import Registry
from textflow.running.records import records_of

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
#: Faults that end the process, or stay with it.
_ENDING = ("kill", "torn", "limit")
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
            if self._is_due(name, given):
                self._strike(name, given)
            return call(*given, **more)

        return point

    def _is_due(self, name: str, given: Sequence[Any]) -> bool:
        fault = self.fault
        if fault is None or fault.kind == "limit" or self.count < fault.at:
            return False
        full = fault.kind == "ENOSPC" and name == "write"  # a full disk stays full, no pipe does
        return self.count == fault.at or (full and stat.S_ISREG(os.fstat(given[0]).st_mode))

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


def hurry(patch: pytest.MonkeyPatch) -> None:
    """Let hundreds of runs take less time: compile a pipeline file once, and sync nothing."""
    known: dict[tuple[bytes, str], Any] = {}

    def compiled(path: Path, settings: Any, *given: Any) -> Any:
        asked = (path.read_bytes(), repr(settings))
        if asked not in known:
            known[asked] = compiling.compile_pipeline(path, settings, *given)
        return known[asked]

    registry = Registry()
    patch.setattr(command, "compile_pipeline", compiled)
    patch.setattr(command, "Registry", lambda **_: registry)
    patch.setattr(os, "fsync", _nothing)  # what is killed loses nothing by that


def _nothing(_file: int) -> None:
    """Sync nothing."""


def points(folder: Path, arguments: Sequence[str]) -> list[str]:
    """Run the command and return its points, as ``call argument``."""
    found = _Points(str(folder), None)
    with _struck(found):
        code = again(arguments)
    assert code in (0, 1), code
    return found.log


def fail(folder: Path, arguments: Sequence[str], fault: Fault) -> int:
    """Run the command with ``fault``; return its exit code, KILLED if killed."""
    found = _Points(str(folder), fault)
    if fault.kind in _ENDING:
        return _forked(found, arguments)
    with _struck(found):
        return again(arguments)


def again(arguments: Sequence[str]) -> int:
    """Run the command in this process, without a fault; return its exit code."""
    try:
        main(list(arguments))
    except SystemExit as left:
        return int(left.code or 0)
    return 98


@contextlib.contextmanager
def _struck(found: _Points) -> Generator[None]:
    """Put the points in the way of every call."""
    real = {name: getattr(os, name) for name in CALLS}
    for name, call in real.items():
        setattr(os, name, found.wrapped(name, call))
    try:
        yield
    finally:
        for name, call in real.items():
            setattr(os, name, call)


def kill_at_record(folder: Path, arguments: Sequence[str], number: int) -> int:
    """Run the command in a child and kill it when its sinks draw their record ``number``."""
    drawn = 0

    def watch(frame: FrameType, event: str, _: Any) -> None:
        nonlocal drawn
        if event == "call" and frame.f_code is records_of.__code__:
            drawn += 1
            if drawn == number:
                os.kill(os.getpid(), signal.SIGKILL)

    return _forked(_Points(str(folder), None), arguments, watch)


def _forked(
    found: _Points,
    arguments: Sequence[str],
    watch: Callable[[FrameType, str, Any], None] | None = None,
) -> int:
    gc.freeze()  # what the collector leaves alone is not copied for the child
    child = os.fork()
    if child:
        gc.unfreeze()
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = 99
    try:
        _say_nothing()
        sys.setprofile(watch)
        fault = found.fault
        if fault and fault.kind == "limit":
            resource.setrlimit(resource.RLIMIT_FSIZE, (fault.at, resource.RLIM_INFINITY))
        with _struck(found):
            code = again(arguments)
    finally:
        os._exit(code)


def _say_nothing() -> None:
    """Leave the output of this process alone: it is a file, which may be longer than the limit."""
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    sys.stderr = os.fdopen(nothing, "w", buffering=1)
