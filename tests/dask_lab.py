"""A real cluster of processes: a scheduler and workers that a test, or a trial, may kill."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Mapping
from pathlib import Path

import attrs
import orjson

#: Seconds until a process of the cluster must be there.
_PATIENCE = 60


@attrs.define
class Cluster:
    """The processes, and where they are."""

    folder: Path
    environment: Mapping[str, str]
    processes: list[subprocess.Popen[bytes]] = attrs.field(factory=list)

    @property
    def _file(self) -> Path:
        return self.folder / "scheduler.json"

    @property
    def address(self) -> str:
        """Where the scheduler is."""
        return str(orjson.loads(self._file.read_bytes())["address"])

    def scheduler(self) -> subprocess.Popen[bytes]:
        """Start the scheduler and wait for it."""
        self._file.unlink(missing_ok=True)  # of one before
        address = ("--host", "127.0.0.1", "--port", "0", "--dashboard-address", "127.0.0.1:0")
        one = self._started("dask_scheduler", *address)
        until = time.monotonic() + _PATIENCE
        while not (self._file.exists() and self._file.stat().st_size):
            assert time.monotonic() < until, "no scheduler"
            time.sleep(0.1)
        return one

    def worker(
        self, name: str, *more: str, environment: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a worker, and the nanny that starts it anew."""
        few = ("--nthreads", "1", "--no-dashboard", "--local-directory", str(self.folder))
        return self._started("dask_worker", "--name", name, *few, *more, environment=environment)

    def _started(
        self, module: str, *arguments: str, environment: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        log = (self.folder / f"{module}.log").open("ab")
        with log:
            one = subprocess.Popen(  # noqa: S603 - our own Python
                [sys.executable, "-W", "ignore", "-m", f"distributed.cli.{module}",
                 "--scheduler-file", str(self._file), *arguments],
                env={**(environment or self.environment), "DASK_LOGGING__DISTRIBUTED": "warning"},
                cwd=self.folder,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )  # fmt: skip
        self.processes.append(one)
        return one

    def close(self) -> None:
        """End all of it."""
        for one in reversed(self.processes):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(one.pid, signal.SIGKILL)
            one.wait()


@contextlib.contextmanager
def cluster(
    folder: Path, environment: Mapping[str, str], workers: int, *more: str
) -> Generator[Cluster]:
    """Yield a scheduler with workers, which end with the context."""
    folder.mkdir(parents=True, exist_ok=True)
    one = Cluster(folder, environment)
    try:
        one.scheduler()
        for at in range(workers):
            one.worker(f"w{at}", *more)
        yield one
    finally:
        one.close()


def worker_processes(one: Cluster) -> list[int]:
    """Return the processes that work: the children of the nannies."""
    nannies = {str(process.pid) for process in one.processes[1:]}
    found = (path for path in Path("/proc").glob("[0-9]*/stat"))
    rows = (path.read_text().rpartition(")") for path in found if path.exists())
    pairs = ((head.split()[0], tail.split()[1]) for head, _, tail in rows)
    spawned = [int(child) for child, parent in pairs if parent in nannies]
    return [pid for pid in spawned if b"resource_tracker" not in _command(pid)]


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b"resource_tracker"
