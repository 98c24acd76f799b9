"""
What becomes of documents when workers, runs and disks fail.

usage: python benchmarks/faults.py [KILLS [STATES [SIZES]]]   (default: 300 100000 50)

Every run is compared, byte for byte, with one that nothing has disturbed: a document that is
missing, there twice or different, a torn line, or files of two runs are damage.
"""

import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from power_lab import MUTANTS, Lab
from worker_faults import FAULTS, SOURCE, children_of
from workspaces import SitePackages

DOCUMENTS = 300
CHANCE = random.Random(29)  # noqa: S311 - nothing secret
PIPELINE = """textflow: 1
source: in.jsonl
stages: [segment, acme.finds: {options}]
engine: {{local: {{workers: 2, batch: 8}}}}
limits: {{timeout: 1, max_memory: 300000000}}
sink: [out.jsonl, copy.jsonl.gz]
"""


@attrs.frozen
class Place:
    """A folder with a run in it."""

    folder: Path
    site: Path

    @classmethod
    def new(cls, folder: Path, documents: int) -> "Place":
        """Write the input and install a plugin that fails on demand."""
        site = folder / "site"
        site.mkdir()
        SitePackages(site).plugin(SOURCE)
        rows = (
            json.dumps({"id": f"d{at:03}", "text": f"Doc {at}. " * 20}) for at in range(documents)
        )
        (folder / "in.jsonl").write_text("".join(f"{row}\n" for row in rows))
        made = cls(folder, site)
        made.pipeline()
        return made

    def pipeline(self, fault: str = "", at: str = "") -> None:
        """Write the pipeline, with a fault in one document."""
        options = json.dumps({"fault": fault, "at": at})
        (self.folder / "p.yml").write_text(PIPELINE.format(options=options))

    def start(self, *more: str, limit: int = 0) -> "subprocess.Popen[bytes]":
        """Start the command, in a process group of its own."""

        def limited() -> None:
            if limit:
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

        return subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", "textflow", "run", "p.yml", "-q", *more],
            cwd=self.folder,
            env=os.environ | {"PYTHONPATH": str(self.site)},
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=limited,  # noqa: PLW1509 - no threads here
        )

    def run(self, *more: str) -> int:
        """Run the command to its end; return its exit code."""
        return self.start(*more).wait()

    def run_well(self) -> None:
        """Run the command, which must end well: there is nothing to compare with else."""
        code = self.run()
        if code:
            raise SystemExit(code)

    def files(self) -> dict[str, bytes]:
        """Return the outputs: a run names itself in each record, which has no part in this."""
        found = {name: (self.folder / name).read_bytes() for name in ("out.jsonl", "copy.jsonl.gz")}
        return found | {"left": b"".join(sorted(os.fsencode(one.name) for one in self._rest()))}

    def _rest(self) -> Iterator[Path]:
        return (one for one in self.folder.iterdir() if one.name.startswith(("out", "copy")))


def kills(place: Place, count: int, strike: Callable[["subprocess.Popen[bytes]"], None]) -> str:
    """Kill runs at random times; return what came of it."""
    place.run_well()
    wanted = place.files()
    start = time.monotonic()
    place.run_well()
    whole = time.monotonic() - start
    landed = damaged = 0
    for _ in range(count):
        process = place.start()
        time.sleep(CHANCE.uniform(0.2, 1) * whole)
        landed += process.poll() is None
        strike(process)
        process.wait()
        code = place.run()
        damaged += code != 0 or place.files() != wanted
    return f"{count} kills, {landed} of them in the middle of a run: {damaged} damaged"


def kill_group(process: "subprocess.Popen[bytes]") -> None:
    """Kill the run with everything in its process group."""
    os.killpg(process.pid, signal.SIGKILL)


def kill_worker(process: "subprocess.Popen[bytes]") -> None:
    """Kill one of the workers."""
    try:
        workers = [one for one in children_of(process.pid) if os.getsid(one) == process.pid]
        os.kill(CHANCE.choice(workers), signal.SIGKILL)
    except (OSError, IndexError):
        return


def worker_faults(place: Place, documents: int) -> str:
    """Have each fault happen in the first, a middle and the last document."""
    names = [f"d{at:03}" for at in (0, documents // 2, documents - 1)]
    damaged: list[str] = []
    for fault, (code, _) in FAULTS.items():
        for at in names:
            place.pipeline()
            place.run_well()
            wanted = [one for one in _nameless(place) if one["id"] != at]
            place.pipeline(code, at)
            exit_code = place.run()
            letters = (place.folder / "out.jsonl.dead.jsonl").read_bytes().splitlines()
            dead = [json.loads(line)["id"] for line in letters]
            if (exit_code, dead, _nameless(place)) != (1, [at], wanted):
                damaged.append(f"{fault} at {at}")
    place.pipeline()
    return f"{len(FAULTS)} faults x {len(names)} documents: {len(damaged)} damaged {damaged or ''}"


def _nameless(place: Place) -> list[dict[str, object]]:
    rows = map(json.loads, (place.folder / "out.jsonl").read_bytes().splitlines())
    return [{key: value for key, value in row.items() if key != "run"} for row in rows]


def full_disk(place: Place, sizes: int) -> str:
    """Let no file be longer than so many bytes; then run again without that limit."""
    place.run_well()
    wanted = place.files()
    longest = len(wanted["out.jsonl"])
    damaged = refused = 0
    for at in range(sizes):
        code = place.start(limit=1 + at * longest // sizes).wait()
        kept = (place.folder / "out.jsonl").read_bytes() == wanted["out.jsonl"]
        refused += code == 5  # noqa: PLR2004 - the exit code
        damaged += not kept or place.run() != 0 or place.files() != wanted
    return f"{sizes} sizes, {refused} of them ended with exit code 5: {damaged} damaged"


def power_loss(folder: Path, states: int) -> str:
    """Draw states of the disk after power failures; go on from each that is different."""
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        lab = Lab.new(folder, patch)
        found = lab.states(states, CHANCE)
        damaged = sum(bool(lab.damage(state)) for state in found)
    return f"{states} states drawn, {len(found)} different: {damaged} damaged"


def mutants(folder: Path, states: int) -> str:
    """Return how many of the runs that take less care are caught by a first failure."""
    caught: list[str] = []
    for at, (name, mutant) in enumerate(MUTANTS.items()):
        (folder / f"mutant-{at}").mkdir()
        with pytest.MonkeyPatch.context() as patch:
            mutant(patch)
            lab = Lab.new(folder / f"mutant-{at}", patch)
            caught += [name] if any(map(lab.damage, lab.states(states, CHANCE))) else []
    return f"{len(MUTANTS)} mutants: {len(caught)} caught by one power failure"


def main(count: int = 300, states: int = 100_000, sizes: int = 50) -> None:
    """Print the table, row by row."""
    print("| what happens | what came of it |\n|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        (small := folder / "small").mkdir()
        (large := folder / "large").mkdir()
        few, many = Place.new(small, 20), Place.new(large, DOCUMENTS)
        for what, row in (
            ("a fault in a worker", lambda: worker_faults(few, 20)),
            ("power loss", lambda: power_loss(folder / "power", states)),
            ("less care", lambda: mutants(folder, 3_000)),
            ("a file may be no longer", lambda: full_disk(many, sizes)),
            ("the run and its group killed", lambda: kills(many, count, kill_group)),
            ("one worker killed", lambda: kills(many, count, kill_worker)),
        ):
            print(f"| {what} | {row()} |", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
