"""Pipelines in programs and notebooks: the same checks, errors and bytes as the command line."""

import contextlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Any

import orjson

from textflow.cache.of_run import cache_of
from textflow.descriptors import set_aside
from textflow.errors import FilteredError, TextflowError, UnreadableError
from textflow.given_documents import GivenDocument, checked, given_documents
from textflow.looking.record import Record
from textflow.pipeline.arguments import demand_single_pass, demand_source
from textflow.pipeline.compiling import compile_pipeline
from textflow.pipeline.model import Pipeline as CheckedPipeline
from textflow.plugins.registry import Registry
from textflow.reading.sources import RawDocument
from textflow.running import deadline, uncaught_errors
from textflow.running.compiled import Compiled, Task
from textflow.running.correcting import Correcting
from textflow.running.documents import documents_of, unique
from textflow.running.fingerprint import fingerprint
from textflow.running.outcomes import Dead, End, Read, Written, end_of
from textflow.running.recipe import Recipe
from textflow.running.run import Report, RunRequest, run
from textflow.running.run_totals import RunTotals
from textflow.running.work import Work

#: Called with the dead letter of each document that failed.
TakeLetter = Callable[[Mapping[str, Any]], object]


class Pipeline:
    """
    A pipeline file, checked, and ready for texts.

    >>> from importlib.resources import files
    >>> pipeline = Pipeline.load(str(files("textflow_pipelines") / "news.yml"))
    >>> record = pipeline.process('"Not this year," said Ana Roth.')
    >>> [quote["text"] for quote in record["annotations"]["quotes"]]
    ['"Not this year,"']
    """

    def __init__(self, pipeline: CheckedPipeline, registry: Registry, *, anywhere: bool) -> None:
        self._pipeline = pipeline
        self._registry = registry
        #: Whether its sink is the caller's own word.
        self._anywhere = anywhere

    @classmethod
    def load(
        cls, path: str | PathLike[str], settings: Mapping[str, Any] | None = None
    ) -> "Pipeline":
        """
        Return the pipeline in a file, with ``settings`` in place, as ``--set`` would put them.

        Values are plain JSON; a str is read as it would be on the command line. Raises
        PipelineError with everything that is wrong, UsageError where a setting fits nowhere.
        """
        registry = Registry()
        typed = {key: _typed(value) for key, value in (settings or {}).items()}
        pipeline = compile_pipeline(Path(path), typed, (), registry)
        anywhere = any(key.partition(".")[0] == "sink" for key in typed)
        return cls(pipeline, registry, anywhere=anywhere)

    def __repr__(self) -> str:
        return f"Pipeline({str(self._pipeline.path)!r}, stages={list(self.stages)})"

    @property
    def stages(self) -> tuple[str, ...]:
        """The names of its stages in their order, those that its sources imply included."""
        return tuple(stage.component.name for stage in self._pipeline.stages)

    def process(
        self,
        text: str,
        meta: Mapping[str, Any] | None = None,
        *,
        id: str = "text",  # noqa: A002 - the name of the record's field
    ) -> Record:
        """
        Return the record of one text; ``meta`` is what else is known of it, such as its title.

        Raises DocumentError where a stage fails on it, FilteredError where a filter stage
        turns it down, UsageError where the text is no str.
        """
        given = RawDocument(text, id, id, {} if meta is None else dict(meta))
        document = checked(given, self._pipeline.limits.max_document_bytes)
        with _at_work():
            (outcome,) = self._compiled.run([Task(0, document)])
        end = self._corrected(end_of(document, outcome))
        if isinstance(end, Written):
            return Record(end.record)
        raise _failure(end) if isinstance(end, Dead) else FilteredError(document.id, end.stage)

    def records(
        self, documents: Iterable[GivenDocument] | None = None, *, dead: TakeLetter | None = None
    ) -> Iterator[Record]:
        """
        Yield the records of ``documents``, or of the pipeline's own source, in their order.

        Documents are worked on by the pipeline's engine, which reads some ahead. What a
        filter stage turns down is left out. Where one fails, ``dead`` is called with its
        dead letter and the others go on; without ``dead`` its error is raised. Raises
        UsageError where a stage must see all documents before the first.
        """
        demand_single_pass(self._pipeline, "; use `run`")
        ends = self._ends(self._documents(documents))
        with contextlib.closing(ends):
            while True:
                with _at_work():
                    end = next(ends, None)
                if end is None:
                    return
                if isinstance(end, Dead):
                    if dead is None:
                        raise _failure(end)
                    dead(end.letter)
                elif isinstance(end, Written):
                    yield Record(end.record)

    def run(
        self,
        *,
        limit: int | None = None,
        restart: bool = False,
        force: bool = False,
        retry: bool = False,
        add: bool = False,
    ) -> Report:
        """
        Do what ``textflow run`` does, or with ``retry`` what ``textflow retry`` does.

        Returns what it came to; dead letters are in it, and no error. Raises TextflowError
        where the command would end with an exit code above 1.
        """
        demand_source(self._pipeline)
        request = RunRequest(limit, restart, force, self._anywhere, retry, add)
        report = run(self._pipeline, self._registry, request)
        error = report.stopped or next(iter(report.faults), None)
        if error is not None:
            raise error
        return report

    @cached_property
    def _recipe(self) -> Recipe:
        cache = cache_of(self._pipeline, anywhere=self._anywhere)
        return Recipe.of(fingerprint(self._pipeline).run, self._pipeline, cache)

    @cached_property
    def _compiled(self) -> Compiled:
        return self._recipe.compile(self._registry)

    @cached_property
    def _correcting(self) -> Correcting:
        return Correcting.of(self._pipeline.corrections)

    def _corrected(self, end: End) -> End:
        return self._correcting.corrected(end, RunTotals())

    def _documents(self, documents: Iterable[GivenDocument] | None) -> Iterator[Read]:
        if documents is None:
            demand_source(self._pipeline)
            return documents_of(self._pipeline)
        return unique(given_documents(documents, self._pipeline.limits.max_document_bytes))

    def _ends(self, documents: Iterable[Read]) -> Generator[End]:
        """Yield how each document ended; raises what ended the work early."""
        work = Work(self._recipe, self._compiled, documents)
        yield from map(self._corrected, work.all_ends(self._pipeline.engine))


@contextlib.contextmanager
def _at_work() -> Generator[None]:
    """Let calls have deadlines within, and what plugins print go to standard error."""
    with set_aside(), uncaught_errors.reported(), deadline.deadlines():
        yield


def _failure(end: Dead) -> TextflowError:
    return end.error or UnreadableError(end.letter["error"]["message"])


def _typed(value: Any) -> str:
    """Return a value as it would be typed behind ``--set key=``."""
    return value if isinstance(value, str) else orjson.dumps(value).decode()
