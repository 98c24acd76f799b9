"""Find the files that a glob names, folder by folder and always in the same order."""

import fnmatch
import os
import re
from collections.abc import Iterator, Sequence
from stat import S_ISDIR, S_ISLNK, S_ISREG
from typing import Any, NamedTuple, Protocol

_LEADS_OUT = "is a link that leads out of the folder that is read"
_MAGIC = re.compile(r"[*?\[]")


class Found(NamedTuple):
    """A path that a glob matches, and what is wrong with it, if anything."""

    #: Relative to the root of the glob, with ``/``.
    path: str
    fault: str | None = None
    #: What a store says of it, where it is in one.
    stored: Any = None


class Look(NamedTuple):
    """What something in a folder is."""

    is_folder: bool = False
    #: Why it is not to be read as a file.
    fault: str | None = None
    stored: Any = None


class Tree(Protocol):
    """Folders that a glob goes through: those of a disk, or of a store."""

    def names(self, folder: str) -> Sequence[str]:
        """Return what is in ``folder``, sorted; nothing where that cannot be known."""
        ...

    def look(self, folder: str, name: str) -> Look:
        """Return what a name in ``folder`` is."""
        ...


def has_magic(pattern: str) -> bool:
    """Return whether ``pattern`` is a glob."""
    return _MAGIC.search(pattern) is not None


def fixed_root(pattern: str) -> tuple[str, tuple[str, ...]]:
    """
    Return the folder that a glob starts from, as written, and its other parts.

    >>> fixed_root("news/2024/**/*.txt")
    ('news/2024', ('**', '*.txt'))
    >>> fixed_root("D:/*.txt")
    ('D:/', ('*.txt',))
    """
    parts = pattern.split("/")
    first = next(at for at, part in enumerate(parts) if has_magic(part))
    rest = [part for part in parts[first:] if part not in ("", ".")]
    if rest[-1] == "**":
        rest.append("*")
    return _root("/".join(parts[:first]), is_absolute=pattern.startswith("/")), tuple(rest)


def _root(root: str, *, is_absolute: bool) -> str:
    if is_absolute or root.endswith(":"):  # "D:" would be a folder of that drive
        return root if "/" in root else f"{root}/"
    return root or "."


def walk(root: str, parts: Sequence[str], tree: Tree | None = None) -> Iterator[Found]:
    """
    Yield what the glob ``parts`` matches below ``root``, sorted by name, each path once.

    As in a shell, ``*`` does not match a leading dot and ``**`` any number of
    folders. Links to folders are not entered: they could lead outside or in circles.
    """
    matchers = [None if part == "**" else _matcher(part) for part in parts]
    wide = parts[-1] == "*"
    glob = _Glob(tree or _Disk(root), matchers, wide)
    return _walk(root, "", _closure({0}, matchers), glob)


_Matchers = list["re.Pattern[str] | None"]


class _Glob(NamedTuple):
    tree: Tree
    matchers: _Matchers
    #: The last part is a bare ``*``: folders are no surprise and passed over.
    wide: bool


def _matcher(part: str) -> re.Pattern[str]:
    hidden = "" if part.startswith(".") else r"(?!\.)"
    return re.compile(hidden + fnmatch.translate(part))


def _closure(states: set[int], matchers: _Matchers) -> set[int]:
    """Return ``states`` and those reached from them through ``**`` for no folder."""
    reached = set(states)
    for state in range(len(matchers)):
        if state in reached and matchers[state] is None:
            reached.add(state + 1)
    return reached


def _step(states: set[int], name: str, matchers: _Matchers) -> set[int]:
    """Return where ``name`` leads from ``states``."""
    reached: set[int] = set()
    for state in states:
        if state == len(matchers):
            continue
        matcher = matchers[state]
        if matcher is None and not name.startswith("."):
            reached.add(state)
        elif matcher is not None and matcher.match(name):
            reached.add(state + 1)
    return _closure(reached, matchers)


def _walk(folder: str, prefix: str, states: set[int], glob: _Glob) -> Iterator[Found]:
    for name in glob.tree.names(folder):
        reached = _step(states, name, glob.matchers)
        if not reached:
            continue
        look = glob.tree.look(folder, name)
        matched = len(glob.matchers) in reached
        if matched and not (look.is_folder and glob.wide):
            yield Found(prefix + name, look.fault, look.stored)
        if look.is_folder and reached != {len(glob.matchers)}:
            yield from _walk(f"{folder}/{name}", f"{prefix}{name}/", reached, glob)


class _Disk(NamedTuple):
    """The folders of this machine."""

    root: str

    def names(self, folder: str) -> Sequence[str]:
        """Return what is in ``folder``, sorted."""
        return _names(folder)

    def look(self, folder: str, name: str) -> Look:
        """Return what a name in ``folder`` is."""
        path = f"{folder}/{name}"
        mode = _mode(path)
        return Look(S_ISDIR(mode), _fault(path, mode, self.root))


def _names(folder: str) -> list[str]:
    try:
        return sorted(entry.name for entry in os.scandir(folder))
    except OSError:  # a folder that may not be read, or has gone: nothing in it matches
        return []


def _mode(path: str) -> int:
    try:
        return os.lstat(path).st_mode
    except OSError:
        return 0


def _fault(path: str, mode: int, root: str) -> str | None:
    """Return why ``path`` is not to be read as a file, or None."""
    if S_ISREG(mode):
        return None
    if S_ISLNK(mode):
        return _link_fault(path, root)
    return "is a folder" if S_ISDIR(mode) else "is no regular file but a FIFO, socket or device"


def _link_fault(path: str, root: str) -> str | None:
    try:
        target = os.path.realpath(path, strict=True)
    except OSError:
        return "is a link that leads nowhere or in a circle"
    if not S_ISREG(_mode(target)):
        return "is a link to no regular file"
    return None if _lies_in(target, os.path.realpath(root)) else _LEADS_OUT


def fits(parts: Sequence[str], names: Sequence[str]) -> bool:
    """
    Return whether the glob ``parts`` matches the path ``names``, both below one root.

    >>> fits(("**", "*.txt"), ("a", "b.txt")), fits(("*.txt",), ("a", "b.txt"))
    (True, False)
    """
    matchers = [None if part == "**" else _matcher(part) for part in parts]
    states = _closure({0}, matchers)
    for name in names:
        states = _step(states, name, matchers)
    return len(matchers) in states


def _lies_in(path: str, folder: str) -> bool:
    try:
        return os.path.commonpath([folder, path]) == folder
    except ValueError:  # they are on different drives
        return False
