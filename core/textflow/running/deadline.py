"""A deadline for one call, by the interval timer of the main thread."""

import contextlib
import signal
import threading
from collections.abc import Generator
from types import FrameType


class OverdueError(BaseException):
    """
    Raised into a call that is past its deadline.

    No ``Exception``, so that ``except Exception`` in a stage cannot swallow it.
    """


class _Timer:
    """The one timer of the process: a signal that comes too late must not raise."""

    #: Whether calls are timed at all.
    works = False
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

    It cannot outside the main thread, nor on a system without SIGALRM; there a
    stage that hangs, hangs. A call into C ends only when it returns.
    """
    if not hasattr(signal, "setitimer") or not _in_main_thread():
        yield False
        return
    before, worked = signal.signal(signal.SIGALRM, _overdue), _Timer.works
    _Timer.works = True
    try:
        yield True
    finally:
        arm(0)
        _Timer.works = worked
        signal.signal(signal.SIGALRM, before)


def arm(seconds: float) -> None:
    """
    Raise OverdueError in ``seconds`` from now; 0 takes that back.

    Nothing in a thread: the timer would raise in the main thread, which works on another
    document, or on none.
    """
    if not _Timer.works or not _in_main_thread():
        return
    _Timer.armed = seconds > 0
    if _Timer.armed:
        _Timer.fired = False
    signal.setitimer(signal.ITIMER_REAL, seconds)


def missed() -> bool:
    """Return whether the last call of this thread was past its deadline, swallowed or not."""
    return _Timer.fired and _in_main_thread()


def _in_main_thread() -> bool:
    return threading.get_ident() == threading.main_thread().ident
