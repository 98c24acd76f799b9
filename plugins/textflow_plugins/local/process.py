"""One worker as the run sees it: a process, the pipes to it, and what it is doing."""

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from typing import IO, Any

import textflow
from textflow_plugins.local.cell import Cell, Sight
from textflow_plugins.local.frames import packed, received, send
from textflow_plugins.local.guardian import Guardian
from textflow_plugins.local.jobs import Job
from textflow_plugins.local.memory import resident
from textflow_plugins.local.worker import BETWEEN, Order

#: Paths first: the packages may be found only through them.
_START = (
    "import pickle, sys; sys.path[:] = pickle.load(open(0, 'rb', buffering=0, closefd=False)); "
    "from textflow_plugins.local.worker import main; main()"
)
#: Seconds beyond a deadline until a process is ended: its own interruption comes first.
GRACE = 2.0
#: Seconds that workers have to leave by themselves when all is done.
_FAREWELL = 3.0
#: Bytes of a worker's prints that are passed on; what floods is left out.
_PRINTS = 1 << 20

#: CREATE_NEW_PROCESS_GROUP of Windows: Ctrl-C is the run's.
_OWN_GROUP = 0x200

#: Called with the worker and what it has answered; None when it is gone.
Answered = Callable[["Worker", Any], object]


class Worker:
    """A worker process, from its start to its end."""

    def __init__(
        self, order: Callable[[Cell], Order], guardian: Guardian, answered: Answered,
        printed: Callable[[bytes], object],
    ) -> None:  # fmt: skip
        #: What it has been given and has not answered, the one at work first.
        self.pieces: deque[list[textflow.Task]] = deque()
        self.is_ready = False
        #: Why it has been ended, where the run has done that.
        self.ended = ""
        self._guardian = guardian
        self._cell = Cell.new()
        self._seen = Sight()
        self._since = time.monotonic()
        self._process = self._started()
        self._job = Job.of(self._process.pid)
        guardian.watch(self._process.pid)
        self._frames: SimpleQueue[bytes | None] = SimpleQueue()
        self._frames.put(_paths() + packed(order(self._cell)))
        self._talk = _thread(self._talked, answered)
        self._listen = _thread(self._listened, printed)

    def _started(self) -> subprocess.Popen[bytes]:
        posix = os.name == "posix"
        address = self._cell.address
        return subprocess.Popen(  # noqa: S603 - our own Python
            [sys.executable, *_flags(), "-P", "-c", _START],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            process_group=0 if posix else None,
            pass_fds=(address,) if isinstance(address, int) else (),
            creationflags=0 if posix else _OWN_GROUP,
        )

    def give(self, piece: list[textflow.Task]) -> None:
        """Have it do ``piece``, behind what it has."""
        if not self.pieces:
            self._since = time.monotonic()
        self.pieces.append(piece)
        self._frames.put(packed(piece))

    def overdue(self) -> bool:
        """Return whether it has been at one thing for longer than it may."""
        sight, now = self._cell.look(), time.monotonic()
        if sight.count != self._seen.count:
            self._seen, self._since = sight, now
        is_idle = self.is_ready and not self.pieces
        return not is_idle and now - self._since > (sight.seconds or BETWEEN) + GRACE

    def memory(self) -> int:
        """Return the bytes of memory that it has."""
        return resident(self._process.pid)

    @property
    def sight(self) -> Sight:
        """What it did last."""
        return self._cell.look()

    def kill(self, why: str = "") -> None:
        """End it and all it has started, at once."""
        self.ended = self.ended or why
        if self._job is not None:
            self._job.end()
        elif os.name == "posix":
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        else:
            self._process.kill()

    def cause(self) -> str:
        """Return how it has ended."""
        code = self._process.wait()
        if self.ended:
            return self.ended
        if code >= 0:
            return f"exit code {code}"
        try:
            return f"signal {-code} ({signal.Signals(-code).name})"
        except ValueError:
            return f"signal {-code}"

    def dismiss(self) -> None:
        """Tell it that there is no more work."""
        self._frames.put(packed(None))

    def close(self, until: float = 0) -> None:
        """Let it leave by itself until then, end what is left of it, and wait for that."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(max(until - time.monotonic(), 0))
        self.kill()
        self._process.wait()
        self._guardian.forget(self._process.pid)
        self._frames.put(None)
        for thread in (self._talk, self._listen):
            thread.join(_FAREWELL)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self._cell.close()
        if self._job is not None:
            self._job.close()
            self._job = None

    def _talked(self, answered: Answered) -> None:
        """Send what is to be sent; pass each answer on, and None at the end."""
        tasks, outcomes = _file(self._process.stdin), _file(self._process.stdout)
        with contextlib.suppress(OSError, EOFError):
            while (frame := self._frames.get()) is not None:
                send(tasks, frame)
                answered(self, received(outcomes))
        answered(self, None)

    def _listened(self, printed: Callable[[bytes], object]) -> None:
        """Pass on what it prints, as much as is sensible."""
        prints, left = _file(self._process.stderr), _PRINTS
        with contextlib.suppress(OSError):
            while data := os.read(prints, 1 << 16):
                if left > 0:
                    printed(data)
                    left -= len(data)
                    if left <= 0:
                        printed(b"\ntextflow: a worker prints on and on; the rest is left out\n")


def farewell(workers: Sequence[Worker]) -> None:
    """Let ``workers`` leave by themselves, all at the same time."""
    until = time.monotonic() + _FAREWELL
    for worker in workers:
        worker.dismiss()
    for worker in workers:
        worker.close(until)


def _thread(target: Callable[[Any], None], given: Any) -> threading.Thread:
    thread = threading.Thread(target=target, args=(given,), daemon=True)
    thread.start()
    return thread


def _file(pipe: IO[bytes] | None) -> int:
    if pipe is None:  # pragma: no cover - all three are pipes
        raise TypeError
    return pipe.fileno()


def _paths() -> bytes:
    return pickle.dumps([path or os.getcwd() for path in sys.path])  # noqa: PTH109 - a string


def _flags() -> list[str]:
    """Return the options of this interpreter that a worker must share."""
    flags = ["-B"] if sys.dont_write_bytecode else []
    flags += ["-X", "utf8"] if sys.flags.utf8_mode else []
    return flags + [f"-W{option}" for option in sys.warnoptions]
