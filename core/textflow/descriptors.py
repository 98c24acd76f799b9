"""
Standard output kept for data: what plugins print, and what their children print, goes elsewhere.

Replacing ``sys.stdout`` is not enough: a child process, a library in C and ``os.write``
write to descriptor 1 itself.
"""

import contextlib
import io
import os
import sys
from collections.abc import Generator
from typing import Any, BinaryIO, cast

_OUT, _ERR = 1, 2


class _Kept:
    """Where descriptor 1 led before it was set aside."""

    stream: BinaryIO | None = None
    depth = 0


class _Aside(io.TextIOBase):
    """What ``print`` writes to meanwhile: standard error, which nobody closes through it."""

    encoding = "utf-8"
    errors = "backslashreplace"

    @property
    def buffer(self) -> Any:
        """Standard error as a stream of bytes."""
        return sys.stderr.buffer

    def writable(self) -> bool:
        """Return that it can be written to."""
        return True

    def write(self, text: str) -> int:
        """Write to standard error, where there is one."""
        if sys.stderr is not None and not sys.stderr.closed:  # pyright: ignore[reportUnnecessaryComparison] - closed with 2>&-
            sys.stderr.write(text)
        return len(text)

    def flush(self) -> None:
        """Let it arrive."""
        if sys.stderr is not None and not sys.stderr.closed:  # pyright: ignore[reportUnnecessaryComparison] - see above
            sys.stderr.flush()

    def fileno(self) -> int:
        """Return the descriptor of standard error."""
        return _ERR

    def isatty(self) -> bool:
        """Return that nobody types here."""
        return False

    def close(self) -> None:
        """Stay open: it is not the plugin's to close."""


@contextlib.contextmanager
def set_aside() -> Generator[None]:
    """Let descriptor 1 and ``sys.stdout`` lead to standard error within."""
    with _redirected(), contextlib.redirect_stdout(_Aside()):
        yield


def kept() -> BinaryIO | None:
    """Return the standard output that was kept, or the present one; None where it is closed."""
    if _Kept.stream is not None:
        return _Kept.stream
    stream = sys.__stdout__
    return None if stream is None or stream.closed else cast("BinaryIO", stream.buffer)


@contextlib.contextmanager
def _redirected() -> Generator[None]:
    if _Kept.depth or not _is_open(_OUT):
        _Kept.depth += 1
        try:
            yield
        finally:
            _Kept.depth -= 1
        return
    _flush()
    stream = cast("BinaryIO", os.fdopen(os.dup(_OUT), "wb"))
    _Kept.stream, _Kept.depth = stream, 1
    _lead_away()
    try:
        yield
    finally:
        _Kept.stream, _Kept.depth = None, 0
        _flush()
        os.dup2(stream.fileno(), _OUT)
        with contextlib.suppress(OSError):  # a full disk has been told of before
            stream.close()


def lead_away() -> None:
    """Lead what is written to descriptor 1 from now on to standard error, for good."""
    if _is_open(_OUT):
        _flush()
        _lead_away()


def _lead_away() -> None:
    """Lead descriptor 1 to standard error, or to nowhere where that is closed."""
    if _is_open(_ERR):
        os.dup2(_ERR, _OUT)
        return
    _lead_nowhere(_OUT)


def _lead_nowhere(descriptor: int) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)


def forget_what_is_stuck() -> None:
    """Lead a stream that takes nothing to nowhere; the interpreter would end with its own code."""
    for stream, descriptor in ((sys.__stdout__, _OUT), (sys.__stderr__, _ERR)):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            with contextlib.suppress(OSError):
                _lead_nowhere(descriptor)


def _is_open(descriptor: int) -> bool:
    """Return whether a descriptor was open when the process began, and still is."""
    stream = sys.__stdout__ if descriptor == _OUT else sys.__stderr__
    if stream is None:
        return False
    with contextlib.suppress(OSError):
        os.fstat(descriptor)
        return True
    return False


def _flush() -> None:
    """Send on what is buffered, while it still goes where it was meant to go."""
    for stream in filter(None, (sys.stdout, sys.__stdout__)):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
