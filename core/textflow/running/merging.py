"""
What was in an output and what a run adds to it, put together in files of their own.

A document that ends as before keeps its place, whether what is said of it is old or new;
what is new comes behind. Nothing of the output itself is touched.
"""

import contextlib
import os
from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import attrs
import orjson

from textflow.running import disk
from textflow.running.before import Before
from textflow.running.commit import RunFiles
from textflow.running.input_rows import Row, row_of_line
from textflow.running.line_file import LineFile
from textflow.running.part_folder import MERGED
from textflow.running.record_line import record_line
from textflow.running.records import lines_of
from textflow.running.run_outputs import DEAD, FILTERED, INPUTS, RECORDS

#: How a document ends to the file of such ends.
_FILES = {"out": RECORDS, "filtered": FILTERED, "dead": DEAD}


def rows_before(before: Before) -> Iterator[Row]:
    """Yield the row of each document of an output, those of one kind in the order of its file."""
    if before.files["inputs"].exists():
        yield from map(orjson.loads, before.lines("inputs"))
        return
    for kind in _FILES:  # no run has noted them
        for line in before.lines(kind):
            yield row_of_line(kind, orjson.loads(line))


@attrs.frozen
class _New:
    """A document that the run has done: its row, and where its line is."""

    row: Row
    start: int
    size: int


def merged(before: Before, folder: Path) -> tuple[RunFiles, int]:
    """
    Put what was there ``before`` together with what a run has put down in ``folder``.

    Return the files, synced, and how many documents that had ended well have ended anew.
    Raises OSError.
    """
    target = folder / MERGED
    disk.remove(target)
    os.mkdir(target)  # noqa: PTH102 - one door for every call that changes a disk
    with contextlib.ExitStack() as stack:
        made: dict[str, LineFile] = {}
        for name in (*_FILES.values(), INPUTS):
            made[name] = LineFile.open(target / name, 0)
            stack.callback(made[name].close)
        read = {
            kind: stack.enter_context((folder / name).open("rb")) for kind, name in _FILES.items()
        }
        new = {one.row["id"]: one for one in _new(folder)}
        merge = _Merge(made, read, new, {one.row["uri"] for one in new.values()})
        lines = {
            kind: stack.enter_context(contextlib.closing(before.lines(kind))) for kind in _FILES
        }
        for row in rows_before(before):
            merge.take(row, next(lines[row["end"]]))
        merge.take_rest()
        for file in made.values():
            file.sync()
    disk.sync_folder(target)
    return RunFiles.of(target, inputs=True), merge.changed


def _new(folder: Path) -> Iterator[_New]:
    """Yield what the run has done, in its order."""
    sizes = {kind: map(len, lines_of(folder / name)) for kind, name in _FILES.items()}
    starts = dict.fromkeys(_FILES, 0)
    for row in map(orjson.loads, lines_of(folder / INPUTS)):
        kind = row["end"]
        size = next(sizes[kind])
        yield _New(row, starts[kind], size)
        starts[kind] += size


@attrs.define
class _Merge:
    """The files that are being made, and what is to come into them."""

    made: Mapping[str, LineFile]
    read: Mapping[str, BinaryIO]
    #: By id, what is new and has no place yet.
    new: dict[str, _New]
    #: Where all that is new came from.
    uris: Container[str]
    changed: int = 0

    def take(self, row: Row, line: bytes) -> None:
        """Take a document that was there, or what it is now."""
        found = self.new.get(row["id"])
        if found is None:
            if not self._is_read_again(row):
                self._add(row, line)
            return
        self.changed += row["end"] != "dead"
        if found.row["end"] == row["end"]:
            self._add(found.row, self._line(self.new.pop(row["id"])))

    def take_rest(self) -> None:
        """Take what was not there."""
        for one in self.new.values():
            self._add(one.row, self._line(one))

    def _is_read_again(self, row: Row) -> bool:
        """Return whether something else is now where a dead letter is named after its place."""
        is_named_so = row["end"] == "dead" and row["uri"].endswith(row["id"])
        return is_named_so and row["uri"] in self.uris

    def _line(self, one: _New) -> bytes:
        file = self.read[one.row["end"]]
        file.seek(one.start)
        return file.read(one.size)

    def _add(self, row: Row, line: bytes) -> None:
        self.made[_FILES[row["end"]]].add(line)
        self.made[INPUTS].add(record_line(row))
