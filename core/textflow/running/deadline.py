"""A deadline for one call in the main thread."""

import contextlib
import signal
import threading
from collections.abc import Generator
from types import FrameType

from textflow.running.timer import SIGNAL, Start, timer


class OverdueError(BaseException):
    """
    Raised into a call that is past its deadline.

    No ``Exception``, so that ``except Exception`` in a stage cannot swallow it.
    """


class _Timer:
    """The one timer of the process: a signal that comes too late must not raise."""

    #: Nothing where calls are not timed.
    start: Start | None = None
    armed = False
    fired = False


def _overdue(_signal: int, _frame: FrameType | None) -> None:
    if _Timer.armed:
        _Timer.fired = True
        raise OverdueError


@contextlib.contextmanager
def deadlines() -> Generator[bool]:
    """
    Let ``arm`` work within; yields whether it can.

    It cannot outside the main thread; there a stage that hangs, hangs. A call into C ends
    only when it returns.
    """
    if not _in_main_thread():
        yield False
        return
    before, started = signal.signal(SIGNAL, _overdue), _Timer.start
    try:
        with timer() as start:
            _Timer.start = start
            try:
                yield True
            finally:
                arm(0)
    finally:
        _Timer.start = started
        signal.signal(SIGNAL, before)


def arm(seconds: float) -> None:
    """
    Raise OverdueError in ``seconds`` from now; 0 takes that back.

    Nothing in a thread: the timer would raise in the main thread, which works on another
    document, or on none.
    """
    if _Timer.start is None or not _in_main_thread():
        return
    _Timer.armed = seconds > 0
    if _Timer.armed:
        _Timer.fired = False
    _Timer.start(seconds)


def missed() -> bool:
    """Return whether the last call of this thread was past its deadline, swallowed or not."""
    return _Timer.fired and _in_main_thread()


def _in_main_thread() -> bool:
    return threading.get_ident() == threading.main_thread().ident
