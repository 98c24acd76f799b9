"""Where a run writes: every path is known, absolute and checked before anything is opened."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from textflow.errors import PlaceError
from textflow.pipeline.model import Connector, Pipeline
from textflow.remote.addresses import is_address, split
from textflow.running.disk_errors import output_error, writing
from textflow.running.output_checks import check_folder, check_place, check_side, check_sink
from textflow.running.part_folder import LOCK, MADE, MARK
from textflow.running.sink_output import SinkOutput
from textflow.running.source_paths import SourcePaths

#: The files of the journal, in the folder of the first sink.
RECORDS, DEAD, FILTERED = "records.jsonl", "dead.jsonl", "filtered.jsonl"
#: Another one, and a file beside the output, where documents can be added: which are in it.
INPUTS, INPUTS_SUFFIX = "inputs.jsonl", ".inputs.jsonl"
LEDGER, MANIFEST = "ledger", "manifest.json"
#: The folder of what a run in shards has done, each run in one of its own name.
SHARDS = "shards"


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
        for place in _places(target, reads, first=target is first):
            _check_free(target, place, taken)
        with writing(target.name):
            check_sink(target)
            check_place(target)
            check_folder(target, first)
    for path in _sides(first):
        check_side(first, path)
    for target in files:
        _check_outside(target, files)


def _targets(pipeline: Pipeline) -> list[SinkOutput]:
    return [_target(sink, name) for sink in pipeline.sinks for name in sink.paths]


def _target(sink: Connector, name: str) -> SinkOutput:
    if name == "-":
        return SinkOutput(sink, name, Path(name))
    if is_address(name):
        return _stored(sink, name)
    path = Path(os.path.abspath(sink.base / name))  # noqa: PTH100 - it takes `..` out
    parts = path.name if "*" in path.name else ""
    if parts:
        path = path.parent
    try:
        home = Path(os.path.realpath(path.parent))
    except OSError as error:
        raise output_error(name, error) from error
    return SinkOutput(sink, name, home / path.name, parts)


def _stored(sink: Connector, name: str) -> SinkOutput:
    """Return the output of a sink that goes to a store, made in the folder of the pipeline."""
    folder, last = split(name)
    parts = last if "*" in last else ""
    address = folder if parts else name
    home = Path(os.path.realpath(sink.base))
    return SinkOutput(sink, name, home / split(address)[1], parts, address)


def _written(target: SinkOutput, *, first: bool) -> Iterator[Path]:
    """Yield every path that the run may write for one sink, on this machine."""
    if not target.address:
        yield target.path
    if target.parts and not target.address:
        yield target.path / target.part(0)
    for name in (MARK, LOCK, f"{MADE}/{target.path.name}"):
        yield target.part_folder / name
    if first:
        yield from () if target.address else _sides(target)
        for name in (RECORDS, DEAD, FILTERED, INPUTS, LEDGER, MANIFEST):
            yield target.part_folder / name


def _written_there(target: SinkOutput, *, first: bool) -> Iterator[str]:
    """Yield every address in a store that the run may write for one sink."""
    if not target.address:
        return
    yield target.address
    if target.parts:
        yield f"{target.address}/{target.part(0)}"
    if first:
        yield from map(target.sibling_address, _sides(target))


def _sides(first: SinkOutput) -> tuple[Path, ...]:
    """Return the paths of what is beside the first output."""
    return tuple(
        first.sibling(suffix)
        for suffix in (".run.json", ".dead.jsonl", ".filtered.jsonl", INPUTS_SUFFIX)
    )


class _Place(NamedTuple):
    """Something that a run may write: a path, or an address in a store."""

    #: As no other place is called.
    where: str
    name: str
    #: Whether it is what the sink is called by.
    own: bool
    #: Whether a source reads it.
    is_read: bool


def _places(target: SinkOutput, reads: SourcePaths, *, first: bool) -> Iterator[_Place]:
    for address in _written_there(target, first=first):
        own = address == target.address
        yield _Place(address, split(address)[1], own, reads.covers_address(address))
    for path in _written(target, first=first):
        real, own = os.path.realpath(path), path == target.path
        yield _Place(real, path.name, own, reads.covers(path))


def _check_free(target: SinkOutput, place: _Place, taken: dict[str, str]) -> None:
    """Raise PlaceError where a place is read by the run, or written for another reason."""
    found = taken.get(place.where, "")
    if place.is_read:
        found = "the source reads it, so that a run would end in its own input"
    if found:
        name = target.name if place.own else f"{target.name} (its {place.name})"
        raise PlaceError(name, found, "give the sink another name or folder")
    own = "it is named twice"
    taken[place.where] = own if place.own else f"it belongs to the sink {target.name}"


def _check_outside(target: SinkOutput, folders: Sequence[SinkOutput]) -> None:
    """Raise PlaceError where ``target`` is in a folder that another sink replaces as a whole."""
    for one in folders:
        if one.parts and one is not target and _lies_in(one, target):
            found = f"the sink {one.name} replaces the whole folder that it is in"
            raise PlaceError(target.name, found, "give each a folder of its own")


def _lies_in(folder: SinkOutput, target: SinkOutput) -> bool:
    if folder.address or target.address:
        return bool(folder.address) and target.address.startswith(f"{folder.address}/")
    return folder.path in target.path.parents


def _check_inside(targets: Sequence[SinkOutput], pipeline: Pipeline) -> None:
    """Raise PlaceError where a pipeline file would write outside of its folder."""
    allowed = [Path(os.path.realpath(home)) for home in homes(pipeline)]
    for target in targets:
        if not target.address and any(target.path.is_relative_to(home) for home in allowed):
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
