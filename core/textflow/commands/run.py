"""``textflow run``."""

import contextlib
import os
import time
import warnings
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import NamedTuple

import attrs

from textflow import interrupts
from textflow.cache.notes import cache_notes
from textflow.commands.debugging import Debugger, debugging
from textflow.commands.progress import progress, reads_keyboard
from textflow.commands.run_summary import FinishedRun, Verbosity, print_summary
from textflow.commands.typed import loaded, pairs, registry_without
from textflow.pipeline.arguments import demand_source
from textflow.pipeline.compiling import compile_pipeline
from textflow.pipeline.model import Pipeline
from textflow.plugins.registry import Registry
from textflow.running.run import Report, RunRequest, run
from textflow.telling import tell
from textflow.wording import safe


class RunArguments(NamedTuple):
    """What is typed behind ``textflow run``."""

    pipeline: str
    inputs: Sequence[str]
    settings: Sequence[str]
    workers: int | None
    limit: int | None
    restart: bool
    force: bool
    allow_outside: bool
    plugins: Sequence[str]
    without: Sequence[str]
    quiet: bool
    verbose: bool
    log_format: str
    debug: bool
    #: Whether it is ``textflow retry``.
    retry: bool = False
    #: Whether documents are added to what is there.
    add: bool = False


def run_command(typed: RunArguments) -> int:
    """Run the pipeline and return the exit code."""
    verbosity = Verbosity(typed.quiet, typed.verbose, typed.log_format, typed.debug)
    with debugging(wanted=typed.debug):
        registry = registry_without(typed.without)
        extra = loaded(registry, typed.plugins)
        settings = pairs(typed.settings)
        if typed.workers is not None:
            settings["workers"] = str(typed.workers)
        compiled = compile_pipeline(Path(typed.pipeline), settings, typed.inputs, registry)
        demand_source(compiled)
        anywhere = typed.allow_outside or any(key.partition(".")[0] == "sink" for key in settings)
        request = RunRequest(
            typed.limit, typed.restart, typed.force, anywhere, typed.retry, typed.add
        )
        return _run(
            attrs.evolve(compiled, extra=(*compiled.extra, *extra)), registry, request, verbosity
        )


def _run(pipeline: Pipeline, registry: Registry, request: RunRequest, verbosity: Verbosity) -> int:
    if verbosity.debug:
        registry.manager.register(Debugger(), "textflow --debug")
    _announce(pipeline, registry, verbosity)
    start = time.perf_counter()
    report = _report(pipeline, registry, request, verbosity)
    if not verbosity.quiet:
        print_summary(
            FinishedRun(pipeline, report, time.perf_counter() - start, request.limit), verbosity
        )
    if report.stopped is not None:
        raise report.stopped
    if report.faults:
        raise report.faults[0]
    return 1 if (report.added or report.manifest)["counts"]["dead"] else 0


def _report(
    pipeline: Pipeline, registry: Registry, request: RunRequest, verbosity: Verbosity
) -> Report:
    # A line that moves would move what is typed, or what --debug shows.
    wanted = not (verbosity.quiet or verbosity.debug or reads_keyboard(pipeline))
    with interrupts.watched(), _warnings(), progress(pipeline, wanted=wanted) as show:
        return run(pipeline, registry, request, progress=show)


def _announce(pipeline: Pipeline, registry: Registry, verbosity: Verbosity) -> None:
    """Say what is to be known before the first document."""
    if verbosity.quiet:
        return
    for note in (*pipeline.notes, *cache_notes(pipeline, registry)):
        tell(safe(f"textflow: note: {note}"))
    if reads_keyboard(pipeline):
        keys = "Ctrl-Z and Enter" if os.name == "nt" else "Ctrl-D"
        tell(f"textflow: reading from the keyboard; end with {keys}")


@contextlib.contextmanager
def _warnings() -> Generator[None]:
    """Show warnings as one line each, without the place in our code."""

    def show(message: Warning | str, *_: object, **__: object) -> None:
        tell(f"textflow: warning: {safe(str(message))}")

    with warnings.catch_warnings():
        warnings.simplefilter("always", RuntimeWarning)
        warnings.showwarning = show
        yield
