"""What a failure of the disk means for the user."""

import contextlib
import errno
from collections.abc import Generator
from types import MappingProxyType

from textflow.errors import OutputError

#: What it is called where a path would stand.
STANDARD_OUTPUT = "standard output"
#: Why the system takes no more bytes, by the name of the error.
_FAILED_WRITES = frozenset({"ENOSPC", "EDQUOT", "EFBIG", "EIO"})
#: What to do about a system error, by its name.
_FIXES = MappingProxyType(
    {
        "ENOSPC": "free some space and run again",
        "EDQUOT": "free some space and run again",
        "EACCES": "choose another sink, or fix the permissions",
        "EROFS": "choose a sink on a disk that can be written",
        "EEXIST": "a part of the path is a file; choose another sink",
        "ENOTDIR": "a part of the path is a file; choose another sink",
    }
)


def output_error(path: str, error: OSError) -> OutputError:
    """Return what a system error on ``path`` means for the user."""
    name = errno.errorcode.get(error.errno or 0, "")
    fix = _FIXES.get(name, "choose another sink with --set sink=PATH")
    return OutputError(path=path, found=error.strerror or str(error), fix=fix)


def unwritten(error: OSError) -> OutputError | None:
    """Return what a failed write without a path means: what has one says which; None for others."""
    failed = errno.errorcode.get(error.errno or 0) in _FAILED_WRITES
    return output_error(STANDARD_OUTPUT, error) if failed and error.filename is None else None


@contextlib.contextmanager
def writing(name: str) -> Generator[None]:
    """Say what a failure of the disk means for the output ``name``; raises OutputError."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise output_error(name, error) from error
