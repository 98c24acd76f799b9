"""
What a disk may hold after a power failure, anywhere in a run.

`recorded` notes each call that changes a disk while a run works. `State` makes of the first
calls what may be left of them: a write that was not synced may be there, or only its
beginning, or its place without its bytes; a name that was given or taken away in a folder
that was not synced may be as it was before. Writes of a file that was synced, and names of a
folder that was, stay.
"""

import contextlib
import os
import random
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs

_ROWS = ("create", "rename", "unlink", "mkdir", "rmdir")


@attrs.frozen
class Call:
    """One call that has changed the disk, or made a change last."""

    #: ``create``, ``write``, ``truncate``, ``rename``, ``unlink``, ``mkdir``, ``rmdir``,
    #: ``sync`` (of a file) or ``sync-folder``.
    kind: str
    #: Below the folder of the run; of a write, what the file was called when it was made.
    path: str
    #: Where a write begins, or the size after a truncation.
    at: int = 0
    data: bytes = b""
    #: The new name.
    to: str = ""
    #: Which file it is, whatever its name.
    file: int = -1


@attrs.define
class _Recorder:
    """Stands in for the calls of ``os`` and lets them happen."""

    folder: str
    calls: list[Call] = attrs.field(factory=list[Call])
    #: Descriptor to file; -1 for a folder.
    open_files: dict[int, tuple[int, str]] = attrs.field(factory=dict[int, tuple[int, str]])
    files: dict[str, int] = attrs.field(factory=dict[str, int])
    real: dict[str, Callable[..., Any]] = attrs.field(factory=dict[str, Any])
    count: int = 0

    def below(self, path: Any, dir_fd: int | None = None) -> str | None:
        """Return ``path`` as seen from the folder, None where it is elsewhere."""
        whole = os.fspath(path)
        if dir_fd is not None:
            whole = f"{Path(f'/proc/self/fd/{dir_fd}').readlink()}/{whole}"
        if whole == self.folder:
            return "."
        inside = whole.startswith(f"{self.folder}/")
        return whole.removeprefix(f"{self.folder}/") if inside else None

    def file_of(self, name: str) -> int:
        """Return the number of the file that is called ``name`` now."""
        if name not in self.files:
            self.files[name] = self.count
            self.count += 1
        return self.files[name]

    def open(self, path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        name = None if isinstance(path, int) else self.below(path, dir_fd)
        new = name is not None and flags & os.O_CREAT and not os.path.lexists(path)
        found: int = self.real["open"](path, flags, mode, dir_fd=dir_fd)
        self.open_files.pop(found, None)
        if name is not None and flags & os.O_DIRECTORY:
            self.open_files[found] = (-1, name)
        elif name is not None:
            if new:
                self.files.pop(name, None)
                self.calls.append(Call("create", name, file=self.file_of(name)))
            self.open_files[found] = (self.file_of(name), name)
        return found

    def write(self, file: int, data: Any) -> int:
        known = self.open_files.get(file)
        at = os.lseek(file, 0, os.SEEK_CUR) if known else 0
        done: int = self.real["write"](file, data)
        if known:
            self.calls.append(Call("write", known[1], at, bytes(data[:done]), file=known[0]))
        return done

    def fsync(self, file: int) -> None:
        known = self.open_files.get(file)
        if known:
            kind = "sync-folder" if known[0] < 0 else "sync"
            self.calls.append(Call(kind, known[1], file=known[0]))

    def ftruncate(self, file: int, size: int) -> None:
        known = self.open_files.get(file)
        self.real["ftruncate"](file, size)
        if known:
            self.calls.append(Call("truncate", known[1], size, file=known[0]))

    def replace(self, source: Any, path: Any) -> None:
        self.real["replace"](source, path)
        old, new = self.below(source), self.below(path)
        if old is not None and new is not None:
            self.calls.append(Call("rename", old, to=new, file=self.files.get(old, -1)))
            self._rename(old, new)

    def _rename(self, old: str, new: str) -> None:
        for name in list(self.files):
            if name == old or name.startswith(f"{old}/"):
                self.files[new + name.removeprefix(old)] = self.files.pop(name)

    def named(self, kind: str) -> Callable[..., None]:
        """Return what stands in for a call that takes away or gives one name."""

        def call(path: Any, *given: Any, dir_fd: int | None = None, **more: Any) -> None:
            name = self.below(path, dir_fd)
            self.real[kind](path, *given, dir_fd=dir_fd, **more)
            if name is not None:
                self.calls.append(Call(kind, name))
                if kind == "unlink":
                    self.files.pop(name, None)

        return call


@contextlib.contextmanager
def recorded(folder: Path) -> Iterator[list[Call]]:
    """Note within what changes below ``folder``; nothing is really synced, to save time."""
    found = _Recorder(str(folder))
    for name in contents(folder):  # numbered as `state_after` numbers them
        found.file_of(name)
    stand_ins = {name: getattr(found, name) for name in ("open", "write", "fsync", "ftruncate")}
    stand_ins |= {"replace": found.replace}
    stand_ins |= {name: found.named(name) for name in ("unlink", "mkdir", "rmdir")}
    found.real = {name: getattr(os, name) for name in stand_ins}
    for name, call in stand_ins.items():
        setattr(os, name, call)
    try:
        yield found.calls
    finally:
        for name, call in found.real.items():
            setattr(os, name, call)


def contents(folder: Path) -> dict[str, bytes]:
    """Return what each file below ``folder`` holds."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    return dict(sorted(found.items()))


@attrs.frozen
class State:
    """What is on the disk: names of files, their bytes, and folders."""

    files: dict[str, bytes]
    folders: frozenset[str]

    def write(self, folder: Path) -> None:
        """Make ``folder`` look so."""
        shutil.rmtree(folder, ignore_errors=True)
        for name in sorted({".", *self.folders}):
            (folder / name).mkdir(parents=True, exist_ok=True)
        for name, data in self.files.items():
            (folder / name).write_bytes(data)

    @property
    def key(self) -> int:
        """What tells it from other states."""
        return hash((tuple(sorted(self.files.items())), self.folders))


def state_after(start: State, calls: Sequence[Call], chance: random.Random) -> State:
    """Return something that may be on the disk when the power fails behind ``calls``."""
    kept = _kept(calls, chance)
    data = dict(enumerate(start.files.values()))
    names = {name: at for at, name in enumerate(start.files)}
    pending: defaultdict[int, list[Call]] = defaultdict(list)
    folders = set(start.folders)
    for at, call in enumerate(calls):
        if call.kind in _ROWS:
            if at in kept:
                _rename(call, names, folders)
        elif call.kind == "sync":
            data[call.file] = _applied(data.get(call.file, b""), pending.pop(call.file, []))
        elif call.kind != "sync-folder":
            pending[call.file].append(call)
    for file, left in pending.items():
        data[file] = _left(data.get(file, b""), left, chance)
    inside = {name: at for name, at in names.items() if _is_in(name, folders)}
    return State(
        {name: data.get(at, b"") for name, at in sorted(inside.items())},
        frozenset(one for one in folders if _is_in(one, folders)),
    )


def _is_in(name: str, folders: set[str]) -> bool:
    above = name.rpartition("/")[0]
    return not above or (above in folders and _is_in(above, folders))


def _folder(path: str) -> str:
    return path.rpartition("/")[0] or "."


def _kept(calls: Sequence[Call], chance: random.Random) -> set[int]:
    """Choose which names are as they were given: of each folder those up to some call."""
    synced: dict[str, int] = {}
    last: dict[str, list[int]] = defaultdict(list)
    for at, call in enumerate(calls):
        if call.kind == "sync-folder":
            synced[call.path] = at
        elif call.kind in _ROWS:
            last[_folder(call.to or call.path)].append(at)
    kept: set[int] = set()
    for folder, places in last.items():
        sure = sum(at < synced.get(folder, -1) for at in places)
        kept |= set(places[: chance.choice((sure, len(places), chance.randint(sure, len(places))))])
    return kept


def _rename(call: Call, names: dict[str, int], folders: set[str]) -> None:
    """Give or take away one name, where that is possible."""
    if call.kind == "create":
        names[call.path] = call.file
    elif call.kind == "unlink":
        names.pop(call.path, None)
    elif call.kind == "mkdir":
        folders.add(call.path)
    elif call.kind == "rmdir":
        if not any(name.startswith(f"{call.path}/") for name in (*names, *folders)):
            folders.discard(call.path)
    elif call.path in names:
        names[call.to] = names.pop(call.path)


def _applied(data: bytes, calls: Sequence[Call]) -> bytes:
    for call in calls:
        if call.kind == "truncate":
            data = data[: call.at].ljust(call.at, b"\0")
        else:
            data = data.ljust(call.at, b"\0")
            data = data[: call.at] + call.data + data[call.at + len(call.data) :]
    return data


def _left(data: bytes, calls: Sequence[Call], chance: random.Random) -> bytes:
    """Return what may be left of changes that were not synced."""
    how = chance.randrange(4)
    if how == 0:
        return data
    if how == 1:
        return _applied(data, calls)
    cut = chance.randrange(len(calls))
    data = _applied(data, calls[:cut])
    call = calls[cut]
    if call.kind == "truncate":
        return data
    size = chance.randint(0, len(call.data))
    piece = call.data[:size] if how == 2 else bytes(size)  # its place, without its bytes
    if how == 3 and chance.random() < 0.5:
        piece = bytes(size) + call.data[size:]  # the end came first
    return _applied(data, [attrs.evolve(call, data=piece)])
