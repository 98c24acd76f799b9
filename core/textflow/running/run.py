"""Run a pipeline: read, work, write, account for every document."""

import contextlib
import sys
from collections.abc import Callable, Generator, Iterator, Mapping
from itertools import islice
from typing import Any

import attrs

from textflow.document import freeze
from textflow.errors import (
    ContractError,
    DocumentError,
    OversizeError,
    TextflowError,
    TooManyErrorsError,
)
from textflow.pipeline.model import Pipeline
from textflow.plugins.registry import Registry
from textflow.running import deadline
from textflow.running.documents import documents_of
from textflow.running.manifest import Account, manifest, run_name
from textflow.running.observers import Observers
from textflow.running.outcomes import Dead, Outcome, Written, failed
from textflow.running.outputs import Outputs, open_outputs
from textflow.running.steps import steps_of
from textflow.running.work import StageRunner, StopRunError, Work
from textflow.wording import raised

#: Records written between two calls of ``textflow_batch_done``.
_BATCH = 64


@attrs.frozen
class Report:
    """What a run has come to."""

    run: str
    manifest: Mapping[str, Any]
    #: Names of the sinks, as written.
    sinks: tuple[str, ...]
    #: Where the dead letters are, if there are any.
    dead_letters: str | None
    #: Error type to the message of the first document that failed so.
    first_failures: Mapping[str, str]
    #: What ended the run early.
    stopped: TextflowError | None = None


def run(
    pipeline: Pipeline,
    registry: Registry,
    *,
    limit: int | None = None,
    progress: Callable[[Account], None] | None = None,
) -> Report:
    """
    Run ``pipeline`` to its end and return what it came to.

    Raises InputError, OutputError, LockedError and PluginError before the first
    document, OutputError while writing. What ends a run early in good order
    (``limits.max_errors``, ``on_error: stop``) is in the report.
    """
    name, steps = run_name(pipeline), steps_of(pipeline)
    documents = islice(documents_of(pipeline), limit)
    outputs = open_outputs(pipeline)
    work = Work(name, steps, documents, registry.manager.hook)
    account = Account(stages=work.counts)
    observers = Observers(registry, name)
    observers.call("textflow_run_started", pipeline=freeze(dict(pipeline.canonical)))
    try:
        with deadline.deadlines() as armed, _stdout_is_data():
            runner = StageRunner(steps, armed=armed)
            registry.manager.register(runner, "textflow itself")
            outcomes = pipeline.engine.part.target(work, **pipeline.engine.options)
            stopped = _consume(outcomes, outputs, account, _Watch(pipeline, observers, progress))
        if stopped is None:
            _check_account(pipeline, work, account)
        made = manifest(name, pipeline, account, work.counts, whole=stopped is None)
        outputs.commit(made, whole=stopped is None)
    finally:
        outputs.close()
        registry.manager.unregister(name="textflow itself")
    observers.call("textflow_run_finished", manifest=freeze(made))
    names = tuple(output.name for _, output in outputs.sinks)
    dead = outputs.dead.name if account.dead else None
    return Report(name, made, names, dead, account.first_failures, stopped)


def _check_account(pipeline: Pipeline, work: Work, account: Account) -> None:
    """Raise ContractError where the engine has not ended each document exactly once."""
    left = next(work.batches(1), None)
    if left or work.read != account.read:
        part = pipeline.engine.part
        raise ContractError(
            plugin=part.entry.name,
            distribution=f"{part.entry.distribution} {part.entry.version}",
            found=f"engine {part.name!r} ended {account.read} of {work.read} documents read",
            wanted="an engine yields one outcome for each document; nothing was renamed",
        )


@attrs.frozen
class _Watch:
    """Who looks on while outcomes are written, and when it is enough."""

    pipeline: Pipeline
    observers: Observers
    progress: Callable[[Account], None] | None

    def saw(self, account: Account, outcome: Outcome) -> None:
        """Tell everybody; raises TooManyErrorsError at the limit."""
        if isinstance(outcome, Dead):
            self.observers.call(
                "textflow_document_failed",
                document=outcome.letter["id"],
                error=outcome.error or DocumentError(),
            )
        if account.read % _BATCH == 0:
            self.observers.call("textflow_batch_done", counts=account.counts())
        if self.progress:
            self.progress(account)
        limit = self.pipeline.limits.max_errors
        if limit is not None and account.dead >= limit:
            raise TooManyErrorsError(account.dead, limit, "the dead letters")


def _consume(
    outcomes: Iterator[Outcome], outputs: Outputs, account: Account, watch: _Watch
) -> TextflowError | None:
    """Write every outcome; return what ended the run early, if anything did."""
    try:
        for outcome in outcomes:
            end = _written(outcome, outputs)
            account.add(end)
            watch.saw(account, end)
    except TooManyErrorsError as error:
        return attrs.evolve(error, dead_letters=outputs.dead.name)
    except StopRunError as error:
        cause = error.__cause__
        return cause if isinstance(cause, TextflowError) else None
    if account.read % _BATCH:
        watch.observers.call("textflow_batch_done", counts=account.counts())
    return None


def _written(outcome: Outcome, outputs: Outputs) -> Outcome:
    """Write one outcome where it belongs; return how the document ended."""
    if isinstance(outcome, Written):
        try:
            outputs.write(outcome.record)
        except (TypeError, ValueError, OverflowError) as error:
            found = f"cannot be written: {raised(error)}"
            wanted = "a sink takes plain JSON of a sound size; see its options"
            outcome = failed(outcome.source, OversizeError(outcome.source.id, found, wanted))
    if isinstance(outcome, Dead):
        outputs.dead.write(outcome.letter)
    return outcome


@contextlib.contextmanager
def _stdout_is_data() -> Generator[None]:
    """Send what stages print to standard error."""
    with contextlib.redirect_stdout(sys.stderr):
        yield
