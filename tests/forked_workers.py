"""Workers that cost a trial little: copies of this process, where a run starts new ones."""

import os
import pickle
import signal
import subprocess
from types import SimpleNamespace
from typing import Any

from textflow_plugins.local import health, process, worker


def use(patch: Any) -> None:
    """Let workers of this process be copies of it; all else about them stays."""
    stand_in = SimpleNamespace(**vars(subprocess) | {"Popen": _forked})
    patch.setattr(process, "subprocess", stand_in)


def _forked(command: list[str], **options: Any) -> Any:
    (cell,) = options["pass_fds"]
    return subprocess.Popen(command, preexec_fn=lambda: _become_worker(cell), **options)  # noqa: PLW1509, S603 - it never comes to that command


def _become_worker(cell: int) -> None:
    """Do what a new worker does, behind the pipes that are in place by now."""
    code = worker.BROKEN
    try:
        os.closerange(3, cell)  # the lock of the run, and what tells it that the start was good
        os.closerange(cell + 1, 1_000)
        health._Forks.is_child = False  # noqa: SLF001 - this fork is no fault of a plugin
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.default_int_handler)
        pickle.load(open(0, "rb", buffering=0, closefd=False))  # noqa: S301, SIM115 - its paths are ours
        worker.main()
    except SystemExit as left:
        code = int(left.code or 0)
    finally:
        os._exit(code)
