"""Run a pipeline, or go on with a run that was stopped."""

import contextlib
from collections.abc import Callable, Generator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import attrs

from textflow import interrupts
from textflow.cache.of_run import cache_of
from textflow.descriptors import set_aside
from textflow.errors import HookError, RetryError, TextflowError
from textflow.pipeline.model import Pipeline
from textflow.plugins.registry import Registry
from textflow.running import deadline, uncaught_errors
from textflow.running.commit import RunFiles, planned, write_stopped
from textflow.running.disk_errors import writing
from textflow.running.fingerprint import Fingerprint, fingerprint
from textflow.running.job import Job, JobEnd, reads_in_shards
from textflow.running.journal import Journal
from textflow.running.manifest import manifest
from textflow.running.notifier import Notifier
from textflow.running.observers import Observers
from textflow.running.outcome_writer import OutcomeWriter
from textflow.running.part_folder import PartFolder
from textflow.running.run_folders import (
    discard_all,
    finish_outputs,
    kept_for_later,
    locked_folders,
    nothing_written,
    opened_journal,
    records_before,
)
from textflow.running.run_outputs import RunOutputs, run_outputs_of
from textflow.running.run_totals import RunTotals

if TYPE_CHECKING:  # few runs add to what is there
    from textflow.running.adding import Adding, Addition


class RunRequest(NamedTuple):
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
    #: Run what is not in the output yet, and put it there.
    add: bool = False


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
    #: The last row of the manifest's history, where documents were added.
    added: Mapping[str, Any] | None = None


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
    pipeline = _learnt(pipeline, registry, request, outputs, progress)
    cache = cache_of(pipeline, anywhere=request.anywhere)
    facts = _asked(fingerprint(pipeline, request.limit), request)
    anew = reads_in_shards(pipeline, request.limit, chosen=request.retry or request.add)
    with _opened(outputs, facts, request, anew=anew) as opened:
        if opened.journal is None or opened.journal.plan is None:
            notifier = Notifier(pipeline, Observers(registry, facts.run), progress)
            job = Job(pipeline, registry, facts, opened.writer, notifier, cache)
            return _way(request)(job, opened, request)
        made = _finished_before(opened, again=not request.restart)
    if request.restart or request.add:  # what was done then is whole now; begin anew
        return _run(pipeline, registry, request._replace(restart=False), progress)
    dead = opened.writer.dead_letters(whole=True) if made["counts"]["dead"] else None
    return Report(made["run"], made, outputs.names, dead)


def _learnt(
    pipeline: Pipeline,
    registry: Registry,
    request: RunRequest,
    outputs: RunOutputs,
    progress: Callable[[RunTotals], None] | None,
) -> Pipeline:
    """Return ``pipeline``, its stages with what they learn of all documents first."""
    if not any(stage.learning.keys() - stage.learnt.keys() for stage in pipeline.stages):
        return pipeline
    from textflow.running.first_pass import FirstPass  # noqa: PLC0415 - few runs read twice

    limit = _limit_before(outputs) if request.retry else request.limit
    return FirstPass(registry, limit, request.anywhere, progress).learnt(pipeline)


def _limit_before(outputs: RunOutputs) -> int | None:
    """Return how many documents the run before was to read."""
    from textflow.running.before import Before  # noqa: PLC0415 - few runs go by what was before

    limit: int | None = Before.of(outputs).manifest["limit"]
    return limit


def _asked(facts: Fingerprint, request: RunRequest) -> Fingerprint:
    """Return the facts of a run with what else was asked of it."""
    options = (("--retry", request.retry), ("--add", request.add))
    return attrs.evolve(facts, facts={**facts.facts, **{name: "yes" for name, on in options if on}})


def _way(request: RunRequest) -> "Callable[[Job, _OpenRun, RunRequest], Report]":
    if request.add:
        return _added
    return _retried if request.retry else _worked


#: The manifest, and what has ended the run early.
_SoFar = tuple[dict[str, Any], TextflowError | None]


class _OpenRun(NamedTuple):
    """What a run has open while it works."""

    outputs: RunOutputs
    folders: tuple[PartFolder, ...]
    journal: Journal | None
    writer: OutcomeWriter


@contextlib.contextmanager
def _opened(
    outputs: RunOutputs, facts: Fingerprint, request: RunRequest, *, anew: bool
) -> Generator[_OpenRun]:
    with (
        locked_folders(outputs) as folders,
        opened_journal(folders, facts, restart=request.restart, anew=anew) as journal,
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
    from textflow.running.before import Before  # noqa: PLC0415 - few runs retry
    from textflow.running.retry import Retry  # noqa: PLC0415 - few runs retry

    before = Before.of(opened.outputs)
    found = before.manifest
    if "history" in found:
        what = "documents were added to it, which are in another order than those that are read"
        fix = "run with --add: dead letters of documents that are read are tried again"
        raise RetryError(opened.outputs.names[0], what, fix)
    if not found["counts"]["dead"]:
        return Report(found["run"], found, opened.outputs.names, None)
    job.retry = Retry(before)
    return _worked(job, opened, request._replace(limit=found["limit"]))


def _added(job: Job, opened: _OpenRun, request: RunRequest) -> Report:
    """Do what is not in the output yet, and put it there; raises RetryError."""
    from textflow.running.adding import Adding  # noqa: PLC0415 - few runs add

    with contextlib.closing(Adding.to(opened.outputs, job.correcting)) as adding:
        if not request.force:
            adding.check_same_work(job.pipeline, job.fingerprint, opened.outputs.names[0])
        job.adding = adding
        return _worked(job, opened, request)


def _worked(job: Job, opened: _OpenRun, request: RunRequest) -> Report:
    """Do the work that is left, and make the outputs of it."""
    stop = job.run(request.limit)
    addition = _addition(job, opened) if stop.error is None else None
    if addition and job.adding and job.adding.before and not job.totals.read:
        return _nothing_new(job.adding, job.adding.before.manifest, opened)
    facts, error = _facts(job, stop, addition), stop.error
    if opened.journal is not None:
        files = _files(opened.journal, addition)
        error = error or _unwritten(job, opened, request)
        facts, error = _committed(job.pipeline, opened, files, (facts, error))
    job.notifier.finished(facts)
    return _report(job, opened, facts, error)


def _files(journal: Journal, addition: "Addition | None") -> RunFiles:
    """Return the files of which the outputs are made."""
    return addition.files if addition else RunFiles.of(journal.folder.path)


def _unwritten(job: Job, opened: _OpenRun, request: RunRequest) -> TextflowError | None:
    """Return why the outputs stay as they are, where a run has no record."""
    if job.adding:  # what was there is in it
        return None
    return nothing_written(opened.outputs, job.totals, force=request.force)


def _report(
    job: Job, opened: _OpenRun, facts: dict[str, Any], error: TextflowError | None
) -> Report:
    """Return what a run has come to."""
    dead = opened.writer.dead_letters(whole=error is None) if job.totals.dead else None
    faults = tuple(job.notifier.observers.faults.values())
    firsts = job.totals.first_failures
    added = facts["history"][-1] if "history" in facts else None
    names = opened.outputs.names
    return Report(job.fingerprint.run, facts, names, dead, error, faults, firsts, added)


def _facts(job: Job, stop: JobEnd, addition: "Addition | None") -> dict[str, Any]:
    """Return the manifest, but for the files."""
    totals = addition.totals if addition else job.totals
    facts = manifest(job.fingerprint, job.pipeline, totals, job.counts, stop.end)
    if job.pipeline.cache:
        facts["cache"] = {"documents": job.totals.known}
    if job.pipeline.corrections:
        facts["corrections"] = job.correcting.facts(job.totals)
    if added := job.notifier.added_to_manifest():
        facts["from_plugins"] = added
    if addition and job.adding:
        facts["history"] = job.adding.history(job.fingerprint.run, addition)
    return facts


def _addition(job: Job, opened: _OpenRun) -> "Addition | None":
    """Put together what was there and what is new, where documents are added."""
    if job.adding is None or opened.journal is None:
        return None
    with writing(opened.outputs.files[0].name):
        return job.adding.put_together(opened.journal.folder.path, job.totals)


def _nothing_new(adding: "Adding", found: Mapping[str, Any], opened: _OpenRun) -> Report:
    """Leave the output as it is: every document is in it."""
    if opened.journal is not None:
        discard_all(opened.journal, opened.folders)
    counts = RunTotals().counts()
    added = {"run": found["run"], "counts": counts, "changed": 0, "known": adding.passed}
    return Report(found["run"], found, opened.outputs.names, None, added=added)


def _committed(pipeline: Pipeline, opened: _OpenRun, files: RunFiles, so_far: _SoFar) -> _SoFar:
    """Give the outputs their names; where that cannot be, leave all for the next run."""
    journal, outputs = opened.journal, opened.outputs
    facts, error = so_far
    if journal is None:  # pragma: no cover - only runs with a journal have files
        raise TypeError
    with writing(outputs.files[0].name):
        if error is None:
            try:
                journal.commit(planned(journal, files, outputs, facts, pipeline.layers()))
            except HookError as failure:
                error = kept_for_later(failure, journal)
            else:
                return finish_outputs(journal, opened.folders, outputs), None
        facts = {**facts, "complete": False}
        write_stopped(journal, facts)
        return facts, error
