"""The stages of a pipeline, tried on one text after the other, here and now."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import orjson

from textflow.descriptors import set_aside
from textflow.pipeline.compiling import compile_pipeline
from textflow.pipeline.model import Pipeline
from textflow.plugins.registry import Registry
from textflow.reading.sources import RawDocument
from textflow.running.compiled import Compiled, Task
from textflow.running.documents import documents_of
from textflow.running.outcomes import Read
from textflow.running.recipe import Recipe

Record = dict[str, Any]


class NoRecordError(Exception):
    """A text that was tried became no record; the message says why."""


@attrs.frozen
class Trial:
    """The compiled stages of one pipeline file."""

    pipeline: Pipeline
    settings: Mapping[str, str]
    registry: Registry
    _compiled: Compiled

    @classmethod
    def of(cls, file: Path, settings: Mapping[str, str], registry: Registry) -> "Trial":
        """Compile the pipeline in ``file``; raises PipelineError, UsageError, PluginError."""
        pipeline = compile_pipeline(file, settings, (), registry)
        return cls(pipeline, settings, registry, _compiled(pipeline, registry))

    def on_text(self, text: str, name: str, meta: Mapping[str, Any]) -> Record:
        """Return the record of ``text``; raises NoRecordError."""
        return _record(self._compiled, RawDocument(text, name, name, dict(meta)))

    def on_file(self, path: Path) -> Record:
        """
        Return the record of the one document in a file, read as ``textflow run`` reads it.

        Raises NoRecordError, also where the file has several documents, and InputError.
        """
        inputs = (str(path),)
        pipeline = compile_pipeline(self.pipeline.path, self.settings, inputs, self.registry)
        with set_aside():
            found = list(zip(range(2), documents_of(pipeline), strict=False))
        if len(found) != 1:
            many = "no document" if not found else "several documents"
            message = f"{path} has {many}; a test looks at one: give its `text`"
            raise NoRecordError(message)
        return _record(_compiled(pipeline, self.registry), found[0][1])


def _compiled(pipeline: Pipeline, registry: Registry) -> Compiled:
    return Recipe.of("trial", pipeline).compile(registry)


def _record(compiled: Compiled, document: Read) -> Record:
    with set_aside():
        (outcome,) = compiled.run([Task(0, document)])
    if outcome.failure is not None:
        raise NoRecordError(outcome.failure.message)
    if outcome.filtered_by is not None:
        message = f"the stage {outcome.filtered_by!r} has filtered the document"
        raise NoRecordError(message)
    record: Record = orjson.loads(outcome.line)
    return record
