"""Run a pipeline: read, work, write, account for every document."""

import contextlib
import fnmatch
import os
import sys
import warnings
from collections.abc import Callable, Generator, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import attrs
import orjson

from textflow import deadline
from textflow.document import freeze
from textflow.errors import (
    DocumentError,
    OutputError,
    OversizeError,
    TextflowError,
    TooManyErrorsError,
)
from textflow.manifest import Account, manifest, run_name
from textflow.outcomes import Dead, Outcome, Written, failed
from textflow.output import FileOutput, Output, StandardOutput
from textflow.pipeline import Endpoint, Pipeline
from textflow.plugins import Registry
from textflow.reading import documents_of
from textflow.steps import steps_of
from textflow.wording import raised
from textflow.work import StageRunner, StopRunError, Work

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
    #: What ended the run early.
    stopped: TextflowError | None = None


@attrs.define
class _Outputs:
    """Every file of a run."""

    sinks: list[tuple[Endpoint, Output]]
    dead: "_DeadLetters"
    #: Beside the first file sink; None where all go to standard output.
    manifest: Path | None

    def write(self, record: dict[str, Any]) -> None:
        """Write one record to every sink, or to none where one cannot render it."""
        rendered = [sink.part.target(record, **sink.options) for sink, _ in self.sinks]
        for (_, output), data in zip(self.sinks, rendered, strict=True):
            output.write(data)

    def close(self) -> None:
        """Let go of everything uncommitted."""
        for _, output in self.sinks:
            output.close()
        self.dead.close()


@attrs.define
class _DeadLetters:
    """The file of dead letters, opened when the first one comes."""

    path: Path
    name: str
    _output: FileOutput | None = None

    def write(self, letter: Mapping[str, Any]) -> None:
        if self._output is None:
            self._output = FileOutput.open(self.path, self.name)
        self._output.write(orjson.dumps(dict(letter)) + b"\n")

    def commit(self) -> None:
        """Keep this run's dead letters; without any, those of a run before go."""
        if self._output is not None:
            self._output.commit()
        else:
            self.path.unlink(missing_ok=True)

    def close(self) -> None:
        if self._output is not None:
            self._output.close()


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
    name = run_name(pipeline)
    steps = steps_of(pipeline)
    documents = islice(documents_of(pipeline), limit)
    outputs = _open(pipeline)
    account = Account()
    work = Work(name, steps, documents, registry.manager.hook)
    observers = _Observers(registry, name)
    observers.call("textflow_run_started", pipeline=freeze(dict(pipeline.canonical)))
    try:
        with deadline.deadlines() as armed, _stdout_is_data():
            runner = StageRunner(steps, armed=armed)
            registry.manager.register(runner, "textflow itself")
            outcomes = pipeline.engine.part.target(work, **pipeline.engine.options)
            stopped = _consume(outcomes, outputs, account, _Watch(pipeline, observers, progress))
        made = manifest(name, pipeline, account, work.counts, whole=stopped is None)
        _commit(outputs, made, whole=stopped is None)
    finally:
        outputs.close()
        registry.manager.unregister(name="textflow itself")
    observers.call("textflow_run_finished", manifest=freeze(made))
    dead = outputs.dead.name if account.dead else None
    names = tuple(output.name for _, output in outputs.sinks)
    return Report(name, made, names, dead, stopped)


@attrs.frozen
class _Watch:
    """Who looks on while outcomes are written, and when it is enough."""

    pipeline: Pipeline
    observers: "_Observers"
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
    outcomes: Iterator[Outcome], outputs: _Outputs, account: Account, watch: _Watch
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


def _written(outcome: Outcome, outputs: _Outputs) -> Outcome:
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


def _commit(outputs: _Outputs, made: Mapping[str, Any], *, whole: bool) -> None:
    """Make the outputs final; of a run that was stopped only the dead letters are."""
    outputs.dead.commit()
    if outputs.manifest is not None:
        file = FileOutput.open(outputs.manifest, str(outputs.manifest))
        file.write(orjson.dumps(dict(made), option=orjson.OPT_INDENT_2) + b"\n")
        file.commit()
    if whole:
        for _, output in outputs.sinks:
            output.commit()


def _open(pipeline: Pipeline) -> _Outputs:
    _check_places(pipeline)
    sinks: list[tuple[Endpoint, Output]] = []
    files: list[FileOutput] = []
    try:
        for sink in pipeline.sinks:
            for written in sink.paths:
                output = _open_one(sink.base, written)
                sinks.append((sink, output))
                files += [output] if isinstance(output, FileOutput) else []
    except TextflowError:
        for _, output in sinks:
            output.close()
        raise
    first = files[0].path if files else pipeline.path.with_suffix("")
    name = files[0].name if files else pipeline.path.stem
    dead = _DeadLetters(first.with_name(f"{first.name}.dead.jsonl"), f"{name}.dead.jsonl")
    return _Outputs(sinks, dead, first.with_name(f"{first.name}.run.json") if files else None)


def _open_one(base: Path, written: str) -> Output:
    return StandardOutput() if written == "-" else FileOutput.open(base / written, written)


def _check_places(pipeline: Pipeline) -> None:
    """Raise OutputError where a sink would write what is read, or what another sink writes."""
    taken = {os.path.realpath(pipeline.path): "it is the pipeline file itself"}
    named = [(one.base, path) for one in pipeline.sinks for path in one.paths]
    for base, written in named:
        path = os.path.realpath(base / written)
        found = taken.get(path, "")
        if any(_reads(source, path) for source in pipeline.sources):
            found = "the source reads it, so that a run would end in its own input"
        if found and written != "-":
            raise OutputError(path=written, found=found, fix="give the sink another name or folder")
        taken[path] = "it is named twice"


def _reads(source: Endpoint, path: str) -> bool:
    """Tell whether ``source`` names ``path``, itself or by a glob."""
    parts = Path(path).parts
    for written in source.paths:
        wanted = Path(os.path.realpath(source.base / written)).parts
        if "**" in wanted:
            if fnmatch.fnmatchcase("/".join(parts), "/".join(wanted)):
                return True
        elif len(parts) == len(wanted) and all(map(fnmatch.fnmatchcase, parts, wanted)):
            return True
    return False


class _Observers:
    """Hooks whose results count for nothing and whose failures are only reported."""

    def __init__(self, registry: Registry, run: str) -> None:
        self._manager = registry.manager
        self._run = run

    def call(self, name: str, **facts: Any) -> None:
        """Call one observer hook of every plugin in use."""
        for observer in reversed(getattr(self._manager.hook, name).get_hookimpls()):
            others = [
                plugin for plugin in self._manager.get_plugins() if plugin is not observer.plugin
            ]
            try:
                self._manager.subset_hook_caller(name, others)(run=self._run, **facts)
            except KeyboardInterrupt:
                raise
            except BaseException as error:  # noqa: BLE001 - an observer cannot stop a run
                message = f"{name} of plugin {observer.plugin_name!r} raised {raised(error)}"
                warnings.warn(message, RuntimeWarning, stacklevel=2)


@contextlib.contextmanager
def _stdout_is_data() -> Generator[None]:
    """Send what stages print to standard error."""
    with contextlib.redirect_stdout(sys.stderr):
        yield
