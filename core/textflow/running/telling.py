"""Tell somebody outside of this process which call is about to begin: it may never return."""

import contextlib
from collections.abc import Callable, Generator
from typing import Any

from textflow.document import Document

#: Told before each call of a stage: the stage, the id of the document (empty where they are
#: several) and the seconds that the call may take; all of them empty when the calls are over.
Tell = Callable[[str, str, float], object]


class _Listener:
    """Who is told; the calls of a process come one after the other."""

    tell: Tell | None = None


@contextlib.contextmanager
def told_to(tell: Tell | None) -> Generator[None]:
    """Tell ``tell`` of every call within."""
    before, _Listener.tell = _Listener.tell, tell
    try:
        yield
    finally:
        _Listener.tell = before


def begins(stage: str, given: Any, seconds: float) -> None:
    """Tell that ``stage`` is called with ``given``."""
    if _Listener.tell is not None:
        _Listener.tell(stage, given.id if type(given) is Document else "", seconds)


def over() -> None:
    """Tell that no stage is at work."""
    if _Listener.tell is not None:
        _Listener.tell("", "", 0)
