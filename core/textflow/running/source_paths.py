"""What the sources of a run read: which paths they name, whether there or not."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from textflow.pipeline.model import Connector
from textflow.reading.globs import fits, fixed_root, has_magic
from textflow.remote.addresses import is_address


class SourcePaths(NamedTuple):
    """The paths, folders and globs of every source, absolute."""

    plain: tuple[Path, ...]
    #: Where a glob starts, and its parts below that.
    globs: tuple[tuple[Path, tuple[str, ...]], ...]
    #: Addresses of files in stores, globs among them.
    addresses: tuple[str, ...] = ()

    @classmethod
    def of(cls, sources: Iterable[Connector]) -> "SourcePaths":
        """Return what ``sources`` name."""
        plain: list[Path] = []
        addresses: list[str] = []
        globs: list[tuple[Path, tuple[str, ...]]] = []
        named = [(one.base, path) for one in sources for path in one.paths if path != "-"]
        for base, written in named:
            name = written.replace(os.sep, "/")
            if is_address(written):
                addresses.append(written)
            elif has_magic(name) and not os.path.lexists(base / name):
                root, parts = fixed_root(name)
                globs.append((_real(base / root), parts))
            else:
                plain.append(_real(base / name))
        return cls(tuple(plain), tuple(globs), tuple(addresses))

    def covers(self, path: Path) -> bool:
        """Return whether a source would read ``path`` if something was there."""
        real = _real(path)
        return any(real == one or one in real.parents for one in self.plain) or any(
            real.is_relative_to(root) and fits(parts, real.relative_to(root).parts)
            for root, parts in self.globs
        )

    def covers_address(self, address: str) -> bool:
        """Return whether a source would read what is at ``address`` in a store."""
        names = address.split("/")
        return any(
            address == one or (has_magic(one) and fits(one.split("/"), names))
            for one in self.addresses
        )


def _real(path: Path) -> Path:
    return Path(os.path.normcase(os.path.realpath(path)))
