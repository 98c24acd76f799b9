"""Plugins of one file beside the pipeline: found there, and imported from there."""

import hashlib
import importlib.util
import re
import sys
from collections.abc import Collection
from pathlib import Path
from types import ModuleType

from textflow.plugins.discovery import EntryPoint
from textflow.wording import shown

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_PREFIX = "textflow_local_"


class LocalFileError(Exception):
    """A file is no plugin that may be used; the message says why."""


def is_local(written: str) -> bool:
    """Return whether what a pipeline lists is a file, not the name of a plugin."""
    return written.endswith(".py") or "/" in written or "\\" in written


def local_entry(written: str, folder: Path, taken: Collection[str]) -> EntryPoint:
    """
    Return the plugin in the file ``written``, which must be in ``folder``.

    ``taken`` are names of others. Raises LocalFileError.
    """
    path = folder / written
    real = path.resolve()
    if Path(written).is_absolute() or not real.is_relative_to(folder.resolve()):
        message = (
            f"{shown(written)} is not inside the folder of the pipeline file; only plugins there "
            "are read: put it beside the pipeline, or install it"
        )
        raise LocalFileError(message)
    if not _NAME.fullmatch(path.stem) or path.suffix != ".py":
        message = (
            f"{shown(written)} cannot be the file of a plugin: its name is that of the plugin, "
            "of a-z, 0-9 and _, with .py behind it, as in ./mine.py"
        )
        raise LocalFileError(message)
    if path.stem in taken:
        message = f"{shown(written)}: an installed plugin has that name, or another file: rename it"
        raise LocalFileError(message)
    try:
        digest = hashlib.sha256(real.read_bytes()).hexdigest()[:12]
    except OSError as error:
        message = f"{shown(written)} cannot be read: {error.strerror or error}"
        raise LocalFileError(message) from error
    module = f"{_PREFIX}{path.stem}"
    return EntryPoint(path.stem, written, digest, module, file=str(real))


def imported_file(entry: EntryPoint) -> ModuleType:
    """
    Import the file of a local plugin; raises what it raises.

    The module counts as a package whose folder is that of the file, so that schema files
    beside it are found.
    """
    path = Path(entry.file)
    places = [str(path.parent)]
    spec = importlib.util.spec_from_file_location(
        entry.module, path, submodule_search_locations=places
    )
    if spec is None or spec.loader is None:  # pragma: no cover - it ends in .py
        raise ImportError(entry.file)
    module = importlib.util.module_from_spec(spec)
    sys.modules[entry.module] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[entry.module]
        raise
    return module
