"""
What becomes of documents on a cluster whose processes are killed, stand still or fill memory.

usage: python benchmarks/dask_faults.py [SHARDS [WORKERS [KILLS [DOCUMENTS [LENGTH]]]]]
(default: 64 4 20 6400)

With a LENGTH, in sentences, the first trial alone is done, of documents that do not sleep.

Each trial starts a scheduler and workers, processes of their own on this machine, and compares
what the run has written, byte for byte, with what `serial` writes. A document that is missing is
lost, one that is there twice is doubled. Needs Linux and the extra [dask].
"""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from dask_lab import Cluster, cluster, worker_processes
from workspaces import SitePackages

PLUGIN = '''
import os, signal, time
import textflow

@textflow.stage(kind="filter")
def poison(doc, *, every: int = 0, seconds: float = 0.0):
    """Do to the process what the id says, for each document whose number ends so."""
    number = int(doc.id[1:])
    time.sleep(seconds)
    if every and number % every == every - 1:
        fault = number // every % 3
        if fault == 0:
            os._exit(7)
        if fault == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(60)
    return True

@textflow.hookimpl
def textflow_stages():
    return [poison]
'''


@attrs.frozen
class Trial:
    """A corpus, the records that are wanted of it, and where all of it is."""

    folder: Path
    environment: dict[str, str]
    stages: str = "segment, amounts, "
    #: That each document sleeps.
    seconds: float = 0.02

    @classmethod
    def new(cls, folder: Path, shards: int, documents: int, length: int = 40) -> "Trial":
        """Write a corpus of as many files as there are to be shards."""
        site = folder / "site"
        site.mkdir(parents=True)
        SitePackages(site).plugin(PLUGIN)
        paths = [str(site), *filter(None, [os.environ.get("PYTHONPATH")])]
        (folder / "in").mkdir()
        numbers = iter(range(documents))
        for at in range(shards):
            rows = (
                {"id": f"d{number}", "text": f"Lot {number} was sold for $3 million. " * length}
                for number in _some(numbers, documents // shards)
            )
            lines = "".join(f"{json.dumps(row)}\n" for row in rows)
            (folder / "in" / f"{at:05}.jsonl").write_text(lines)
        return cls(folder, os.environ | {"PYTHONPATH": os.pathsep.join(paths)})

    def write(self, engine: str, every: int = 0) -> None:
        """Write the pipeline."""
        (self.folder / "p.yml").write_text(
            "textflow: 1\nsource: in/*.jsonl\nsink: out.jsonl\n"
            f"stages: [{self.stages}acme.poison: {{every: {every}, seconds: {self.seconds}}}]\n"
            f"limits: {{timeout: 2}}\nengine: {engine}\n"
        )

    def start(self) -> subprocess.Popen[bytes]:
        """Start the command."""
        return subprocess.Popen(
            [sys.executable, "-m", "textflow", "run", "p.yml", "--quiet"],
            cwd=self.folder,
            env=self.environment,
            stderr=subprocess.PIPE,
        )

    def run(self) -> str:
        """Run the command; return its exit code."""
        run = self.start()
        run.communicate()
        return f"exit code {run.returncode}"

    def made(self) -> tuple[bytes, bytes]:
        """Return the records and the dead letters."""
        paths = (self.folder / f"out.jsonl{suffix}" for suffix in ("", ".dead.jsonl"))
        records, dead = (path.read_bytes() if path.exists() else b"" for path in paths)
        return records, dead

    def shards_done(self) -> int:
        """Return how many shards are done."""
        found = self.folder.glob("out.jsonl.part/shards/*/*/shard.json")
        return sum(not path.parent.name.endswith(".attempt") for path in found)


def _some(numbers: Iterator[int], count: int) -> Iterator[int]:
    for _ in range(count):
        yield next(numbers)


def on(one: Cluster, trial: Trial) -> str:
    """Return the engine; each file is a shard."""
    size = max(path.stat().st_size for path in (trial.folder / "in").iterdir())
    return f"{{dask: {{scheduler: '{one.address}', shard: {size}}}}}"


def verdict(wanted: tuple[bytes, bytes], found: tuple[bytes, bytes]) -> str:
    """Return what is lost and doubled, and whether the bytes are the same."""
    there, here = (
        Counter(json.loads(line)["id"] for part in made for line in part.splitlines())
        for made in (wanted, found)
    )
    lost, doubled = (sum(rest.values()) for rest in (there - here, here - there))
    same = "the bytes of serial" if found == wanted else "OTHER BYTES"
    return f"{sum(here.values())} documents, {lost} lost, {doubled} doubled, {same}"


def killed(trial: Trial, workers: int, kills: int) -> str:
    """Kill workers at random while they work."""
    random.seed(7)
    with cluster(trial.folder / "cluster", trial.environment, workers) as one:
        trial.write(on(one, trial))
        run, done = trial.start(), 0
        while run.poll() is None and not trial.shards_done():
            time.sleep(0.1)
        while run.poll() is None and done < kills:
            found = worker_processes(one)
            if found:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(random.choice(found), signal.SIGKILL)  # noqa: S311 - no secret
                    done += 1
            time.sleep(random.uniform(0.2, 3))  # noqa: S311 - no secret
        run.communicate()
    return f"{done} workers killed, exit code {run.returncode}"


def without_scheduler(trial: Trial, workers: int) -> str:
    """Kill the scheduler when some shards are done, and run again on another cluster."""
    with cluster(trial.folder / "cluster", trial.environment, workers) as one:
        trial.write(on(one, trial))
        run = trial.start()
        while run.poll() is None and trial.shards_done() < 3:  # noqa: PLR2004 - some
            time.sleep(0.1)
        one.processes[0].kill()
        _, says = run.communicate()
        kept = trial.shards_done()
    with cluster(trial.folder / "again", trial.environment, workers) as one:
        trial.write(on(one, trial))
        after = trial.run()
    words = says.decode().strip().splitlines()[-1]
    return f"{words}; {kept} shards kept; then {after}"


def standing(trial: Trial, workers: int) -> str:
    """Let one worker stand still for good when some shards are done."""
    with cluster(trial.folder / "cluster", trial.environment, workers) as one:
        trial.write(on(one, trial))
        run = trial.start()
        while run.poll() is None and not trial.shards_done():
            time.sleep(0.1)
        os.kill(worker_processes(one)[0], signal.SIGSTOP)
        begun = time.monotonic()
        run.communicate()
    return f"exit code {run.returncode}, {time.monotonic() - begun:.0f} s later"


def large(trial: Trial, workers: int) -> str:
    """Have workers read an input that is larger than the memory they may take."""
    with cluster(
        trial.folder / "cluster", trial.environment, workers, "--memory-limit", "250MB"
    ) as one:
        trial.write(on(one, trial))
        run, most = trial.start(), 0
        while run.poll() is None:
            most = max([most, *map(_peak, worker_processes(one))])
            time.sleep(0.1)
        run.communicate()
    size = sum(path.stat().st_size for path in (trial.folder / "in").iterdir())
    return f"{size >> 20} MiB in one shard, workers of 250 MB, {most >> 10} MiB at most"


def _peak(pid: int) -> int:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1])
    return 0


def tried(name: str, trial: Trial, what: Callable[[Trial], str], every: int = 0) -> None:
    """Do a trial, and say how it ended."""
    trial.write("serial" if not every else "{local: {workers: 2}}", every)
    trial.run()
    wanted = trial.made()
    for path in trial.folder.glob("out.jsonl*"):
        path.unlink()
    said = what(trial)
    print(f"| {name} | {said} | {verdict(wanted, trial.made())} |", flush=True)


def main(
    shards: int = 64, workers: int = 4, kills: int = 20, documents: int = 6400, length: int = 0
) -> None:
    """Print a row for each trial."""
    print("| trial | what came of it | documents |\n|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)

        def poisoned(trial: Trial) -> str:
            with cluster(trial.folder / "cluster", trial.environment, 2) as one:
                trial.write(on(one, trial), every=documents // 32)
                while len(before := worker_processes(one)) < 2:  # noqa: PLR2004 - all
                    time.sleep(0.1)
                said = trial.run()
                alive = set(before) <= set(worker_processes(one))
            return f"{said}; {'no worker died' if alive else 'WORKERS DIED'}"

        many = Trial.new(root / "many", shards, documents, length or 40)
        many = attrs.evolve(many, seconds=0 if length else many.seconds)
        tried(f"{shards} shards, {workers} workers", many, lambda one: killed(one, workers, kills))
        if length:
            return
        few = Trial.new(root / "few", 8, documents // 8)
        tried("the scheduler is killed", few, lambda one: without_scheduler(one, 2))
        tried("a worker stands still", few, lambda one: standing(one, 2))
        poison = Trial.new(root / "poison", 8, documents // 8)
        tried("documents end their process, or hang", poison, poisoned, every=documents // 32)
        big = attrs.evolve(Trial.new(root / "big", 1, 400, length=30_000), stages="", seconds=0)
        tried("input larger than memory", big, lambda one: large(one, 1))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
