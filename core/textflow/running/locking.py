"""A lock on an open file, by what the system has for that."""

import errno
from importlib import import_module
from typing import Any


def _module(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        return None


#: Unix; None on Windows.
UNIX = _module("fcntl")
#: Windows; None on Unix.
WINDOWS = _module("msvcrt")

_BUSY = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


def locked(file: int) -> bool:
    """Lock ``file`` until it is closed; return False where another process has locked it."""
    try:
        if UNIX is not None:
            UNIX.flock(file, UNIX.LOCK_EX | UNIX.LOCK_NB)
        elif WINDOWS is not None:
            WINDOWS.locking(file, WINDOWS.LK_NBLCK, 1)
    except OSError as error:
        if error.errno in _BUSY:
            return False
        raise
    return True


def can_remove_open_files() -> bool:
    """Return whether a file may be removed while it is open: not on Windows."""
    return UNIX is not None
