"""What a failure of the disk means for the user."""

import contextlib
import errno
from collections.abc import Generator
from types import MappingProxyType

from textflow.errors import OutputError

#: What it is called where a path would stand.
STANDARD_OUTPUT = "standard output"
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


def unwritten(error: OSError) -> OutputError:
    """Return what a system error without a path means, where a command only prints."""
    return output_error(STANDARD_OUTPUT, error)


@contextlib.contextmanager
def writing(name: str) -> Generator[None]:
    """Say what a failure of the disk means for the output ``name``; raises OutputError."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise output_error(name, error) from error
