"""A call ends at its deadline, with the timer of the system and without one."""

import signal
import threading
import time
from collections.abc import Iterator

import pytest

from textflow.running.deadline import OverdueError, arm, deadlines, missed, stop


@pytest.fixture(params=["timer", "thread"])
def _timer(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take the interval timer away for one of two runs: Windows has none."""
    if request.param == "thread":
        monkeypatch.delattr(signal, "setitimer", raising=False)
    threads = threading.active_count()
    yield
    assert threading.active_count() == threads


def spin() -> None:
    """Work until somebody interrupts."""
    while True:
        time.monotonic()


@pytest.mark.usefixtures("_timer")
def test_a_late_call_is_ended() -> None:
    """Also the second one, and one that swallows every `Exception`."""
    with deadlines() as armed:
        assert armed
        for _ in range(2):
            arm(0.05)
            with pytest.raises(OverdueError):
                spin()
            assert missed()


@pytest.mark.usefixtures("_timer")
def test_a_call_in_time_goes_on() -> None:
    """A deadline that was taken back, or replaced by a later one, is none."""
    with deadlines():
        arm(0.05)
        arm(0)
        time.sleep(0.1)
        arm(0.05)
        arm(60)
        time.sleep(0.1)
        assert not missed()


@pytest.mark.usefixtures("_timer")
def test_what_was_there_comes_back() -> None:
    """Handlers of signals are as they were, and a deadline still in force is dropped."""
    numbers = [getattr(signal, name) for name in ("SIGALRM", "SIGABRT") if hasattr(signal, name)]
    before = [signal.getsignal(number) for number in numbers]
    with deadlines():
        arm(0.05)
    time.sleep(0.1)
    assert [signal.getsignal(number) for number in numbers] == before


def test_no_deadline_in_another_thread() -> None:
    """Signals reach the main thread alone, and the caller is told."""
    told: list[bool] = []

    def ask() -> None:
        with deadlines() as armed:
            told.append(armed)

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert told == [False]


@pytest.mark.usefixtures("_timer")
def test_calls_that_follow_each_other_have_a_deadline_each() -> None:
    """The timer is started once for many of them; it rings early for the last, and again."""
    with deadlines():
        for _ in range(4):
            arm(0.2)
            time.sleep(0.06)
            arm(0)
        start = time.monotonic()
        arm(0.2)
        with pytest.raises(OverdueError):
            spin()
        assert time.monotonic() - start >= 0.2
        assert missed()


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the timer cannot be stopped there")
def test_a_call_that_stops_the_timer_costs_no_other_its_deadline() -> None:
    """A plugin may set the timer of the process itself."""
    with deadlines():
        arm(0.1)
        signal.setitimer(signal.ITIMER_REAL, 0)
        arm(0)
        arm(0.1)
        with pytest.raises(OverdueError):
            spin()


def test_no_timer_rings_behind_the_last_call() -> None:
    """What comes next may be in C code that a signal breaks off."""
    with deadlines():
        arm(0.05)
        arm(0)
        stop()
        if hasattr(signal, "getitimer"):
            assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
