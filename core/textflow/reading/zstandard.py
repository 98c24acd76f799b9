"""Zstandard: in the standard library from Python 3.14 on, before that an extra of ours."""

import contextlib
import importlib
from typing import Any

#: What to do where it is not there.
INSTALL = "install it with `pip install backports.zstd`"


def zstd() -> Any:
    """Return the module that compresses and decompresses; None where it is not installed."""
    for name in ("compression.zstd", "backports.zstd"):
        with contextlib.suppress(ImportError):
            return importlib.import_module(name)
    return None
