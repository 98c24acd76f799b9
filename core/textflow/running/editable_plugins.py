"""
The contents of plugins that are worked on where they are installed.

A released plugin is named by its version. One installed with ``pip install -e`` has the
same version whatever its author changes, so that its files themselves name it.
"""

import functools
import hashlib
import os
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import orjson

from textflow.plugins.discovery import EntryPoint

_UNREAD = frozenset({"__pycache__"})
_COMPILED = (".pyc", ".pyo")


def package_digest(entry: EntryPoint) -> str | None:
    """
    Return a digest of the files of ``entry``'s package, or None where its version says enough.

    The whole package counts that the plugin's module belongs to, with its word lists
    and schemas.
    """
    if entry.file or not _is_editable(entry.distribution):
        return None
    whole = hashlib.sha256()
    for home in _homes(entry.module.partition(":")[0].strip().partition(".")[0]):
        for path, name in _files(home):
            facts = path.stat()
            digest = _digest(str(path), facts.st_mtime_ns, facts.st_size)
            whole.update(f"{name}\0{digest}\n".encode())
    return whole.hexdigest()[:12]


def _is_editable(distribution: str) -> bool:
    """Return whether pip has noted that the distribution is installed from a folder."""
    try:
        facts = metadata.distribution(distribution).read_text("direct_url.json")
        return bool(facts and orjson.loads(facts).get("dir_info", {}).get("editable"))
    except (metadata.PackageNotFoundError, ValueError, AttributeError, OSError):
        return False


def _homes(package: str) -> list[Path]:
    """Return the folders of an imported package, or the file of a module."""
    module = sys.modules.get(package)
    paths = getattr(module, "__path__", None)
    if paths is not None:
        return [Path(path) for path in paths]
    file = getattr(module, "__file__", None)
    return [Path(file)] if file else []


def _files(home: Path) -> Iterator[tuple[Path, str]]:
    """Yield every file of a package with its name in it, in order."""
    if home.is_file():
        yield home, home.name
        return
    for folder, folders, names in os.walk(home):
        folders[:] = sorted(set(folders) - _UNREAD)
        for name in sorted(names):
            path = Path(folder, name)
            if not name.endswith(_COMPILED) and path.is_file():
                yield path, path.relative_to(home).as_posix()


@functools.lru_cache(maxsize=10_000)
def _digest(path: str, _changed: int, _size: int) -> str:
    """Return the digest of a file; of one that has not changed, the one known already."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()
