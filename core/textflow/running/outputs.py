"""Every file that a run writes: the sinks, the dead letters, the manifest."""

import fnmatch
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import orjson

from textflow.errors import OutputError, TextflowError
from textflow.pipeline.model import Endpoint, Pipeline
from textflow.running.output import FileOutput, Output, StandardOutput


@attrs.define
class Outputs:
    """Every file of a run."""

    sinks: list[tuple[Endpoint, Output]]
    dead: "DeadLetters"
    #: Beside the first file sink; None where all go to standard output.
    manifest: Path | None

    def write(self, record: dict[str, Any]) -> None:
        """Write one record to every sink, or to none where one cannot render it."""
        rendered = [sink.part.target(record, **sink.options) for sink, _ in self.sinks]
        for (_, output), data in zip(self.sinks, rendered, strict=True):
            output.write(data)

    def commit(self, made: Mapping[str, Any], *, whole: bool) -> None:
        """Make the files final; of a run that was stopped, only dead letters and manifest are."""
        self.dead.commit()
        if self.manifest is not None:
            file = FileOutput.open(self.manifest, str(self.manifest))
            file.write(orjson.dumps(dict(made), option=orjson.OPT_INDENT_2) + b"\n")
            file.commit()
        for _, output in self.sinks if whole else ():
            output.commit()

    def close(self) -> None:
        """Let go of everything uncommitted."""
        for _, output in self.sinks:
            output.close()
        self.dead.close()


@attrs.define
class DeadLetters:
    """The file of dead letters, opened when the first one comes."""

    path: Path
    name: str
    _output: FileOutput | None = None

    def write(self, letter: Mapping[str, Any]) -> None:
        """Append one letter; raises OutputError."""
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
        """Let go of what is uncommitted."""
        if self._output is not None:
            self._output.close()


def open_outputs(pipeline: Pipeline) -> Outputs:
    """
    Open every sink of ``pipeline``.

    Raises OutputError and LockedError; what was opened before is closed again.
    """
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
    dead = DeadLetters(first.with_name(f"{first.name}.dead.jsonl"), f"{name}.dead.jsonl")
    return Outputs(sinks, dead, first.with_name(f"{first.name}.run.json") if files else None)


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
