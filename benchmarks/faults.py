"""
What becomes of documents when workers, runs and disks fail.

usage: python benchmarks/faults.py [KILLS [STATES [SIZES]]]   (default: 300 100000 50)

Every run is compared, byte for byte, with one that nothing has disturbed. A document that is
missing is lost, one that is there twice is doubled, a line that cannot be read is torn, and what
else is not as it should be is mixed. Runs after a fault are of the engine `serial`, which goes on
with what workers have done. Needs fork; a full disk is real where root may mount one.
"""

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import attrs
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import failpoints
import forked_workers
from fault_lab import DOCUMENTS, RUN, SERIAL, WORKERS, Lab
from power_lab import MUTANTS, MUTANTS_OF_TWO_FAILURES
from power_lab import Lab as PowerLab
from worker_faults import FAULTS, SOURCE, children_of, processes_with
from workspaces import SitePackages

CHANCE = random.Random(29)  # noqa: S311 - nothing secret
KINDS = ("kill", "torn", "ENOSPC", "EIO", "EINTR")
#: In every so many runs that are killed, workers are started; in others they are forked, which
#: takes a tenth of the time.
STARTED = 25
#: Seconds that a stage takes for a document, so that a kill has something to hit.
WAIT = "0.01"
FAULTY = """textflow: 1
source: in.jsonl
stages: [acme.finds: {options}]
engine: {{local: {{workers: 2, batch: 8}}}}
limits: {{timeout: 1, max_memory: 300000000}}
sink: out.jsonl
"""


@contextlib.contextmanager
def lab_in(folder: Path, *, more: str = "", length: int = 0) -> Iterator[Lab]:
    """Give the run of 48 documents in ``folder``, with its plugin installed."""
    (site := folder / "site").mkdir(parents=True)
    (work := folder / "work").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(site))
        patch.setenv("PYTHONPATH", str(site))
        yield Lab.new(work, SitePackages(site), patch, more=more, length=length)
        os.chdir(folder)
    sys.modules.pop("textflow_acme", None)


def summed(found: Iterable[str]) -> str:
    """Return how often each kind of damage was found."""
    damages = [one for one in found if one]
    kinds = Counter(one.partition(":")[0] for one in damages)
    known = [f"{kinds.pop(kind, 0)} {kind}" for kind in ("lost", "doubled", "torn", "mixed")]
    return ", ".join(known + [f"{count} x {kind}" for kind, count in kinds.items()])


def points(folder: Path) -> Iterator[str]:
    """Have each kind of fault happen at every call that changes the disk."""
    with lab_in(folder) as lab:
        for kind in KINDS:
            places = lab.points_of(kind, 1)
            found = summed(lab.tried(failpoints.Fault(kind, at)) for at in places)
            yield f"{kind} at each of {len(places)} calls | {found}"


@attrs.define
class Child:
    """A run with workers in a process that is a copy of this one, in a session of its own."""

    process: int
    word: str
    log: Path
    code: int | None = None

    @classmethod
    def new(cls, lab: Lab, at: int) -> "Child":
        """Start the run."""
        lab.reset()
        word, log = f"trial-{os.getpid()}-{at}", lab.folder.with_name("log")
        log.write_bytes(b"")
        process = os.fork()
        if not process:
            os.setsid()
            os.environ |= {"TEXTFLOW_TRIAL": word, "ACME_WAIT": WAIT, "ACME_LOG": str(log)}
            sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115 - the process ends here
            if at % STARTED:
                forked_workers.use(pytest.MonkeyPatch())
            os._exit(failpoints.again(RUN))
        return cls(process, word, log)

    def poll(self) -> int | None:
        """Return the exit code where it has ended."""
        if self.code is None:
            ended, status = os.waitpid(self.process, os.WNOHANG)
            self.code = os.waitstatus_to_exitcode(status) if ended else None
        return self.code

    def wait_until(self, done: Callable[[], bool]) -> None:
        """Wait for something, or for the end of the run."""
        while self.poll() is None and not done():
            time.sleep(0.001)

    def wait_for_documents(self, count: int) -> None:
        """Wait until so many documents have begun."""
        self.wait_until(lambda: self.log.stat().st_size >= count)

    def leaves_processes(self) -> bool:
        """Return whether anything of it is left after some seconds."""
        for _ in range(100):
            if not processes_with(self.word):
                return False
            time.sleep(0.1)
        return True


def somewhere(child: Child, begins: float) -> None:
    """Wait for some moment: before the first document, at any of them, or behind the last."""
    at = CHANCE.randrange(-12, DOCUMENTS + 12)
    if at < 0:
        time.sleep(CHANCE.uniform(0, begins))
    else:
        child.wait_for_documents(min(at, DOCUMENTS - 4))  # four are filtered before
        time.sleep(CHANCE.uniform(0, 0.03))


def seconds_to_begin(lab: Lab) -> float:
    """Return how long a run takes to its first document."""
    start = time.monotonic()
    child = Child.new(lab, -1)
    child.wait_for_documents(1)
    passed = time.monotonic() - start
    child.wait_until(lambda: False)
    return passed


def kills(folder: Path, count: int, tried: Callable[[Lab, Child], str | None]) -> Iterator[str]:
    """Kill so many runs, or workers, that are at work; ``tried`` returns None where it was late."""
    found: list[str] = []
    phases: Counter[str] = Counter()
    with lab_in(folder, more=WORKERS) as lab:
        begins = seconds_to_begin(lab)
        for at in range(count * 3):
            child = Child.new(lab, at)
            somewhere(child, begins)
            phase = _phase(lab, child)
            damage = tried(lab, child)
            if damage is not None:
                phases[phase] += 1
                found.append("processes left" if child.leaves_processes() else damage)
            if len(found) == count:
                break
    when = ", ".join(f"{times} {phase}" for phase, times in sorted(phases.items()))
    yield f"{len(found)} random kills ({when}) | {summed(found)}"


def _phase(lab: Lab, child: Child) -> str:
    done = child.log.stat().st_size
    if done < 1:
        return "before the first document"
    try:
        rows = (lab.folder / "out.jsonl.part" / "ledger").read_bytes()
    except FileNotFoundError:  # all is done, and the folder has gone
        rows = b'"done"'
    return "behind the last one" if b'"done"' in rows else "between"


def run_killed(lab: Lab, child: Child) -> str | None:
    """Kill the process group of the run, and go on with it."""
    if child.poll() is not None:
        return None
    os.killpg(child.process, signal.SIGKILL)
    child.wait_until(lambda: False)
    if child.code != failpoints.KILLED:
        return None
    child.leaves_processes()  # forked workers, not started ones, have the lock open till they end
    return lab.damage_meanwhile() or lab.damage_after(*SERIAL)


def worker_killed(lab: Lab, child: Child) -> str | None:
    """Kill one of the workers; the run has to come to its end without it."""
    try:
        mine = [one for one in children_of(child.process) if os.getpgid(one) == one]
        workers = [one for one in mine if os.getsid(one) == child.process]
        os.kill(CHANCE.choice(workers), signal.SIGKILL)
    except (OSError, IndexError):
        child.wait_until(lambda: False)
        return None
    child.wait_until(lambda: False)
    return lab.damage() if child.code == 1 else f"exit code {child.code}"


def full_disk(folder: Path, sizes: int) -> Iterator[str]:
    """Let a disk be full at more and more bytes; then run again with room enough."""
    folder.mkdir()
    mounted = _mounted(folder, "64m")
    with contextlib.ExitStack() as stack:
        if mounted:
            stack.callback(_run, "umount", str(folder))
        lab = stack.enter_context(lab_in(folder / "lab", length=2_000))
        found = list(_full(lab, folder, sizes) if mounted else _limited(lab, sizes))
        os.chdir(folder.parent)
    full = sum(code == "full" for code, _ in found)
    what = "a disk (tmpfs)" if mounted else "files (not mounted here: a limit of each file)"
    yield f"{what} full at {sizes} sizes, {full} of them ended with exit code 5 | " + summed(
        damage for _, damage in found
    )


def _full(lab: Lab, disk: Path, sizes: int) -> Iterator[tuple[str, str]]:
    needed = sum(len(data) for name, data in lab.wanted.items() if name != "in.jsonl")
    for at in range(sizes):
        lab.reset()
        used = sum(one.stat().st_blocks * 512 for one in disk.rglob("*"))
        _run("mount", "-o", f"remount,size={used + at * needed // sizes}", str(disk))
        code = failpoints.again(RUN)
        meanwhile = lab.damage_meanwhile()
        _run("mount", "-o", "remount,size=64m", str(disk))
        yield _ended(code), meanwhile or lab.damage_after()


def _limited(lab: Lab, sizes: int) -> Iterator[tuple[str, str]]:
    longest = max(len(data) for data in lab.wanted.values())
    for at in range(sizes):
        lab.reset()
        fault = failpoints.Fault("limit", 1 + at * longest // sizes)
        code = failpoints.fail(lab.folder, RUN, fault)
        yield _ended(code), lab.damage_meanwhile() or lab.damage_after()


def _ended(code: int) -> str:
    names = {5: "full", 1: "done"}
    return names.get(code, f"exit code {code}")


def _mounted(folder: Path, size: str) -> bool:
    try:
        _run("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder))
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - two commands of ours


def power_loss(folder: Path, states: int) -> Iterator[str]:
    """Draw states of the disk after power failures; go on from each that is different."""
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        lab = PowerLab.new(folder, patch)
        found = lab.states(states, CHANCE)
        damage = summed(lab.damage(state) for state in found)
    tried = f"{states:,} states drawn, the {len(found):,} different ones tried"
    yield f"power fails: {tried} | {damage}"


def mutants(folder: Path) -> Iterator[str]:
    """Return how many of the runs that take less care are caught."""
    caught = 0
    for at, (name, mutant) in enumerate(MUTANTS.items()):
        (folder / f"{at}").mkdir(parents=True)
        with pytest.MonkeyPatch.context() as patch:
            mutant(patch)
            lab = PowerLab.new(folder / f"{at}", patch)
            states = lab.states(3_000, CHANCE)
            if name in MUTANTS_OF_TWO_FAILURES:
                caught += any(
                    any(map(again.damage, again.states(150, CHANCE)))
                    for again in map(lab.after, states)
                )
            else:
                caught += any(map(lab.damage, states))
    yield f"power fails, and the run takes less care, in {len(MUTANTS)} ways | {caught} caught"


def worker_faults(folder: Path) -> Iterator[str]:
    """Have each fault happen in the first, a middle and the last document of twenty."""
    (site := folder / "site").mkdir(parents=True)
    SitePackages(site).plugin(SOURCE)
    ids = [f"d{at:02}" for at in range(20)]
    rows = (json.dumps({"id": name, "text": f"Doc {name}."}) for name in ids)
    (folder / "in.jsonl").write_text("".join(f"{row}\n" for row in rows))
    wanted = _faulty(folder, "", "")[2]
    found: list[str] = []
    for fault, (code, _) in FAULTS.items():
        for at in (ids[0], ids[9], ids[-1]):
            done = _faulty(folder, code, at)
            right = done == (1, [at], [one for one in wanted if one["id"] != at])
            found.append("" if right else f"lost: {fault} at {at}")
    yield f"{len(FAULTS)} faults of a worker in 3 documents of {len(ids)} | {summed(found)}"


def _faulty(folder: Path, fault: str, at: str) -> tuple[int, list[str], list[dict[str, object]]]:
    """Run with ``fault`` in one document; return exit code, dead letters, nameless records."""
    options = json.dumps({"fault": fault, "at": at})
    (folder / "p.yml").write_text(FAULTY.format(options=options))
    command = [sys.executable, "-m", "textflow", *RUN, "--restart"]
    environment = os.environ | {"PYTHONPATH": str(folder / "site")}
    done = subprocess.run(command, cwd=folder, env=environment, check=False, capture_output=True)  # noqa: S603 - our own
    letters = folder / "out.jsonl.dead.jsonl"
    dead = letters.read_bytes().splitlines() if letters.exists() else []
    rows = map(json.loads, (folder / "out.jsonl").read_bytes().splitlines())
    nameless = [{key: value for key, value in row.items() if key != "run"} for row in rows]
    return done.returncode, [json.loads(line)["id"] for line in dead], nameless


def main(count: int = 300, states: int = 100_000, sizes: int = 50) -> None:
    """Print the table, row by row."""
    print("| what happens | what came of it |\n|---|---|")
    memory = Path("/dev/shm")  # noqa: S108 - where it is there, thousands of files cost less
    where = memory if memory.is_dir() else None
    with (
        tempfile.TemporaryDirectory(prefix="textflow-faults-", dir=where) as name,
        open(os.devnull, "w") as nothing,  # noqa: PTH123 - as `sys.stderr` is
        contextlib.redirect_stderr(nothing),  # thousands of runs say what was wrong
    ):
        folder = Path(name).resolve()
        for at, rows in enumerate(
            (
                points,
                lambda place: full_disk(place, sizes),
                lambda place: power_loss(place, states),
                mutants,
                worker_faults,
                lambda place: kills(place, count, run_killed),
                lambda place: kills(place, count, worker_killed),
            )
        ):
            for row in rows(folder / str(at)):
                print(f"| {row} |", flush=True)
            os.chdir(folder)
            shutil.rmtree(folder / str(at), ignore_errors=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
