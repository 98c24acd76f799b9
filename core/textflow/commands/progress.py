"""Progress of a run: how far, how fast, how long still, and which stage is slow."""

import contextlib
import sys
import time
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import Any

import attrs

from textflow.errors import InputError, StoreError
from textflow.pipeline.model import Pipeline
from textflow.reading.finding import Place, find_places
from textflow.reading.streams import METER
from textflow.running.run_totals import RunTotals
from textflow.wording import safe

#: Inputs whose sizes are looked up; with more of them the total stays unknown.
_MOST = 100_000
#: Columns of a terminal in which a bar has room.
_WIDE = 110
#: Seconds between two looks at the stages.
_PAUSE = 0.2

Show = Callable[[RunTotals], None]


@contextlib.contextmanager
def progress(pipeline: Pipeline, *, wanted: bool) -> Generator[Show | None]:
    """Yield what shows progress: a line on a terminal, nothing elsewhere."""
    if not wanted or sys.stderr is None or not sys.stderr.isatty():  # pyright: ignore[reportUnnecessaryComparison] - closed with 2>&-
        yield None
        return
    from rich.console import Console  # noqa: PLC0415 - 120 ms, for a terminal only
    from rich.progress import Progress  # noqa: PLC0415

    total = _bytes_to_read(pipeline)
    console = Console(stderr=True)
    with Progress(
        *_columns(console.width, known=total is not None), console=console, transient=True
    ) as bar:
        nothing: dict[str, Any] = {"documents": 0, "speed": "", "dead": 0, "slowest": ""}
        task = bar.add_task(safe(pipeline.name), total=total, **nothing)
        yield _Shown(bar, task, METER.read).show


def reads_keyboard(pipeline: Pipeline) -> bool:
    """Return whether somebody will type the document."""
    waits = any("-" in source.paths for source in pipeline.sources)
    return waits and sys.stdin is not None and sys.stdin.isatty()  # pyright: ignore[reportUnnecessaryComparison] - closed with <&-


def _columns(width: int, *, known: bool) -> tuple[Any, ...]:
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        DownloadColumn,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )
    from rich.table import Column  # noqa: PLC0415

    done = (
        "{task.fields[documents]:,} documents{task.fields[speed]}, {task.fields[dead]:,} dead"
        "{task.fields[slowest]}"
    )
    words = TextColumn(done, markup=False, table_column=Column(no_wrap=True, overflow="ellipsis"))
    name = TextColumn("{task.description}", markup=False)
    if not known:
        return (SpinnerColumn(), name, words, TimeElapsedColumn())
    one_line = partial(Column, no_wrap=True)
    size = DownloadColumn(table_column=one_line()), TransferSpeedColumn(table_column=one_line())
    left = TextColumn("left"), TimeRemainingColumn(compact=True)
    bar = (BarColumn(bar_width=20),) if width >= _WIDE else ()
    return (name, *bar, *size, *left, words)


@attrs.define(eq=False, repr=False)
class _Shown:
    """The line of a run, brought up to date a few times a second."""

    bar: Any
    task: Any
    #: What the meter showed at the start.
    start: int
    last: float = 0
    #: When the first document had ended, and how many had ended in the runs before.
    began: float = 0
    before: int = 0

    def show(self, account: RunTotals) -> None:
        """Show how far the run is."""
        now = time.monotonic()
        if not self.began:
            self.began, self.before = now, account.read
        if now - self.last < _PAUSE:
            return
        self.last = now
        self.bar.update(
            self.task,
            completed=METER.read - self.start,
            documents=account.read,
            speed=self._speed(account.read, now),
            dead=account.dead,
            slowest=slowest(account),
        )

    def _speed(self, read: int, now: float) -> str:
        passed = now - self.began
        return f", {(read - self.before) / passed:,.0f} a second" if passed >= 1 else ""


def slowest(account: RunTotals) -> str:
    """Return the stage that takes most of the time, and how much of it; nothing at first."""
    spent = {name: count.seconds for name, count in account.stages.items()}
    total = sum(spent.values())
    if len(spent) < 2 or not total:  # noqa: PLR2004 - one stage is no news
        return ""
    name = max(spent, key=lambda one: (spent[one], one))
    return f", {safe(name)} takes {spent[name] / total:.0%}"


def _bytes_to_read(pipeline: Pipeline) -> int | None:
    """Return how many bytes the run reads: all inputs, and again for each option it learns."""
    total = total_bytes(pipeline)
    return total and total * (1 + sum(len(stage.learning) for stage in pipeline.stages))


def total_bytes(pipeline: Pipeline) -> int | None:
    """Return the size of all inputs, as stored; None where it cannot be known beforehand."""
    total = 0
    try:
        for source in pipeline.sources:
            places = find_places(source.paths, source.base, source.kind)
            for at, place in enumerate(places):
                if place.path is None or at > _MOST:
                    return None
                total += 0 if place.fault else _size(place, place.path)
    except (OSError, InputError, StoreError):
        return None  # the run itself says what is wrong
    return total or None


def _size(place: Place, path: str) -> int:
    """Return the size of an input, as stored; raises OSError."""
    return place.stored.size if place.stored else Path(path).stat().st_size
