"""
The contents of plugins that are worked on where they are installed.

A released plugin is named by its version. One installed with ``pip install -e`` has the
same version whatever its author changes, so that its files themselves name it.
"""

import contextlib
import functools
import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path

import orjson

from textflow.plugins.discovery import EntryPoint

_UNREAD = frozenset({"__pycache__"})
_COMPILED = (".pyc", ".pyo")
#: Path, facts, and the name in its package.
_File = tuple[str, os.stat_result, str]


def package_digests(entries: Iterable[EntryPoint]) -> dict[str, str]:
    """
    Return, for each plugin that is not released, a digest of the files of its package.

    The whole package counts that the plugin's module belongs to, with its word lists
    and schemas. Plugins of one package share it: its files are looked at once.
    """
    # The version of a plugin of one file is the digest of it.
    packages = {one.name: (one.distribution, package_of(one)) for one in entries if not one.file}
    digests = {package: _package_digest(*package) for package in set(packages.values())}
    found = {name: digests[package] for name, package in sorted(packages.items())}
    return {name: digest for name, digest in found.items() if digest}


def package_of(entry: EntryPoint) -> str:
    """Return the package that a plugin's module belongs to."""
    return entry.module.partition(":")[0].strip().partition(".")[0]


def _package_digest(distribution: str, package: str) -> str | None:
    return files_digest(package) if _is_editable(distribution) else None


def files_digest(package: str) -> str:
    """Return what names the files of an imported package, whoever has installed it."""
    whole = hashlib.sha256()
    for path, facts, name in _files_of(package):
        digest = _digest(path, facts.st_mtime_ns, facts.st_size)
        whole.update(f"{name}\0{digest}\n".encode())
    return whole.hexdigest()[:12]


def _is_editable(distribution: str) -> bool:
    """Return whether pip has noted that the distribution is installed from a folder."""
    try:
        facts = metadata.distribution(distribution).read_text("direct_url.json")
        return bool(facts and orjson.loads(facts).get("dir_info", {}).get("editable"))
    except (metadata.PackageNotFoundError, ValueError, AttributeError, OSError):
        return False


def _files_of(package: str) -> Iterator[_File]:
    """Yield the files of an imported package, or of a module."""
    module = sys.modules.get(package)
    file = getattr(module, "__file__", None)
    for folder in getattr(module, "__path__", ()):
        with contextlib.suppress(FileNotFoundError):
            yield from _files_in(folder)
    if file and not hasattr(module, "__path__"):
        yield file, Path(file).stat(), Path(file).name


def _files_in(folder: str, name: str = "") -> Iterator[_File]:
    """Yield every file below ``folder``, in order."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        inside = f"{name}{entry.name}"
        if entry.is_dir(follow_symlinks=False) and entry.name not in _UNREAD:
            yield from _files_in(entry.path, f"{inside}/")
        elif entry.is_file() and not inside.endswith(_COMPILED):
            yield entry.path, entry.stat(), inside


@functools.lru_cache(maxsize=10_000)
def _digest(path: str, _changed: int, _size: int) -> str:
    """Return the digest of a file; of one that has not changed, the one known already."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()
