"""
Ctrl-C and the request to end, told apart from what a plugin may raise itself.

A plugin can raise KeyboardInterrupt, and it can swallow the one that a signal raises.
So what counts is not the exception but whether a signal has come.
"""

import contextlib
import os
import signal
import threading
from collections.abc import Generator
from types import FrameType

#: What a shell adds to the number of the signal that ended a program.
_SIGNALLED = 128


class Interrupted(KeyboardInterrupt):
    """The user, or the system, wants this process to end."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        #: 130 for Ctrl-C, 143 for SIGTERM.
        self.exit_code = _SIGNALLED + number


class _Seen:
    """What has come so far; a signal is the business of the whole process."""

    watching = False
    number = 0
    #: Whether the first signal only asks for an end, which comes when the work in hand is done.
    draining = False


_DRAINING = b"textflow: stopping when what is at work is done; at once if you ask again\n"


def _come(number: int, _frame: FrameType | None) -> None:
    """Raise at the first signal, or note it; end at once at the second, whatever still hangs."""
    if _Seen.number:
        os._exit(_SIGNALLED + number)
    _Seen.number = number
    if not _Seen.draining:
        raise Interrupted(number)
    with contextlib.suppress(OSError):
        os.write(2, _DRAINING)


@contextlib.contextmanager
def draining(*, wanted: bool = True) -> Generator[None]:
    """Let the first signal raise nothing within; with ``wanted`` false, let it raise again."""
    before, _Seen.draining = _Seen.draining, wanted
    try:
        yield
    finally:
        _Seen.draining = before


def is_draining() -> bool:
    """Return whether the first signal raises nothing."""
    return _Seen.draining


def has_come() -> bool:
    """Return whether a signal asks for an end."""
    return bool(_Seen.number)


@contextlib.contextmanager
def watched() -> Generator[None]:
    """Know within whether a signal has come; outside the main thread none ever does."""
    if _Seen.watching or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        signal.signal(number, _come)
    _Seen.watching, _Seen.number = True, 0
    try:
        yield
    finally:
        _Seen.watching, _Seen.number = False, 0
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)


def check() -> None:
    """Raise Interrupted where a signal has come that somebody has swallowed."""
    if _Seen.number and not _Seen.draining:
        raise Interrupted(_Seen.number)


def is_real(error: BaseException) -> bool:
    """Return whether ``error`` comes from a signal, not from the code that it passed."""
    if _Seen.watching:
        return bool(_Seen.number)
    return type(error) is KeyboardInterrupt
