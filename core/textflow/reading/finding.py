"""Turn the paths and globs of a pipeline into places to read, each once, or say why not."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from textflow.errors import InputError
from textflow.masking import masked
from textflow.reading import globs
from textflow.reading.folders import files_in
from textflow.reading.input_errors import AccessError, MissingError, NotFileError
from textflow.reading.streams import not_a_file
from textflow.reading.suffixes import suffix_type
from textflow.remote.addresses import is_address
from textflow.wording import did_you_mean, shown

if TYPE_CHECKING:  # few runs read from stores
    from textflow.remote.listing import StoreSeed

#: Names of a folder that are looked through for a suggestion.
_LOOKED_THROUGH = 1_000


class Place(NamedTuple):
    """Where an input is, or why what is there is none."""

    #: Relative to the folder that all inputs of the run share.
    id: str
    #: As the pipeline reaches it.
    uri: str
    #: None for standard input.
    path: str | None
    fault: InputError | None = None
    #: What a store says of it, where it is in one.
    stored: Any = None


class _Seed(NamedTuple):
    """One pattern: where it starts, and what it matches there."""

    #: The pattern, fit to be shown.
    shown: str
    #: The absolute folder it starts from.
    root: Path
    #: That folder as it was written, up to and with its last slash.
    prefix: str
    #: The file name of a plain path.
    name: str = ""
    #: The parts of a glob below the root.
    parts: tuple[str, ...] = ()
    #: The type of the files that are read, where the pattern is a folder.
    kind: str = ""

    def matches(self) -> Iterator[globs.Found]:
        """Yield the files that the pattern names."""
        if self.kind:
            found = files_in(str(self.root))
            return (one for one in found if suffix_type(one.path)[0] == self.kind)
        if self.parts:
            return globs.walk(str(self.root), self.parts)
        return iter([globs.Found(self.name)])

    def check(self) -> None:
        """Raise if it names nothing that could be read."""
        if self.parts and not self.root.is_dir():
            raise _missing(self.shown, self.root)
        if (self.parts or self.kind) and next(self.matches(), None) is None:
            raise _no_match(self)
        if not (self.parts or self.kind):
            _check_path(self.shown, self.root / self.name)


def find_places(patterns: Sequence[str], base: Path, kind: str = "") -> Iterator[Place]:
    """Yield the places that ``patterns`` name; raise first for one that names none."""
    seeds = {pattern: _seed_of(pattern, base, kind) for pattern in patterns if pattern != "-"}
    for seed in seeds.values():
        seed.check()
    return _places(dict.fromkeys(patterns), seeds, _shared_folder(seeds.values()))


def _shared_folder(seeds: "Iterable[_Seed | StoreSeed]") -> str:
    """Return the folder that contains all inputs; nothing where they are on several drives."""
    try:
        return os.path.commonpath([str(seed.root) for seed in seeds])
    except ValueError:
        return ""


def _id(path: str, shared: str) -> str:
    return printable(os.path.relpath(path, shared) if shared else path)


def _places(
    patterns: dict[str, None], seeds: "dict[str, _Seed | StoreSeed]", shared: str
) -> Iterator[Place]:
    seen: set[str] | None = set() if len(seeds) > 1 else None  # one glob repeats nothing
    for pattern in patterns:
        if pattern == "-":
            yield Place("stdin", "-", None)
            continue
        for place in _below(seeds[pattern], shared):
            if seen is None:
                yield place
            elif place.path not in seen:
                seen.add(str(place.path))
                yield place


def _below(seed: "_Seed | StoreSeed", shared: str) -> Iterator[Place]:
    for found in seed.matches():
        path = f"{seed.root}/{found.path}"
        uri = masked(printable(seed.prefix + found.path))
        fault = None if found.fault is None else _fault(uri, found.fault)
        yield Place(masked(_id(path, shared)), uri, path, fault, found.stored)


def printable(path: str) -> str:
    r"""Return ``path`` with ``/``, and bytes that are no UTF-8 written as ``\udcXX``."""
    return path.replace(os.sep, "/").encode("utf-8", "backslashreplace").decode()


def _seed_of(pattern: str, base: Path, kind: str) -> "_Seed | StoreSeed":
    if not is_address(pattern):
        return _seed(pattern, base, kind)
    from textflow.remote.listing import StoreSeed  # noqa: PLC0415 - few runs read from stores

    return StoreSeed.of(pattern)


def _seed(pattern: str, base: Path, kind: str) -> _Seed:
    written = pattern.replace(os.sep, "/")
    path = _absolute(base, written)
    if kind and path.is_dir():
        prefix = "" if written == "." else f"{written.rstrip('/')}/"
        return _Seed(printable(written), path, prefix, kind=kind)
    if not globs.has_magic(written) or os.path.lexists(path):
        prefix = written[: written.rstrip("/").rfind("/") + 1]
        return _Seed(printable(written), path.parent, prefix, name=path.name)
    root, parts = globs.fixed_root(written)
    prefix = root if root.endswith("/") else f"{root}/"
    prefix = prefix if written.startswith(prefix) else ""
    return _Seed(printable(written), _absolute(base, root), prefix, parts=parts)


def _absolute(base: Path, written: str) -> Path:
    return Path(os.path.normpath(base.absolute() / written))


def _check_path(uri: str, path: Path) -> None:
    """Raise unless ``path`` is, or leads to, a regular file."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError as error:
        raise _missing(uri, path) from error
    except OSError as error:
        raise access_error(uri, error) from error
    if not path.is_file():
        raise not_a_file(uri, mode)


def access_error(uri: str, error: OSError) -> AccessError:
    """Return what the system's refusal means for the input."""
    return AccessError(
        uri=uri,
        found=f"cannot be read ({error.strerror or error})",
        wanted="wanted a file that this user may read",
        fix="check its permissions and its disk",
    )


def _fault(uri: str, found: str) -> NotFileError:
    return NotFileError(
        uri=uri,
        found=found,
        wanted="wanted a regular file",
        fix="name the file itself, or a glob that leaves this out",
    )


def _missing(uri: str, path: Path) -> MissingError:
    """Return the error for a path that is not there, with the nearest name that is."""
    if path.is_symlink():
        found, fix = "is a link that leads nowhere", "correct or remove the link"
        return MissingError(uri=uri, found=found, wanted="wanted a file", fix=fix)
    while path != path.parent and not path.parent.is_dir():
        path = path.parent
    name, folder = printable(path.name), printable(str(path.parent))
    return MissingError(
        uri=uri,
        found=f"there is no {shown(name)} in {shown(folder, 200)}",
        wanted="wanted a file, or a glob that matches some",
        fix="check the path" + did_you_mean(name, _names(path.parent)),
    )


def _no_match(seed: _Seed) -> MissingError:
    names = _names(seed.root)
    there = f"which contains {', '.join(map(shown, names[:3]))}" if names else "which is empty"
    what = f"is a .{seed.kind} file" if seed.kind else "matches"
    return MissingError(
        uri=seed.shown,
        found=f"no file in {shown(printable(str(seed.root)), 200)} {what}",
        wanted="wanted a file, a folder with files in it, or a glob that matches some",
        fix=f"check the pattern against that folder, {there}",
    )


def _names(folder: Path) -> list[str]:
    try:
        names = sorted(entry.name for entry in os.scandir(folder))
    except OSError:
        return []
    return [printable(name) for name in names[:_LOOKED_THROUGH]]
