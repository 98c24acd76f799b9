"""
Make a component work in a fresh process: under another hash seed, unpickled, from nothing.

Run as a module it is that process. Its parent is the kit, on both ends are values
of this package, so that pickle is safe between them.
"""

import contextlib
import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import attrs

from textflow.errors import TextflowError
from textflow.plugins.registry import Component, Registry
from textflow.testing.harnesses import HARNESSES, Harness, StageHarness
from textflow.testing.samples import Sample
from textflow.testing.stage_calls import Terms
from textflow.wording import cut, raised

#: Seconds of wall time after which a process is given up.
_PATIENCE = 300


@attrs.frozen
class ProcessTask:
    """What a fresh process does: one component, on some samples, in this order."""

    plugin: str
    role: str
    name: str
    options: dict[str, Any]
    samples: tuple[Sample, ...]
    #: The bound stage, pickled; None binds it anew.
    call: bytes | None = None
    #: What a pipeline says beside the options of a stage.
    terms: Terms | None = None


class FreshProcessError(Exception):
    """A fresh process came to no result; the message says how it ended."""


def task(harness: Harness, samples: Sequence[Sample], call: bytes | None = None) -> ProcessTask:
    """Return the task of doing again what ``harness`` has done."""
    component: Component = harness.component
    prepared = tuple(harness.prepared(sample) for sample in samples)
    made = ProcessTask(
        component.entry.name, component.role, component.name, dict(harness.options), prepared, call
    )
    return attrs.evolve(made, terms=harness.terms) if isinstance(harness, StageHarness) else made


def made_freshly(wanted: ProcessTask, seed: int) -> dict[str, bytes | str]:
    """
    Return what is made of each sample in a fresh process, an error as its message.

    Raises FreshProcessError where the process does not get that far.
    """
    done = python("-m", __name__, given=pickle.dumps(wanted), seed=seed)
    if done.returncode:
        last = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise FreshProcessError(cut(last) or f"exit code {done.returncode}")
    made: dict[str, bytes | str] = pickle.loads(done.stdout)  # noqa: S301 - from our own process
    return made


def python(
    *arguments: str, given: bytes = b"", seed: int = 0
) -> subprocess.CompletedProcess[bytes]:
    """Run a Python that finds what this one finds."""
    paths = [path or str(os.getcwd()) for path in sys.path]  # noqa: PTH109 - as it is there
    known = {"PYTHONPATH": os.pathsep.join(paths), "PYTHONHASHSEED": str(seed)}
    try:
        return subprocess.run(  # noqa: S603 - this very Python
            [sys.executable, "-P", *arguments],
            input=given,
            capture_output=True,
            check=False,
            timeout=_PATIENCE,
            env=os.environ | known,
        )
    except subprocess.TimeoutExpired as error:
        message = f"not done after {_PATIENCE} s"
        raise FreshProcessError(message) from error


def _work(wanted: ProcessTask) -> dict[str, bytes | str]:
    component = Registry().component(wanted.role, wanted.name)
    if component is None:
        message = f"the fresh process finds no {wanted.role} {wanted.name!r}"
        raise LookupError(message)
    harness = HARNESSES[wanted.role](component, wanted.options)
    if isinstance(harness, StageHarness):
        harness.terms = wanted.terms or harness.terms
        if wanted.call is not None:
            harness.call = pickle.loads(wanted.call)  # noqa: S301 - from our own parent
    return {sample.name: _made(harness, sample) for sample in wanted.samples}


def _made(harness: Harness, sample: Sample) -> bytes | str:
    try:
        return harness.make(sample)
    except TextflowError as error:
        return str(error)


def _main() -> None:
    """Read a task, do it, write what came of it; what the plugin prints goes to stderr."""
    with os.fdopen(os.dup(1), "wb") as answer:
        os.dup2(2, 1)
        try:
            wanted: ProcessTask = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own parent
            with contextlib.redirect_stdout(sys.stderr):
                made = _work(wanted)
        except Exception as error:  # noqa: BLE001 - whatever it is, the parent tells it
            sys.exit(raised(error))
        answer.write(pickle.dumps(made))


if __name__ == "__main__":
    _main()
