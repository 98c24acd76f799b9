"""What plugins leave behind: failures in their threads, and in what is cleaned up."""

import contextlib
import sys
import threading
import warnings
from collections.abc import Generator
from typing import Any

from textflow.wording import raised


@contextlib.contextmanager
def reported() -> Generator[None]:
    """Report failures that nobody can catch in one line each, not as tracebacks."""
    before = sys.unraisablehook, threading.excepthook
    sys.unraisablehook, threading.excepthook = _unraisable, _in_thread
    try:
        yield
    finally:
        sys.unraisablehook, threading.excepthook = before


def _unraisable(found: Any) -> None:
    _tell("what a plugin left behind", found.exc_value)


def _in_thread(found: Any) -> None:
    if found.exc_type is not SystemExit:
        _tell("a thread of a plugin", found.exc_value)


def _tell(who: str, error: BaseException | None) -> None:
    if error is not None:
        warnings.warn(f"{who} raised {raised(error)}", RuntimeWarning, stacklevel=2)
