"""Where a run writes: every path is known, absolute and checked before anything is opened."""

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import attrs

from textflow.errors import OutputError, PlaceError
from textflow.pipeline.model import Connector, Pipeline
from textflow.reading.inputs import suffix_type
from textflow.reading.zstandard import INSTALL, zstd
from textflow.running.disk_errors import output_error, writing
from textflow.running.part_folder import LOCK, MADE, MARK
from textflow.running.source_paths import SourcePaths
from textflow.stages import Declaration

#: The files of the journal, in the folder of the first sink.
RECORDS, DEAD, FILTERED = "records.jsonl", "dead.jsonl", "filtered.jsonl"
#: Another one, and a file beside the output, where documents can be added: which are in it.
INPUTS, INPUTS_SUFFIX = "inputs.jsonl", ".inputs.jsonl"
LEDGER, MANIFEST = "ledger", "manifest.json"
#: The folder of what a run in shards has done, each run in one of its own name.
SHARDS = "shards"


@attrs.frozen
class SinkOutput:
    """One place that a sink writes to."""

    sink: Connector
    #: As the pipeline has it.
    name: str
    #: Absolute; of standard output, just `-`.
    path: Path
    #: What the files of a folder are called, ``*`` for the number of each; empty for one file.
    parts: str = ""

    @property
    def is_stream(self) -> bool:
        """Whether it is standard output."""
        return self.name == "-"

    @property
    def declaration(self) -> Declaration:
        """What the sink's decorator was told."""
        declaration = self.sink.component.declaration
        if not isinstance(declaration, Declaration):  # pragma: no cover - a sink has this
            raise TypeError
        return declaration

    def sibling(self, suffix: str) -> Path:
        """Return the path of what is beside the output under its name and ``suffix``."""
        return self.path.with_name(f"{self.path.name}{suffix}")

    def part(self, number: int) -> str:
        """Return the name of one of its files."""
        return self.parts.replace("*", f"{number:05d}")

    @property
    def part_folder(self) -> Path:
        """The folder in which it is made."""
        return self.sibling(".part")


class RunOutputs(NamedTuple):
    """Every place that a run writes to."""

    #: The sinks that are files or folders, in order.
    files: tuple[SinkOutput, ...]
    #: The sinks that are standard output.
    streams: tuple[SinkOutput, ...]
    #: In the order of the pipeline, as it names them.
    names: tuple[str, ...]
    #: Where the dead letters go of a run that writes to standard output alone.
    dead_letters: Path


def run_outputs_of(pipeline: Pipeline, *, anywhere: bool = False) -> RunOutputs:
    """
    Return where ``pipeline`` writes.

    Raises PlaceError for a place that it must not write to, OutputError for one that
    cannot be written. ``anywhere`` allows those outside its folder and the working one.
    """
    targets = _targets(pipeline)
    files = tuple(target for target in targets if not target.is_stream)
    reads = SourcePaths.of(pipeline.sources)
    if not anywhere:
        _check_inside(files, pipeline)
    if files:
        _check_files(files, dict(_given(pipeline)), reads)
    streams = tuple(target for target in targets if target.is_stream)
    names = tuple(target.name for target in targets)
    return RunOutputs(files, streams, names, _loose_dead_letters(pipeline, reads))


def _given(pipeline: Pipeline) -> Iterator[tuple[str, str]]:
    """Yield each file that a run is given beside its sources, and why nothing is written there."""
    yield os.path.realpath(pipeline.path), "it is the pipeline file itself"
    if pipeline.corrections:
        yield os.path.realpath(pipeline.corrections), "it has the corrections of the pipeline"


def _check_files(files: Sequence[SinkOutput], taken: dict[str, str], reads: SourcePaths) -> None:
    first = files[0]
    for target in files:
        for path in _written(target, first=target is first):
            _check_free(target, path, taken, reads)
        with writing(target.name):
            _check_kind(target)
            _check_folder(target, first)
    for path in _sides(first):
        _check_side(first, path)
    for target in files:
        _check_outside(target, [one for one in files if one.parts and one is not target])


def _targets(pipeline: Pipeline) -> list[SinkOutput]:
    return [_target(sink, name) for sink in pipeline.sinks for name in sink.paths]


def _target(sink: Connector, name: str) -> SinkOutput:
    if name == "-":
        return SinkOutput(sink, name, Path(name))
    path = Path(os.path.abspath(sink.base / name))  # noqa: PTH100 - it takes `..` out
    parts = path.name if "*" in path.name else ""
    if parts:
        path = path.parent
    try:
        home = Path(os.path.realpath(path.parent))
    except OSError as error:
        raise output_error(name, error) from error
    return SinkOutput(sink, name, home / path.name, parts)


def _written(target: SinkOutput, *, first: bool) -> Iterator[Path]:
    """Yield every path that the run may write for one sink."""
    yield target.path
    if target.parts:
        yield target.path / target.part(0)
    for name in (MARK, LOCK, f"{MADE}/{target.path.name}"):
        yield target.part_folder / name
    if first:
        yield from _sides(target)
        for name in (RECORDS, DEAD, FILTERED, INPUTS, LEDGER, MANIFEST):
            yield target.part_folder / name


def _sides(first: SinkOutput) -> tuple[Path, ...]:
    """Return the paths of what is beside the first output."""
    return tuple(
        first.sibling(suffix)
        for suffix in (".run.json", ".dead.jsonl", ".filtered.jsonl", INPUTS_SUFFIX)
    )


def _check_free(target: SinkOutput, path: Path, taken: dict[str, str], reads: SourcePaths) -> None:
    """Raise PlaceError where ``path`` is read by the run, or written for another reason."""
    real = os.path.realpath(path)
    found = taken.get(real, "")
    if reads.covers(path):
        found = "the source reads it, so that a run would end in its own input"
    if found:
        name = target.name if path == target.path else f"{target.name} (its {path.name})"
        raise PlaceError(name, found, "give the sink another name or folder")
    own = path == target.path
    taken[real] = "it is named twice" if own else f"it belongs to the sink {target.name}"


def _check_outside(target: SinkOutput, folders: Sequence[SinkOutput]) -> None:
    """Raise PlaceError where ``target`` is in a folder that another sink replaces as a whole."""
    for one in folders:
        if one.path in target.path.parents:
            found = f"the sink {one.name} replaces the whole folder that it is in"
            raise PlaceError(target.name, found, "give each a folder of its own")


def _check_inside(targets: Sequence[SinkOutput], pipeline: Pipeline) -> None:
    """Raise PlaceError where a pipeline file would write outside of its folder."""
    allowed = [Path(os.path.realpath(home)) for home in homes(pipeline)]
    for target in targets:
        if any(target.path.is_relative_to(home) for home in allowed):
            continue
        raise PlaceError(
            target.name,
            "it is neither below the folder of the pipeline file nor below the working directory",
            "allow it with --allow-outside, or name it yourself with --set sink=PATH",
        )


def homes(pipeline: Pipeline) -> Iterator[Path]:
    """Yield the folders that a pipeline file may write below."""
    yield pipeline.path.parent
    try:
        yield Path.cwd()
    except OSError:  # it has gone
        return


def _check_kind(target: SinkOutput) -> None:
    """Raise OutputError where the sink cannot write, or cannot replace what is there."""
    _check_compression(target)
    _check_parts(target)
    path = target.path
    if not os.path.lexists(path):
        return
    if path.is_symlink():
        fix = "name the file that it leads to"
        raise OutputError(target.name, "it is a link", fix)
    folder_fits = path.is_dir() and (target.parts or not target.declaration.lines)
    if not path.is_file() and not folder_fits:
        raise OutputError(target.name, "it is no regular file", "give a file, or `-`")


def _check_compression(target: SinkOutput) -> None:
    compression = suffix_type(target.name)[1]
    if compression == "zst" and zstd() is None:
        fix = f"{INSTALL}, or end the name in .gz"
        raise OutputError(target.name, "there is nothing here that writes .zst", fix)
    if compression and target.declaration.before:
        fix = f"leave .{compression} out"
        found = f"a sink that adds to a file cannot add to .{compression}"
        raise OutputError(target.name, found, fix)


def _check_parts(target: SinkOutput) -> None:
    """Raise OutputError for a sink whose output cannot be in parts, or that has no folder."""
    if not target.parts:
        return
    if target.path.is_file():
        raise OutputError(target.name, "its folder is a file", "name another folder")
    if target.declaration.before:
        found = "a sink that adds to a file cannot write it in parts"
        raise OutputError(target.name, found, "leave the * out")
    if target.path == Path(os.path.realpath(target.sink.base)) or target.parts.count("*") > 1:
        found = "its parts replace the whole folder that they are in"
        fix = "name a folder of their own and one *, as in corpus.parquet/part-*.parquet"
        raise OutputError(target.name, found, fix)


def _check_folder(target: SinkOutput, first: SinkOutput) -> None:
    """Raise OutputError for a folder with something in it that no run has made."""
    if not target.path.is_dir() or not any(target.path.iterdir()):
        return
    known = f"{os.path.relpath(target.path, first.path.parent)}/".replace(os.sep, "/")
    try:
        manifest = json.loads(first.sibling(".run.json").read_bytes())
        made = any(file["path"].startswith(known) for file in manifest["files"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        made = False
    if not made:
        found = (
            f"it is a folder that no run has made: {first.path.name}.run.json names nothing in it"
        )
        raise OutputError(target.name, found, "move it away, or choose another sink")


def _check_side(first: SinkOutput, path: Path) -> None:
    """Raise OutputError where what is beside the output is no file."""
    if os.path.lexists(path) and (path.is_symlink() or not path.is_file()):
        found = f"{path.name} beside it is no regular file"
        raise OutputError(first.name, found, "move that away")


def _loose_dead_letters(pipeline: Pipeline, reads: SourcePaths) -> Path:
    """Return where dead letters of standard output go: no source reads it."""
    folder = Path(os.path.realpath(list(homes(pipeline))[-1]))
    path = folder / f"{pipeline.path.stem}.dead.jsonl"
    return path.with_name(f".{path.name}") if reads.covers(path) else path


def unused(path: Path) -> Iterator[Path]:
    """Yield ``path``, then ``name-2.dead.jsonl`` and so on."""
    yield path
    stem = path.name.removesuffix(".dead.jsonl")
    for number in range(2, 100_000):
        yield path.with_name(f"{stem}-{number}.dead.jsonl")
