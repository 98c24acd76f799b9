"""
What becomes of documents when the kernel itself refuses calls, or kills the process in one.

usage: python benchmarks/faults_strace.py [STEP]   (default: 1, each call)

As `faults.py`, with the faults put in by strace below the interpreter: first the run of 48
documents is watched, then it is run once for each fault and each call that changes its folder.
Needs strace (Debian: strace) and the right to trace.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import attrs

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import failpoints
from fault_lab import RUN, SERIAL, Lab
from faults import lab_in, summed

#: Calls of the kernel that change a folder, of all names that systems have for them.
CALLS = (
    *("openat", "write", "fsync", "rename", "renameat", "renameat2", "ftruncate"),
    *("mkdir", "mkdirat", "unlink", "unlinkat", "rmdir"),
)
WRITING = re.compile(r"O_WRONLY|O_RDWR")
LINE = re.compile(r"^(?:\d+ +)?(?P<call>\w+)\((?P<given>.*)\) += ")
#: What strace is told to do, by the name of the fault.
FAULTS = {
    "kill": "signal=KILL",
    "EIO": "error=EIO",
    "ENOSPC": "error=ENOSPC",
    "EINTR": "error=EINTR",
}
#: A full disk stays full; only what needs room meets it.
NEEDS_ROOM = ("write", "openat", "mkdir", "mkdirat")


@attrs.frozen
class Point:
    """One call that changes the folder: its name, and which one of that name it is."""

    call: str
    number: int

    def injection(self, fault: str) -> str:
        """Return what strace calls the fault here."""
        stays = "+" if fault == "ENOSPC" and self.call == "write" else ""
        return f"inject={self.call}:{FAULTS[fault]}:when={self.number}{stays}"


def traced(lab: Lab, log: Path, *more: str) -> int:
    """Run under strace; return the exit code."""
    calls = ",".join(f"?{call}" for call in CALLS)
    watched = ["strace", "-f", "-y", "-s", "0", "-o", str(log), "-e", f"trace={calls}", *more]
    command = [*watched, sys.executable, "-m", "textflow", *RUN, *SERIAL]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(  # noqa: S603 - our own
        command, cwd=lab.folder, env=environment, check=False, capture_output=True
    )
    return done.returncode


def points(lab: Lab, log: Path) -> Iterator[Point]:
    """Yield the calls of an undisturbed run that change its folder."""
    lab.reset()
    if traced(lab, log) != 1:
        raise SystemExit(log.read_text("utf-8")[-500:])
    seen: Counter[str] = Counter()
    for line in map(LINE.match, log.read_text("utf-8").splitlines()):
        if line is None:
            continue
        seen[line["call"]] += 1
        reads = line["call"] == "openat" and not WRITING.search(line["given"])
        if str(lab.folder) in line["given"] and not reads:
            yield Point(line["call"], seen[line["call"]])


def tried(lab: Lab, log: Path, point: Point, fault: str) -> str:
    """Run with a fault, and again without; return what is wrong, or nothing."""
    lab.reset()
    code = traced(lab, log, "-e", point.injection(fault))
    if "INJECTED" not in (told := log.read_text("utf-8")) and "SIGKILL" not in told:
        return "missed: the call did not come"
    allowed = {failpoints.KILLED, 137} if fault == "kill" else {1, 5, 6}
    if code not in allowed or (code == 1 and lab.damage()):
        return f"exit code: {code}"
    return lab.damage_meanwhile() or lab.damage_after(*SERIAL)


def main(step: int = 1) -> None:
    """Print the table, row by row."""
    print("| what the kernel does | what came of it |\n|---|---|")
    with tempfile.TemporaryDirectory() as name, lab_in(Path(name).resolve() / "lab") as lab:
        log = Path(name) / "strace.log"
        every = list(points(lab, log))
        for fault in FAULTS:
            room = fault == "ENOSPC"
            chosen = [one for one in every if not room or one.call in NEEDS_ROOM][::step]
            found = summed(tried(lab, log, point, fault) for point in chosen)
            print(f"| {fault} at each of {len(chosen)} calls | {found} |", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
