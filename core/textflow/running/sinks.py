"""Make the output of every sink from the records of a run."""

import contextlib
import errno
import itertools
import os
from collections.abc import Generator, Iterable, Iterator, Mapping
from pathlib import Path
from types import GeneratorType
from typing import Any

from textflow.errors import HookError
from textflow.plugins.guard import Supply, guarded
from textflow.reading.inputs import suffix_type
from textflow.running import disk
from textflow.running.compressed import compressing, opened
from textflow.running.line_file import LineFile
from textflow.running.part_folder import MADE
from textflow.running.records import lines_of, records_of
from textflow.running.run_facts import RunFacts
from textflow.running.sink_output import SinkOutput

#: Records of one file, where the output is in parts.
PART = 20_000
#: Failures of a disk, whoever was writing.
_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS)


def made_path(target: SinkOutput) -> Path:
    """Return where the output of ``target`` is made: in its folder, under its own name."""
    return target.part_folder / MADE / target.path.name


def takes_over(target: SinkOutput) -> bool:
    """Return whether the records, as the journal keeps them, are what the sink would write."""
    plain = suffix_type(target.name)[1] is None and not target.parts
    return target.declaration.native and plain


def rendered(target: SinkOutput, record: Mapping[str, Any]) -> bytes:
    """Return the bytes of one record; raises HookError."""
    with _guarded(target):
        data: object = target.sink.component.target(record, **target.sink.options)
    if type(data) is not bytes:
        raise _unfit(target, f"it returned {_type_phrase(data)}", "return the bytes of the record")
    return data


def make_output(target: SinkOutput, records: Path, run: RunFacts) -> Path:
    """
    Make what ``target`` writes of ``run``, synced, and return its path.

    Raises HookError where the sink fails, OSError.
    """
    path = made_path(target)
    disk.remove(path.parent)
    os.mkdir(path.parent)  # noqa: PTH102 - one door for every call that changes a disk
    if target.parts:
        os.mkdir(path)  # noqa: PTH102 - as above
        for number, lines in enumerate(_in_parts(lines_of(records))):
            _write_one(target, lines, path / target.part(number), run)
    else:
        _write_one(target, lines_of(records), path, run)
    disk.sync_tree(path)
    for folder in (path.parent, target.part_folder, target.part_folder.parent):
        disk.sync_folder(folder)
    return path


def _in_parts(lines: Iterator[bytes]) -> Iterator[Iterable[bytes]]:
    """Yield the lines of each part, of one part where there are none."""
    first = next(lines, None)
    if first is None:
        yield ()
    while first is not None:
        part = itertools.chain([first], itertools.islice(lines, PART - 1))
        yield part
        for _ in part:
            pass  # what a sink has not asked for belongs to its part
        first = next(lines, None)


def _write_one(target: SinkOutput, lines: Iterable[bytes], path: Path, run: RunFacts) -> None:
    if target.declaration.lines:
        _write_lines(target, lines, path)
    else:
        _write_whole(target, lines, path, run)


def _write_lines(target: SinkOutput, lines: Iterable[bytes], path: Path) -> None:
    pieces = lines
    if not target.declaration.native:
        pieces = (rendered(target, record) for record in records_of(lines))
    _write(pieces, path, suffix_type(target.name)[1])


def _check_made(target: SinkOutput, result: object, path: Path) -> None:
    """Raise HookError unless a sink has written a file or folder, and returned nothing."""
    if result is not None:
        if type(result) is GeneratorType:
            result.close()
        wanted = "write the file at `path` and return nothing"
        raise _unfit(target, f"it returned {_type_phrase(result)}", wanted)
    if path.is_symlink() or not path.exists():
        raise _unfit(target, "nothing is at `path` when it is done", "write the file there")


def _write_whole(target: SinkOutput, lines: Iterable[bytes], path: Path, run: RunFacts) -> None:
    compression = suffix_type(target.name)[1]
    plain = path.with_suffix("") if compression else path
    supply = Supply(records_of(lines))
    there = target.path if disk.is_there(target.path) else None
    given = {"before": there, "run": run}
    more = (given[name] for name in target.declaration.more)
    with _full_disk_told(), _guarded(target, supply):
        result = target.sink.component.target(supply, plain, *more, **target.sink.options)
    _check_made(target, result, plain)
    if compression and plain.is_dir():
        fix = f"leave .{compression} out of the name of the sink"
        raise _unfit(target, "it made a folder", fix)
    if compression:
        _write(disk.chunks(plain), path, compression)
        disk.remove(plain)


def _write(pieces: Iterable[bytes], path: Path, compression: str | None) -> None:
    file = LineFile.open(path, 0)
    try:
        if compression:
            with compressing(file, compression) as stream:
                for piece in pieces:
                    stream.write(piece)
        else:
            for piece in pieces:
                file.add(piece)
        file.flush()
    finally:
        file.close()


@contextlib.contextmanager
def _full_disk_told() -> Generator[None]:
    """Raise what the disk has to say, not the sink that has met it."""
    try:
        yield
    except HookError as error:
        cause = error.__cause__
        if type(cause) is OSError and cause.errno in _DISK:
            raise cause from None
        raise


def _guarded(target: SinkOutput, supply: Supply[Any] | None = None) -> Any:
    component = target.sink.component
    return guarded(component.entry.name, _hook(target), supply)


def _unfit(target: SinkOutput, found: str, wanted: str) -> HookError:
    return HookError(target.sink.component.entry.name, _hook(target), found, wanted)


def _hook(target: SinkOutput) -> str:
    return f"sink {target.sink.component.name!r}"


def _type_phrase(value: object) -> str:
    return "None" if value is None else f"a {type(value).__name__}"


def is_filled(path: Path) -> bool:
    """Return whether the output at ``path`` contains anything."""
    if path.is_dir():
        return any(path.iterdir())
    if not path.is_file():
        return False
    compression = suffix_type(path.name)[1]
    if compression is None:
        return path.stat().st_size > 0
    try:
        with opened(path, compression) as stream:
            return bool(stream.read(1))
    except Exception:  # noqa: BLE001 - whatever is broken, something is there
        return True


def made_outputs(
    records: Path, targets: Iterable[SinkOutput], run: RunFacts
) -> Iterator[tuple[SinkOutput, Path]]:
    """Make every output; yield each with its path, the records themselves for the first JSONL."""
    taken = False
    for target in targets:
        if takes_over(target) and not taken:
            taken = True
            yield target, records
        else:
            yield target, make_output(target, records, run)
