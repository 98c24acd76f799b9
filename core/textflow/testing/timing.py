"""
How CPU time grows with the text, and what an import costs; best of several.

Not wall time: a loaded machine must not decide. User and system time together: the
system tells them apart by its ticks, too coarsely for what takes milliseconds.
"""

import gc
import time
from collections.abc import Callable

import attrs

from textflow.errors import StageTimeoutError
from textflow.testing.errors import BrokenPromiseError, broken_promise
from textflow.testing.fresh_process import FreshProcessError, python
from textflow.testing.harnesses import StageHarness
from textflow.testing.samples import hostile
from textflow.testing.stage_calls import called, state_of

#: Twice the text may cost so many times the CPU time.
STEEPEST = 2.5
#: Characters to begin with, and seconds of CPU that are enough to measure.
_SMALLEST, _ENOUGH = 2_000, 0.02
#: Seconds of wall time in which a call must be done.
_PATIENCE = 10.0
_ROUNDS = 4

_IMPORT = """
import importlib, sys, time
clock = time.process_time
began = clock()
import textflow
for name in textflow.__all__:
    getattr(textflow, name)
ours = clock()
importlib.import_module(sys.argv[1])
print("\\n", ours - began, clock() - ours)
"""


def grows_linearly(harness: StageHarness, family: str, largest: int) -> None:
    """Raise unless twice as much hostile text costs about twice the time."""
    spec = attrs.evolve(harness.step.spec, timeout=_PATIENCE)
    step = attrs.evolve(harness.step, spec=spec)

    def cost(size: int) -> float:
        sample = harness.supplied(attrs.evolve(hostile(family, size), name=f"{family} x {size:,}"))
        state = state_of(sample)
        return _seconds(lambda: called(step, [state]))

    try:
        size, once, twice = _pair(cost, largest)
    except StageTimeoutError as error:
        found = f"not done after {_PATIENCE:g} s with the text {error.document!r}"
        raise _steep(harness, family, found) from None
    if twice > _limit(once):
        found = (
            f"{size:,} characters cost {once:.3f} s of CPU, {2 * size:,} cost {twice:.3f} s, "
            f"{twice / once:.1f} times as much"
        )
        raise _steep(harness, family, found)


def _pair(cost: Callable[[int], float], largest: int) -> tuple[int, float, float]:
    """Return a size that is enough to measure, what it costs, and what twice the size costs."""
    size = _SMALLEST
    cost(size)  # tables are read and patterns compiled now
    while (once := cost(size)) < _ENOUGH and size < largest:
        size *= 2
    once, twice = min(once, cost(size)), cost(2 * size)
    for _ in range(_ROUNDS):
        if twice <= _limit(once):
            break
        once, twice = min(once, cost(size)), min(twice, cost(2 * size))
    return size, once, twice


def _limit(once: float) -> float:
    """Return what twice the size may cost; below what can be measured, steepness means nothing."""
    return STEEPEST * max(once, _ENOUGH)


def _seconds(call: Callable[[], object]) -> float:
    gc.disable()
    try:
        began = time.process_time()
        call()
        return time.process_time() - began
    finally:
        gc.enable()


def _steep(harness: StageHarness, family: str, found: str) -> BrokenPromiseError:
    wanted = (
        f"twice the text may cost {STEEPEST} times the time: look for a pattern that tries the "
        "same characters from each place anew (two repetitions side by side, or .*? to an end "
        "that never comes) and for slices of the rest of the text in a loop"
    )
    return broken_promise(harness.component, f"hostile text {family!r}", found, wanted)


def imports_quickly(plugin: str, module: str, ratio: float) -> None:
    """Raise unless an import, which every pipeline with the plugin pays for, is cheap."""
    ours, its = float("inf"), float("inf")
    for _ in range(_ROUNDS + 1):
        done = python("-c", _IMPORT, module.partition(":")[0].strip())
        if done.returncode:
            last = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
            raise FreshProcessError(last)
        first, second = done.stdout.split()[-2:]
        ours, its = min(ours, float(first)), min(its, float(second))
        if its <= ratio * ours:
            return
    found = f"importing {module} costs {its:.2f} s of CPU, textflow's own names {ours:.2f} s"
    wanted = (
        f"at most {ratio:g} times as much: import heavy libraries in the function that uses "
        "them, read tables when they are first needed; `python -X importtime -c 'import "
        f"{module}'` shows what takes the time"
    )
    raise BrokenPromiseError(plugin, "", found, wanted)
