"""Does twice the text take twice the time? Measured in CPU time, whatever else the machine does."""

import gc
import time
from collections.abc import Callable

#: Twice the text may cost so many times the CPU time.
LIMIT = 2.5
#: Seconds that a measurement should last, and how often a noisy clock is asked again.
_SPAN, _LEAST, _MOST = 0.02, 3, 60


def growth(
    once: Callable[[], object], twice: Callable[[], object], *, limit: float = LIMIT
) -> float:
    """Return how many times the CPU time of ``once`` the call of ``twice`` takes."""
    calls = 1 + int(_SPAN / max(seconds(once), _SPAN / 1000))
    short: list[float] = []
    long: list[float] = []
    while len(short) < _LEAST or (len(short) < _MOST and min(long) > limit * min(short)):
        short.append(seconds(once, calls))
        long.append(seconds(twice, calls))
    return min(long) / min(short)


def seconds(call: Callable[[], object], calls: int = 1) -> float:
    """Return the CPU time of ``calls`` calls, without the passes of the garbage collector."""
    gc.disable()
    try:
        start = time.process_time()
        for _ in range(calls):
            call()
        return time.process_time() - start
    finally:
        gc.enable()
