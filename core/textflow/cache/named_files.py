"""The files that a plugin of one file, or an option of a stage, names: word lists above all."""

import ast
import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from textflow.running import disk

#: Files of a folder that are looked at, and characters that a path may have.
_FILES, _LENGTH = 10_000, 1_000


def named_in(module: Path) -> list[str]:
    """Return every string that is written in a module of Python; some of them name files."""
    try:
        nodes = ast.walk(ast.parse(module.read_bytes()))
    except (OSError, SyntaxError, ValueError):  # then it is not imported either
        return []
    values = (one.value for one in nodes if isinstance(one, ast.Constant))
    return sorted({one for one in values if isinstance(one, str)})


def contents(names: Iterable[str], folders: Sequence[Path]) -> str:
    """
    Return a digest of the files that ``names`` name in one of ``folders``.

    Of a folder, each file in it counts with its size and its time.
    """
    whole = hashlib.sha256()
    for name in sorted(set(names)):
        for path in _paths(name, folders):
            whole.update(repr((name, list(_facts(path)))).encode("utf-8", "surrogatepass"))
    return whole.hexdigest()


def _paths(name: str, folders: Sequence[Path]) -> Iterator[Path]:
    if not name.strip(" ./\\") or len(name) > _LENGTH or "\0" in name or "\n" in name:
        return
    for folder in folders:
        path = folder / name
        try:
            is_there = path.exists()
        except OSError:  # no name of a file
            continue
        if is_there:
            yield path


def _facts(path: Path) -> Iterator[tuple[object, ...]]:
    """Yield what tells the state of a file, or of each file in a folder, from another one."""
    if path.is_file():
        whole = hashlib.sha256()
        for piece in disk.chunks(path):
            whole.update(piece)
        yield (whole.hexdigest(),)
    for folder, names, files in os.walk(path):
        names.sort()
        for number, name in enumerate(sorted(files)):
            if number == _FILES:
                return
            facts = os.stat(os.path.join(folder, name))  # noqa: PTH116, PTH118 - of very many
            yield os.path.relpath(folder, path), name, facts.st_size, facts.st_mtime_ns
