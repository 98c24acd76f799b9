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
    """Whether a deadline is in force: a signal that comes too late must not raise."""

    armed = False


def _overdue(_signal: int, _frame: FrameType | None) -> None:
    if _Timer.armed:
        raise OverdueError


@contextlib.contextmanager
def deadlines() -> Generator[bool]:
    """
    Let ``arm`` work within; yields whether it can.

    It cannot outside the main thread, nor on a system without SIGALRM; there a
    stage that hangs, hangs. A call into C ends only when it returns.
    """
    if not hasattr(signal, "setitimer") or (
        threading.current_thread() is not threading.main_thread()
    ):
        yield False
        return
    before = signal.signal(signal.SIGALRM, _overdue)
    try:
        yield True
    finally:
        arm(0)
        signal.signal(signal.SIGALRM, before)


def arm(seconds: float) -> None:
    """Raise OverdueError in ``seconds`` from now; 0 takes that back."""
    _Timer.armed = seconds > 0
    signal.setitimer(signal.ITIMER_REAL, seconds)
