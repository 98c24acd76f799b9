"""Standard output, which is data only, and the dead letters of a run that has nothing else."""

import os
from pathlib import Path

import attrs
import orjson

from textflow.descriptors import kept
from textflow.errors import OutputError
from textflow.running import disk
from textflow.running.disk_errors import STANDARD_OUTPUT, output_error
from textflow.running.run_outputs import unused
from textflow.running.sink_output import SinkOutput
from textflow.running.sinks import rendered
from textflow.wording import safe_json


def write_line(target: SinkOutput, line: bytes) -> None:
    """
    Write the record that is in ``line`` to standard output.

    On a terminal, characters that it might obey are escaped as JSON escapes them.
    Raises OutputError, and BrokenPipeError where nobody reads; HookError.
    """
    _write(line if target.declaration.native else rendered(target, orjson.loads(line)))


def flush() -> None:
    """Let everything written arrive; raises as ``write_line`` does."""
    _write(b"")
    try:
        stream = kept()
        if stream is not None:
            stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise output_error(STANDARD_OUTPUT, error) from error


def _write(data: bytes) -> None:
    stream = kept()
    if stream is None:
        fix = "leave standard output open, or write to a file"
        raise OutputError(path=STANDARD_OUTPUT, found="it is closed", fix=fix)
    if stream.isatty():
        data = safe_json(data.decode("utf-8", "backslashreplace")).encode()
    try:
        stream.write(data)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise output_error(STANDARD_OUTPUT, error) from error


@attrs.define(eq=False, repr=False)
class DeadLetterFile:
    """Dead letters of a run that writes to standard output alone: in a file of their own."""

    _wanted: Path
    #: The file, made when the first letter comes; never one that was there before.
    path: Path | None = None
    _file: int = -1

    def add(self, line: bytes) -> None:
        """Append one letter; raises OSError."""
        if self.path is None:
            self._open()
        disk.write_all(self._file, line)

    def _open(self) -> None:
        for path in unused(self._wanted):
            try:
                self._file = disk.open_own(path, new=True)
            except FileExistsError:
                continue
            self.path = path
            return
        found, fix = "its name is taken too often", "move the older ones away"
        raise OutputError(path=str(self._wanted), found=found, fix=fix)

    def close(self) -> None:
        """Let go of the file, synced as well as can be."""
        if self._file >= 0:
            try:
                os.fsync(self._file)
            finally:
                os.close(self._file)
                self._file = -1
