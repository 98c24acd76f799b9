"""A worker process: it takes batches from one pipe and puts the outcomes into another."""

import os
import sys
import threading
from importlib import import_module
from queue import SimpleQueue
from typing import Any, NoReturn

import attrs

import textflow
from textflow_plugins.local.cell import Cell, named
from textflow_plugins.local.frames import packed, received, send
from textflow_plugins.local.health import Health, is_copy

#: Exit codes of a worker that ends itself.
UNFIT, BROKEN = 70, 71
#: Seconds for what is done between the calls of stages.
BETWEEN = 600.0
_TASKS, _OUTCOMES = 0, 1


@attrs.frozen
class Order:
    """What a worker is told when it is started."""

    recipe: Any
    cell: int | str
    parent: int


@attrs.frozen
class Answer:
    """What a worker gives for a batch."""

    outcomes: list[textflow.Outcome]
    counts: Any
    #: What a document has changed in the process, which ends now; nothing in most cases.
    change: str = ""


def main() -> NoReturn:
    """Work until there are no batches any more, or nobody is there to give them."""
    tasks, outcomes = _kept_pipes()
    order: Order = received(tasks)
    _die_with(order.parent)
    cell = Cell.at(order.cell)
    diary = _Diary(cell, {one.name: at for at, one in enumerate(order.recipe.stages)}, outcomes)
    with order.recipe.at_work(diary.tell) as compiled:
        _limit_memory(order.recipe.max_memory)
        send(outcomes, packed("ready"))
        _work(compiled, _batches(tasks), outcomes, diary)
    sys.exit(0)


@attrs.define
class _Diary:
    """What is written down for the run: what comes now; and whether all is as it was."""

    cell: Cell
    stages: dict[str, int]
    outcomes: int
    health: Health | None = None

    def tell(self, stage: str, document: str, seconds: float) -> None:
        """Write down a call that begins; look at the health of the process when all are over."""
        if is_copy():  # the worker itself goes on
            os._exit(UNFIT)
        if stage:
            self.cell.show(self.stages[stage], named(document), seconds)
            return
        change = self.health.change() if self.health else ""
        if change:
            _end_with(self.outcomes, change)
        self.cell.show(-1, 0, BETWEEN)


def _work(compiled: Any, batches: SimpleQueue[Any], outcomes: int, diary: _Diary) -> None:
    diary.health = Health.now(outcomes)
    while (batch := batches.get()) is not None:
        diary.tell("", "", 0)
        try:
            made = compiled.run(batch)
        except BaseException as error:  # noqa: BLE001 - our own code does not work any more
            _end_with(outcomes, f"the process it ran in has failed ({type(error).__name__})")
        send(outcomes, packed(Answer(made, compiled.taken_counts())))


def _end_with(outcomes: int, change: str) -> NoReturn:
    """Say what a document has changed, if that can still be said, and end the process."""
    try:
        send(outcomes, packed(Answer([], {}, change)))
    finally:
        os._exit(BROKEN)


def _kept_pipes() -> tuple[int, int]:
    """Move the pipes away from where plugins read and print."""
    tasks, outcomes = os.dup(_TASKS), os.dup(_OUTCOMES)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, _TASKS)
    os.close(nothing)
    os.dup2(2, _OUTCOMES)
    return tasks, outcomes


def _batches(tasks: int) -> SimpleQueue[Any]:
    """Return a queue of batches; where the run is gone, so is this process and its children."""
    found: SimpleQueue[Any] = SimpleQueue()

    def read() -> None:
        try:
            while (batch := received(tasks)) is not None:
                found.put(batch)
            found.put(None)
        except EOFError:
            _end_all()

    threading.Thread(target=read, daemon=True).start()
    return found


def _end_all() -> None:
    if hasattr(os, "killpg") and os.getpgid(0) == os.getpid():
        os.killpg(0, 9)
    os._exit(BROKEN)


def _die_with(parent: int) -> None:
    """Have the system end this process with the run, where it can; and it before the run."""
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - Linux alone

        ctypes.CDLL(None).prctl(1, 9)  # PR_SET_PDEATHSIG, SIGKILL
        if os.getppid() != parent:
            os._exit(BROKEN)
        try:
            with open("/proc/self/oom_score_adj", "w") as file:  # noqa: PTH123 - as plain as it gets
                file.write("500")
        except OSError:
            pass  # then the system chooses whom it ends when memory is short
    resource = _resource()
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _limit_memory(most: int | None) -> None:
    """Let the system refuse memory beyond ``most`` more than the process has now."""
    resource = _resource()
    if most is None or resource is None or sys.platform != "linux":
        return
    with open("/proc/self/statm") as file:  # noqa: PTH123 - as above
        has = int(file.read().split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = has + most
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard < 0 else min(wanted, hard), hard))


def _resource() -> Any:
    try:
        return import_module("resource")
    except ImportError:  # Windows
        return None
