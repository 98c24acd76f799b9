"""
The few things that a run does to a disk, in one place.

A write is whole or an error, no link is ever followed, and what is called synced
survives a power failure. All of it raises OSError.
"""

import contextlib
import errno
import os
import shutil
import stat
from collections.abc import Generator, Iterator
from pathlib import Path

_PLAIN = sum(
    getattr(os, name, 0)  # not every system has all of them
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY")
)
_CHUNK = 1 << 20


def open_own(path: Path, *, new: bool = False) -> int:
    """
    Open the regular file ``path`` to read and write it, made where it is missing.

    Raises OSError for a link, a second name of another file, a pipe or a device.
    """
    if path.is_symlink():  # where there is no O_NOFOLLOW
        raise _foreign(path, "it is a link")
    file = os.open(path, os.O_RDWR | os.O_CREAT | _PLAIN | (os.O_EXCL if new else 0), 0o666)
    facts = os.fstat(file)
    if stat.S_ISREG(facts.st_mode) and facts.st_nlink <= 1:
        return file
    os.close(file)
    raise _foreign(path, "it is no regular file, or has another name besides")


@contextlib.contextmanager
def closed_on_failure(file: int) -> Generator[None]:
    """Close ``file`` where what is done within fails: nobody else would."""
    try:
        yield
    except BaseException:
        os.close(file)
        raise


def _foreign(path: Path, why: str) -> OSError:
    return OSError(errno.EEXIST, f"{why}; move it away", str(path))


def write_all(file: int, data: bytes) -> None:
    """Write all of ``data``, however little the system takes at once."""
    rest = memoryview(data)
    while rest:
        done = os.write(file, rest)
        if not done:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        rest = rest[done:]


def write_file(path: Path, data: bytes, *, new: bool = False) -> None:
    """Let ``path`` contain ``data`` and nothing else, synced; with ``new`` it must not be there."""
    file = open_own(path, new=new)
    try:
        if not new:
            truncate(file, 0)
        write_all(file, data)
        os.fsync(file)
    finally:
        os.close(file)


def truncate(file: int, size: int) -> None:
    """Cut ``file`` at ``size`` and go on writing there."""
    os.ftruncate(file, size)
    os.lseek(file, size, os.SEEK_SET)


def chunks(path: Path, size: int | None = None) -> Iterator[bytes]:
    """Yield what ``path`` contains, or its first ``size`` bytes."""
    left = path.stat().st_size if size is None else size
    with path.open("rb") as stream:
        while left > 0 and (piece := stream.read(min(_CHUNK, left))):
            left -= len(piece)
            yield piece


def sync_file(path: Path) -> None:
    """Let what ``path`` contains survive a power failure."""
    file = os.open(path, os.O_RDWR | _PLAIN)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def sync_folder(folder: Path) -> None:
    """Let the names in ``folder`` survive a power failure; Windows does so by itself."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network disks cannot
            raise
    finally:
        os.close(handle)


def sync_tree(path: Path) -> None:
    """Sync a file, or a folder with everything in it."""
    if not path.is_dir():
        sync_file(path)
        return
    for inner in sorted(path.iterdir()):
        sync_tree(inner)
    sync_folder(path)


def relative(path: Path, root: Path) -> str:
    """Return ``path`` as a manifest in ``root`` names it."""
    try:
        return os.path.relpath(path, root).replace(os.sep, "/")
    except ValueError:  # another drive, on Windows
        return str(path).replace(os.sep, "/")


def is_there(path: Path) -> bool:
    """Return whether there is anything at ``path``, a link that leads nowhere included."""
    return os.path.lexists(path)


def move(source: Path, path: Path) -> None:
    """Give ``source`` the name ``path``, in place of what has it."""
    os.replace(source, path)  # noqa: PTH105 - one door for every call that changes a disk


def remove_file(path: Path) -> None:
    """Remove a file or a link, where it is there."""
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)  # noqa: PTH108 - as above


def remove(path: Path) -> None:
    """Remove a file, a link, or a folder with all in it, where it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        remove_file(path)
