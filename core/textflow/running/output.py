"""Where bytes go: files written as ``<name>.part`` and renamed at the end, or standard output."""

import contextlib
import gzip
import os
import sys
from pathlib import Path
from types import MappingProxyType
from typing import IO, Protocol

import attrs

from textflow.errors import LockedError, OutputError
from textflow.reading.inputs import suffix_type
from textflow.wording import safe_json

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows; there a second run is not kept out
    fcntl = None  # type: ignore[assignment]

_STANDARD = "standard output"

#: What to do about a system error, by its name.
_FIXES = MappingProxyType(
    {
        "ENOSPC": "free some space and run again",
        "EDQUOT": "free some space and run again",
        "EACCES": "choose another sink, or mend the permissions",
        "EROFS": "choose a sink on a disk that can be written",
        "EEXIST": "a part of the path is a file; choose another sink",
        "ENOTDIR": "a part of the path is a file; choose another sink",
    }
)


class Output(Protocol):
    """Something that takes bytes and is committed once, at the end."""

    #: How to call it in messages.
    name: str

    def write(self, data: bytes) -> None:
        """Append ``data``; raises OutputError."""

    def commit(self) -> None:
        """Make everything written the final output; raises OutputError."""

    def close(self) -> None:
        """Let go of what is uncommitted; it stays beside the output as ``.part``."""


def output_error(path: str, error: OSError) -> OutputError:
    """Return what a system error on ``path`` means for the user."""
    import errno  # noqa: PLC0415 - only for the name

    name = errno.errorcode.get(error.errno or 0, "")
    fix = _FIXES.get(name, "choose another sink with --set sink=PATH")
    return OutputError(path=path, found=error.strerror or str(error), fix=fix)


@attrs.define
class FileOutput:
    """A file that appears under its name only when it is whole."""

    path: Path
    name: str
    _stream: IO[bytes]
    _file: IO[bytes]

    @property
    def part(self) -> Path:
        """Where the bytes are meanwhile."""
        return self.path.with_name(f"{self.path.name}.part")

    @classmethod
    def open(cls, path: Path, name: str) -> "FileOutput":
        """
        Begin ``path`` anew, its folder made where it is missing.

        Raises OutputError, and LockedError where another run is writing it.
        """
        part = path.with_name(f"{path.name}.part")
        _check_suffix(name)
        try:
            if path.exists() and not path.is_file():
                fix = "give a file, or `-`"
                raise OutputError(path=name, found="it is no regular file", fix=fix)
            if part.exists() and not part.is_file():
                fix = "move that away"
                raise OutputError(path=name, found=f"{part.name} is no regular file", fix=fix)
            path.parent.mkdir(parents=True, exist_ok=True)
            file = part.open("ab")
            _lock(file, name)
            file.truncate(0)
        except OSError as error:
            raise output_error(name, error) from error
        return cls(path, name, _compressed(file, name), file)

    def write(self, data: bytes) -> None:
        """Append ``data``; raises OutputError."""
        try:
            self._stream.write(data)
        except OSError as error:
            raise output_error(self.name, error) from error

    def commit(self) -> None:
        """Flush, sync and rename; raises OutputError."""
        try:
            if self._stream is not self._file:
                self._stream.close()
            self._file.flush()
            os.fsync(self._file.fileno())
            self.part.replace(self.path)
            _sync_folder(self.path.parent)
        except OSError as error:
            raise output_error(self.name, error) from error
        self._file.close()

    def close(self) -> None:
        """Let go; what was written stays as ``.part``."""
        with contextlib.suppress(OSError):
            self._stream.close()
        with contextlib.suppress(OSError):
            self._file.close()


def _check_suffix(name: str) -> None:
    compression = suffix_type(name)[1]
    if compression not in (None, "gz"):
        fix = "end the name in .gz or in nothing, and compress it afterwards"
        raise OutputError(path=name, found=f"there is no writer of .{compression}", fix=fix)


def _compressed(file: IO[bytes], name: str) -> IO[bytes]:
    """Return the stream to write to: gzip where the name ends so (without a time stamp)."""
    if suffix_type(name)[1] is None:
        return file
    return gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0)  # type: ignore[return-value]


def _lock(file: IO[bytes], name: str) -> None:
    if fcntl is None:  # pragma: no cover - Windows
        return
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.close()
        raise LockedError(path=name, holder=f"{name}.part is locked") from error


def _sync_folder(folder: Path) -> None:
    if not hasattr(os, "O_DIRECTORY"):  # pragma: no cover - Windows
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@attrs.define
class StandardOutput:
    """
    Standard output, which is data only: prints of stages go to standard error.

    On a terminal, characters that it might obey are escaped as JSON escapes them.
    """

    name: str = "-"

    def write(self, data: bytes) -> None:
        """Append ``data``; raises OutputError, and BrokenPipeError where nobody reads."""
        stream = sys.__stdout__
        if stream is None or stream.closed:
            fix = "leave standard output open, or write to a file"
            raise OutputError(path=_STANDARD, found="it is closed", fix=fix)
        if stream.isatty():
            data = safe_json(data.decode("utf-8", "backslashreplace")).encode()
        try:
            stream.buffer.write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise output_error(_STANDARD, error) from error

    def commit(self) -> None:
        """Flush; raises as ``write`` does."""
        self.write(b"")
        try:
            if sys.__stdout__ is not None:
                sys.__stdout__.buffer.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise output_error(_STANDARD, error) from error

    def close(self) -> None:
        """Leave it open: it is not ours."""
