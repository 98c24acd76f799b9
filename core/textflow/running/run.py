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
from textflow.running import deadline, loose_ends
from textflow.running.account import Account
from textflow.running.before import Before
from textflow.running.commit import planned, write_stopped
from textflow.running.desk import Desk
from textflow.running.fingerprint import Fingerprint, fingerprint
from textflow.running.job import Job
from textflow.running.journal import Journal
from textflow.running.manifest import manifest
from textflow.running.observers import Observers
from textflow.running.part_folder import PartFolder
from textflow.running.places import Places, places_of
from textflow.running.retry import Retry
from textflow.running.session import (
    finished,
    held,
    journal_in,
    kept_for_later,
    nothing_written,
    records_before,
)
from textflow.running.troubles import writing
from textflow.running.watch import Watch


@attrs.frozen
class Wishes:
    """What the user asks of one run, beside the pipeline."""

    #: Read so many documents only.
    limit: int | None = None
    #: Start over where a run was stopped.
    restart: bool = False
    #: Replace an output that holds records by one that holds none.
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
    wishes: Wishes | None = None,
    *,
    progress: Callable[[Account], None] | None = None,
) -> Report:
    """
    Run ``pipeline`` to its end, or go on where one was stopped; return what it came to.

    Raises InputError, OutputError, LockedError, PlaceError, ResumeError and PluginError
    before the first document, OutputError while writing. What ends a run early in good
    order (``limits.max_errors``, ``on_error: stop``, a sink that fails) is in the report.
    """
    with interrupts.watched(), set_aside(), loose_ends.told(), deadline.deadlines():
        return _run(pipeline, registry, wishes or Wishes(), progress)


def _run(
    pipeline: Pipeline,
    registry: Registry,
    wishes: Wishes,
    progress: Callable[[Account], None] | None,
) -> Report:
    places = places_of(pipeline, anywhere=wishes.anywhere)
    work = fingerprint(pipeline, wishes.limit)
    if wishes.retry:
        work = attrs.evolve(work, facts={**work.facts, "--retry": "yes"})
    with _opened(places, work, wishes) as room:
        if room.journal is None or room.journal.plan is None:
            watch = Watch(pipeline, Observers(registry, work.run), progress)
            job = Job(pipeline, registry, work, room.desk, watch)
            return _retried(job, room, wishes) if wishes.retry else _worked(job, room, wishes)
        made = _finished_before(room, again=not wishes.restart)
    if wishes.restart:  # what was done then is whole now; begin anew
        return _run(pipeline, registry, attrs.evolve(wishes, restart=False), progress)
    dead = room.desk.letters(whole=True) if made["counts"]["dead"] else None
    return Report(made["run"], made, places.names, dead)


@attrs.frozen
class _Room:
    """What a run holds while it works."""

    places: Places
    folders: tuple[PartFolder, ...]
    journal: Journal | None
    desk: Desk


@contextlib.contextmanager
def _opened(places: Places, work: Fingerprint, wishes: Wishes) -> Generator[_Room]:
    with (
        held(places) as folders,
        journal_in(folders, work, restart=wishes.restart) as journal,
        contextlib.closing(Desk.of(places, journal)) as desk,
    ):
        yield _Room(places, folders, journal, desk)


def _finished_before(room: _Room, *, again: bool) -> dict[str, Any]:
    """Finish what a run before has begun to rename; say its records ``again`` where wanted."""
    journal, places = room.journal, room.places
    if journal is None:  # pragma: no cover - only a journal has a plan
        raise TypeError
    with writing(places.files[0].name):
        if again:
            room.desk.again(*records_before(journal, places))
            room.desk.flush()
        return finished(journal, room.folders, places)


def _retried(job: Job, room: _Room, wishes: Wishes) -> Report:
    """Do again what has failed in the run before; raises RetryError."""
    before = Before.of(room.places)
    found = before.manifest
    if not found["counts"]["dead"]:
        return Report(found["run"], found, room.places.names, None)
    job.retry = Retry(before)
    return _worked(job, room, attrs.evolve(wishes, limit=found["limit"]))


def _worked(job: Job, room: _Room, wishes: Wishes) -> Report:
    """Do the work that is left, and make the outputs of it."""
    stop = job.run(wishes.limit)
    facts = manifest(job.work.run, job.pipeline, job.account, job.counts, stop.end)
    error = stop.error
    if room.journal is not None:
        error = error or nothing_written(room.places, job.account, force=wishes.force)
        facts, error = _committed(room, facts, error)
    whole = error is None
    job.watch.finished(facts)
    dead = room.desk.letters(whole=whole) if job.account.dead else None
    faults = tuple(job.watch.observers.faults.values())
    firsts = job.account.first_failures
    return Report(job.work.run, facts, room.places.names, dead, error, faults, firsts)


def _committed(
    room: _Room, facts: dict[str, Any], error: TextflowError | None
) -> tuple[dict[str, Any], TextflowError | None]:
    """Give the outputs their names; where that cannot be, leave all for the next run."""
    journal, places = room.journal, room.places
    if journal is None:  # pragma: no cover - only runs with a journal have files
        raise TypeError
    with writing(places.files[0].name):
        if error is None:
            try:
                journal.commit(planned(journal, places, facts))
            except HookError as failure:
                error = kept_for_later(failure, journal)
            else:
                return finished(journal, room.folders, places), None
        facts = {**facts, "complete": False}
        write_stopped(journal, facts)
        return facts, error
