"""Interrupt the main thread in time: by the interval timer, or by a thread where there is none."""

import _thread
import contextlib
import signal
import threading
import time
from collections.abc import Callable, Generator

#: What interrupts. Windows has no SIGALRM; SIGABRT nobody sends there, and a real abort() ends the
#: process even so.
SIGNAL = getattr(signal, "SIGALRM", signal.SIGABRT)

#: Interrupts in so many seconds from now; 0 takes that back.
Start = Callable[[float], object]


@contextlib.contextmanager
def timer() -> Generator[Start]:
    """Yield what starts the timer; the handler of ``SIGNAL`` is the caller's."""
    if hasattr(signal, "setitimer"):
        yield lambda seconds: signal.setitimer(signal.ITIMER_REAL, seconds)
        return
    watch = _Watch()
    try:
        yield watch.start
    finally:
        watch.close()


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
