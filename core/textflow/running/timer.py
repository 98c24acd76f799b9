"""Interrupt the main thread in time: by the interval timer, or by a thread where there is none."""

import _thread
import contextlib
import signal
import threading
import time
from collections.abc import Generator
from typing import Protocol

#: What interrupts. Windows has no SIGALRM; SIGABRT nobody sends there, and a real abort() ends the
#: process even so.
SIGNAL = getattr(signal, "SIGALRM", signal.SIGABRT)


class Timer(Protocol):
    """What interrupts in time."""

    def start(self, seconds: float) -> None:
        """Interrupt in so many seconds from now; 0 takes that back."""
        ...

    def is_running(self) -> bool:
        """Return whether it is going to interrupt: a plugin may have stopped it."""
        ...


@contextlib.contextmanager
def timer() -> Generator[Timer]:
    """Yield the timer; the handler of ``SIGNAL`` is the caller's."""
    if hasattr(signal, "setitimer"):
        yield _Interval()
        return
    watch = _Watch()
    try:
        yield watch
    finally:
        watch.close()


class _Interval:
    """The interval timer of the process."""

    def start(self, seconds: float) -> None:
        signal.setitimer(signal.ITIMER_REAL, seconds)

    def is_running(self) -> bool:
        return signal.getitimer(signal.ITIMER_REAL)[0] > 0


class _Watch:
    """A thread that sleeps until the time has come."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._due: float | None = None
        self._is_open = True
        self._thread = threading.Thread(target=self._watch, name="deadline", daemon=True)
        self._thread.start()

    def start(self, seconds: float) -> None:
        with self._changed:
            self._due = time.monotonic() + seconds if seconds else None
            self._changed.notify()

    def is_running(self) -> bool:
        return self._due is not None

    def close(self) -> None:
        with self._changed:
            self._is_open = False
            self._changed.notify()
        self._thread.join()

    def _watch(self) -> None:
        with self._changed:
            while self._is_open:
                left = None if self._due is None else self._due - time.monotonic()
                if left is None or left > 0:
                    self._changed.wait(left)
                else:
                    self._due = None
                    _thread.interrupt_main(SIGNAL)
