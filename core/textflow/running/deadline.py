"""A deadline for one call in the main thread."""

import contextlib
import signal
import threading
import time
from collections.abc import Generator
from math import inf
from types import FrameType

from textflow.running.timer import SIGNAL, Timer, timer


class OverdueError(BaseException):
    """
    Raised into a call that is past its deadline.

    No ``Exception``, so that ``except Exception`` in a stage cannot swallow it.
    """


class _Calls:
    """
    The calls of the process, one after the other, and the one timer that ends them.

    To start it takes longer than a short call. So it rings for one of the calls, and is
    then started again for the one that is at work.
    """

    #: Nothing where calls are not timed.
    timer: Timer | None = None
    #: The thread that the timer interrupts.
    thread = 0
    #: When the call at work is to be over; never, where none is.
    due = inf
    #: When the timer rings next; long ago, where it has.
    rings = -inf
    missed = False


#: A timer that is started for less may never ring.
_LEAST = 0.001


def _overdue(_signal: int, _frame: FrameType | None) -> None:
    _Calls.rings = -inf
    left = _Calls.due - time.monotonic()
    if left <= 0:
        _Calls.missed = True
        raise OverdueError
    if left < inf:
        _ring(max(left, _LEAST))


def _ring(seconds: float) -> None:
    """Have the timer ring in so many seconds from now."""
    if _Calls.timer is not None:
        _Calls.rings = time.monotonic() + seconds
        _Calls.timer.start(seconds)


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
    before, outer = signal.signal(SIGNAL, _overdue), _Calls.timer
    _Calls.thread = threading.get_ident()
    try:
        with timer() as _Calls.timer:
            try:
                yield True
            finally:
                stop()
    finally:
        _Calls.timer = outer
        signal.signal(SIGNAL, before)


def arm(seconds: float) -> None:
    """
    Raise OverdueError in ``seconds`` from now; 0 takes that back.

    Nothing in a thread: the timer would raise in the main thread, which works on another
    document, or on none.
    """
    if _Calls.timer is None or threading.get_ident() != _Calls.thread:
        return
    if not seconds:
        _Calls.due = inf
        return
    now = time.monotonic()
    _Calls.missed, _Calls.due = False, now + seconds
    if not (now < _Calls.rings <= _Calls.due and _Calls.timer.is_running()):
        _ring(seconds)


def stop() -> None:
    """Stop the timer, which ``arm(0)`` lets go on: no call comes soon."""
    if _Calls.timer is not None and threading.get_ident() == _Calls.thread:
        _Calls.due, _Calls.rings = inf, -inf
        _Calls.timer.start(0)


def missed() -> bool:
    """Return whether the last call of this thread was past its deadline, swallowed or not."""
    return _Calls.missed and threading.get_ident() == _Calls.thread


def _in_main_thread() -> bool:
    return threading.get_ident() == threading.main_thread().ident
