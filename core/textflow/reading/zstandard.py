"""Zstandard: in the standard library from Python 3.14 on, before that an extra of ours."""

from typing import Any

#: What to do where it is not there.
INSTALL = "install it with `pip install backports.zstd`"


def zstd() -> Any:
    """Return the module that compresses and decompresses; None where it is not installed."""
    try:
        from compression import zstd as module  # type: ignore[import-not-found] # noqa: PLC0415 - 3.14
    except ImportError:
        try:
            from backports import zstd as module  # noqa: PLC0415 - an extra
        except ImportError:
            return None
    return module
