"""
What a cache saves, and whether it ever gives what is not true any more.

usage: python benchmarks/cache.py cost [FILE.jsonl.gz ...]   (default: ../shared/eval/news/en)
       python benchmarks/cache.py edits [COUNT] [SEED]       (default: 1000 1)
       python benchmarks/cache.py stores [COUNT]             (default: 3000)

`cost` gives the CPU time (user and system, of all processes) of runs over one corpus as a share of
the first one's. `edits` runs a small corpus after each of many random edits, some runs killed at
first, and compares every byte with a run without a cache; then the same with keys that leave
something out, which must be noticed. `stores` compares one file an entry with SQLite.
"""

import gzip
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from cache_lab import CacheLab
from workspaces import SitePackages

from textflow.cache import keys, known_results
from textflow.cache.store import Entry, Store

NEWS = Path(__file__).parents[2] / "shared" / "eval" / "news" / "en"
STAGES = "[clean, segment, speakers, amounts, summarise]"
#: What a key must have in it, and each of it left out once.
LEFT_OUT = ("files", "pipeline", "named")


def main(arguments: list[str]) -> None:
    """Do what is asked."""
    what, *more = arguments or ["cost"]
    if what == "cost":
        cost([Path(name).absolute() for name in more] or sorted(NEWS.glob("*.jsonl.gz")))
    elif what == "edits":
        edits(*(int(one) for one in more or ["1000", "1"]))
    else:
        stores(*(int(one) for one in more or ["3000"]))


def cost(files: list[Path]) -> None:
    """Print what each run costs, as a share of the first."""
    lines = [line for file in files for line in gzip.decompress(file.read_bytes()).splitlines()]
    size, new = len(lines), len(lines) // 100
    print(f"{size - new} documents, then {new} more; {size} are read in the end\n")
    print("| engine | run | s of CPU | share |\n|---|---|---|---|")
    for engine in ("serial", "{local: {workers: 2}}"):
        first = 0.0
        for name, seconds in _costs(lines, new, engine):
            first = first or seconds
            row = f"| {engine} | {name} | {seconds:.2f} | {seconds / first:.1%} |"
            print(row, flush=True)


def _costs(lines: list[bytes], new: int, engine: str) -> Iterator[tuple[str, float]]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        head = f"textflow: 1\nsource: in.jsonl\nstages: {STAGES}\nsink: out.jsonl\n"
        (folder / "p.yml").write_text(f"{head}engine: {engine}\n")
        _write(folder, lines[:-new])
        cache = ("--set", "cache=kept")
        yield "the first, into an empty cache", _cpu(folder, *cache)
        yield "the same again", _cpu(folder, *cache)
        yield "the option of the last stage", _cpu(folder, *cache, "--set", "summarise.sentences=2")
        _write(folder, lines)
        yield "with 1 % new documents", _cpu(folder, *cache)
        yield "without a cache", _cpu(folder)


def _write(folder: Path, lines: list[bytes]) -> None:
    (folder / "in.jsonl").write_bytes(b"".join(line + b"\n" for line in lines))


def _cpu(folder: Path, *more: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "textflow", "run", "p.yml", "-q", *more]
    subprocess.run(command, cwd=folder, check=True)  # noqa: S603 - our own command
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def edits(count: int = 1000, seed: int = 1) -> None:
    """Print how many runs of a corpus that is edited differ from those without a cache."""
    print("| keys | edits | runs killed | runs that differ |\n|---|---|---|---|")
    print(f"| as they are | {count} | {' | '.join(map(str, _edited(count, seed)))} |")
    for name in LEFT_OUT:
        found = _edited(count // 10, seed, _without(name))
        print(f"| without {name} | {count // 10} | {' | '.join(map(str, found))} |")
    found = _edited(count // 10, seed, _without_title)
    print(f"| without the title of a document | {count // 10} | {' | '.join(map(str, found))} |")


def _edited(
    count: int, seed: int, change: Callable[[pytest.MonkeyPatch], None] | None = None
) -> tuple[int, int]:
    """Return how many runs were killed, and how many differ."""
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        for inner in ("work", "site"):
            (Path(name) / inner).mkdir()
        patch.chdir(Path(name) / "work")
        patch.syspath_prepend(str(Path(name) / "site"))
        patch.setattr(sys, "dont_write_bytecode", True)
        if change:
            change(patch)
        lab = CacheLab.new(Path(name) / "work", SitePackages(Path(name) / "site"), seed)
        wrong: Counter[str] = Counter()
        for number in range(count):
            edit = lab.edit()
            if lab.tried():
                wrong[edit] += 1
                print(f"edit {number}, of the {edit}, differs", file=sys.stderr)
        return lab.kills, wrong.total()


def _without(name: str) -> Callable[[pytest.MonkeyPatch], None]:
    """Return what leaves one fact out of every key."""
    everything = keys.stage_facts

    def less(*given: Any) -> Any:
        return ((key, fact) for key, fact in everything(*given) if key != name)

    return lambda patch: patch.setattr(keys, "stage_facts", less)


def _without_title(patch: pytest.MonkeyPatch) -> None:
    def bare(source: Any) -> bytes:
        return keys.document_key(attrs.evolve(source, meta={}))

    patch.setattr(known_results, "document_key", bare)


def stores(count: int = 3000) -> None:
    """Print what it takes to keep and to find entries, in files and in SQLite."""
    data = [os.urandom(600) + bytes(1_800) for _ in range(count)]
    names = [number.to_bytes(16, "big") for number in range(count)]
    print("| entries in | us to keep one | us to find one | bytes for each |\n|---|---|---|---|")
    for title, trial in (("a file each, renamed", _files), ("SQLite, 32 at once", _sqlite)):
        with tempfile.TemporaryDirectory() as folder:
            keep, find = trial(Path(folder), names, data)
            size = sum(path.stat().st_blocks * 512 for path in Path(folder).rglob("*"))
            each = f"{keep / count * 1e6:.0f} | {find / count * 1e6:.0f} | {size / count:.0f}"
            print(f"| {title} | {each} |")


def _files(folder: Path, names: list[bytes], data: list[bytes]) -> tuple[float, float]:
    start = time.process_time()
    for name, one in zip(names, data, strict=True):
        place = folder / name.hex()[-2:]
        place.mkdir(exist_ok=True)
        (place / "new").write_bytes(one)
        (place / "new").replace(place / name.hex())
    middle = time.process_time()
    for name in names:
        (folder / name.hex()[-2:] / name.hex()).read_bytes()
    return middle - start, time.process_time() - middle


def _sqlite(folder: Path, names: list[bytes], data: list[bytes]) -> tuple[float, float]:
    store = Store.open(folder, 10**9, 1)
    start = time.process_time()
    for at in range(0, len(names), 32):
        rows = zip(names[at : at + 32], data[at : at + 32], strict=True)
        store.keep([Entry(name, "stage", one) for name, one in rows])
    middle = time.process_time()
    for at in range(0, len(names), 32):
        store.found(names[at : at + 32])
    end = time.process_time()
    store.close()
    return middle - start, end - middle


if __name__ == "__main__":
    main(sys.argv[1:])
