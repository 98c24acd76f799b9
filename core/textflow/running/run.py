"""Run a pipeline, or go on with a run that was stopped."""

import contextlib
from collections.abc import Callable, Generator, Mapping
from typing import Any

import attrs

from textflow import interrupts
from textflow.descriptors import set_aside
from textflow.errors import HookError, TextflowError
from textflow.pipeline.model import Pipeline
from textflow.plugins.registry import Registry
from textflow.running import deadline, uncaught_errors
from textflow.running.before import Before
from textflow.running.commit import planned, write_stopped
from textflow.running.disk_errors import writing
from textflow.running.fingerprint import Fingerprint, fingerprint
from textflow.running.job import Job
from textflow.running.journal import Journal
from textflow.running.manifest import manifest
from textflow.running.notifier import Notifier
from textflow.running.observers import Observers
from textflow.running.outcome_writer import OutcomeWriter
from textflow.running.part_folder import PartFolder
from textflow.running.retry import Retry
from textflow.running.run_folders import (
    finish_outputs,
    kept_for_later,
    locked_folders,
    nothing_written,
    opened_journal,
    records_before,
)
from textflow.running.run_outputs import RunOutputs, run_outputs_of
from textflow.running.run_totals import RunTotals


@attrs.frozen
class RunRequest:
    """What the user asks of one run, beside the pipeline."""

    #: Read so many documents only.
    limit: int | None = None
    #: Start over where a run was stopped.
    restart: bool = False
    #: Replace an output that contains records by one that contains none.
    force: bool = False
    #: Let the pipeline file write anywhere.
    anywhere: bool = False
    #: Run the dead letters of the run before, and nothing else.
    retry: bool = False


@attrs.frozen
class Report:
    """What a run has come to."""

    run: str
    manifest: Mapping[str, Any]
    #: Names of the sinks, as written.
    sinks: tuple[str, ...]
    #: Where the dead letters are, if there are any.
    dead_letters: str | None
    #: What ended the run early.
    stopped: TextflowError | None = None
    #: The observers that failed; the run went on without them.
    faults: tuple[HookError, ...] = ()
    #: Error type to the message of the first document that failed so.
    first_failures: Mapping[str, str] = attrs.field(factory=dict[str, str])


def run(
    pipeline: Pipeline,
    registry: Registry,
    request: RunRequest | None = None,
    *,
    progress: Callable[[RunTotals], None] | None = None,
) -> Report:
    """
    Run ``pipeline`` to its end, or go on where one was stopped; return what it came to.

    Raises InputError, OutputError, LockedError, PlaceError, ResumeError and PluginError
    before the first document, OutputError while writing. What ends a run early in good
    order (``limits.max_errors``, ``on_error: stop``, a sink that fails) is in the report.
    """
    with interrupts.watched(), set_aside(), uncaught_errors.reported(), deadline.deadlines():
        return _run(pipeline, registry, request or RunRequest(), progress)


def _run(
    pipeline: Pipeline,
    registry: Registry,
    request: RunRequest,
    progress: Callable[[RunTotals], None] | None,
) -> Report:
    outputs = run_outputs_of(pipeline, anywhere=request.anywhere)
    facts = fingerprint(pipeline, request.limit)
    if request.retry:
        facts = attrs.evolve(facts, facts={**facts.facts, "--retry": "yes"})
    with _opened(outputs, facts, request) as opened:
        if opened.journal is None or opened.journal.plan is None:
            notifier = Notifier(pipeline, Observers(registry, facts.run), progress)
            job = Job(pipeline, registry, facts, opened.writer, notifier)
            return (_retried if request.retry else _worked)(job, opened, request)
        made = _finished_before(opened, again=not request.restart)
    if request.restart:  # what was done then is whole now; begin anew
        return _run(pipeline, registry, attrs.evolve(request, restart=False), progress)
    dead = opened.writer.dead_letters(whole=True) if made["counts"]["dead"] else None
    return Report(made["run"], made, outputs.names, dead)


@attrs.frozen
class _OpenRun:
    """What a run has open while it works."""

    outputs: RunOutputs
    folders: tuple[PartFolder, ...]
    journal: Journal | None
    writer: OutcomeWriter


@contextlib.contextmanager
def _opened(outputs: RunOutputs, facts: Fingerprint, request: RunRequest) -> Generator[_OpenRun]:
    with (
        locked_folders(outputs) as folders,
        opened_journal(folders, facts, restart=request.restart) as journal,
        contextlib.closing(OutcomeWriter.of(outputs, journal)) as writer,
    ):
        yield _OpenRun(outputs, folders, journal, writer)


def _finished_before(opened: _OpenRun, *, again: bool) -> dict[str, Any]:
    """Finish what a run before has begun to rename; say its records ``again`` where wanted."""
    journal, outputs = opened.journal, opened.outputs
    if journal is None:  # pragma: no cover - only a journal has a plan
        raise TypeError
    with writing(outputs.files[0].name):
        if again:
            opened.writer.write_again(*records_before(journal, outputs))
            opened.writer.flush()
        return finish_outputs(journal, opened.folders, outputs)


def _retried(job: Job, opened: _OpenRun, request: RunRequest) -> Report:
    """Do again what has failed in the run before; raises RetryError."""
    before = Before.of(opened.outputs)
    found = before.manifest
    if not found["counts"]["dead"]:
        return Report(found["run"], found, opened.outputs.names, None)
    job.retry = Retry(before)
    return _worked(job, opened, attrs.evolve(request, limit=found["limit"]))


def _worked(job: Job, opened: _OpenRun, request: RunRequest) -> Report:
    """Do the work that is left, and make the outputs of it."""
    stop = job.run(request.limit)
    facts = manifest(job.fingerprint, job.pipeline, job.totals, job.counts, stop.end)
    if job.pipeline.corrections:
        facts["corrections"] = job.correcting.facts(job.totals)
    if added := job.notifier.added_to_manifest():
        facts["from_plugins"] = added
    error = stop.error
    if opened.journal is not None:
        error = error or nothing_written(opened.outputs, job.totals, force=request.force)
        facts, error = _committed(job.pipeline, opened, facts, error)
    whole = error is None
    job.notifier.finished(facts)
    dead = opened.writer.dead_letters(whole=whole) if job.totals.dead else None
    faults = tuple(job.notifier.observers.faults.values())
    firsts = job.totals.first_failures
    return Report(job.fingerprint.run, facts, opened.outputs.names, dead, error, faults, firsts)


def _committed(
    pipeline: Pipeline, opened: _OpenRun, facts: dict[str, Any], error: TextflowError | None
) -> tuple[dict[str, Any], TextflowError | None]:
    """Give the outputs their names; where that cannot be, leave all for the next run."""
    journal, outputs = opened.journal, opened.outputs
    if journal is None:  # pragma: no cover - only runs with a journal have files
        raise TypeError
    with writing(outputs.files[0].name):
        if error is None:
            try:
                journal.commit(planned(journal, outputs, facts, pipeline.layers()))
            except HookError as failure:
                error = kept_for_later(failure, journal)
            else:
                return finish_outputs(journal, opened.folders, outputs), None
        facts = {**facts, "complete": False}
        write_stopped(journal, facts)
        return facts, error
