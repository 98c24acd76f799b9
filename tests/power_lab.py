"""A small run, recorded; and runs that take less care of what they write, to be caught."""

import hashlib
import io
import json
import os
import random
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr
from pathlib import Path
from types import MappingProxyType
from typing import Any

import attrs
import orjson
import pytest
from power_loss import Call, State, contents, recorded, state_after

from textflow.errors import TextflowError
from textflow.pipeline.compiling import compile_pipeline
from textflow.pipeline.model import Pipeline
from textflow.plugins.registry import Registry
from textflow.running import checkpoints, commit, disk, journal, ledger, line_file, run

MANIFEST = "out.jsonl.run.json"


@attrs.frozen
class Lab:
    """A folder, what is in it before the run, what the run does, and what is there then."""

    folder: Path
    start: State
    calls: list[Call]
    wanted: dict[str, bytes]
    pipeline: Pipeline
    registry: Registry

    @classmethod
    def new(cls, folder: Path, monkeypatch: pytest.MonkeyPatch) -> "Lab":
        """Run twelve documents over the output of other ones, and record it."""
        monkeypatch.setattr(checkpoints, "DOCUMENTS", 3)
        monkeypatch.setattr(checkpoints, "SHARE", 0.0)
        folder = folder.resolve() / "run"
        folder.mkdir()
        (folder / "p.yml").write_text(
            "textflow: 1\nsource: in.jsonl\nstages: [segment]\nengine: serial\n"
            "limits: {max_document_bytes: 60}\nsink: [out.jsonl, copy.jsonl.gz]\n"
        )
        pipeline = compile_pipeline(folder / "p.yml", {}, (), registry := Registry())
        _write_input(folder, "Old")
        run.run(pipeline, registry)
        _write_input(folder, "New")
        start = State(contents(folder), frozenset())
        with recorded(folder) as calls:
            run.run(pipeline, registry)
        monkeypatch.setattr(os, "fsync", _nothing)  # what the recovery syncs is not looked at
        return cls(folder, start, calls, _comparable(contents(folder)), pipeline, registry)

    def states(self, count: int, chance: random.Random) -> list[State]:
        """Return what the disk may hold: so many draws, spread over all calls, each once."""
        found: dict[int, State] = {}
        for at in range(count):
            calls = self.calls[: 1 + at % len(self.calls)]
            state = state_after(self.start, calls, chance)
            found.setdefault(state.key, state)
        return list(found.values())

    def after(self, state: State) -> "Lab":
        """Return the run that goes on from ``state``, recorded: it may be cut off, too."""
        state.write(self.folder)
        with recorded(self.folder) as calls, redirect_stderr(io.StringIO()):
            run.run(self.pipeline, self.registry)
        return attrs.evolve(self, start=state, calls=calls)

    def damage(self, state: State) -> str:
        """Run the command on ``state``; return what is wrong then, or nothing."""
        state.write(self.folder)
        wrong = self._mixed(state)
        if wrong:
            return wrong
        try:
            with redirect_stderr(io.StringIO()):
                run.run(self.pipeline, self.registry)
        except (TextflowError, OSError, ValueError, KeyError) as error:
            return repr(error)
        found = _comparable(contents(self.folder))
        names = sorted({*found, *self.wanted})
        return next((name for name in names if found.get(name) != self.wanted.get(name)), "")

    def _mixed(self, state: State) -> str:
        """Return what is wrong where a manifest names files that are not there as it says."""
        manifest = state.files.get(MANIFEST, b"{}")
        try:
            files = json.loads(manifest).get("files", [])
        except ValueError:
            return "the manifest is torn"
        is_new = manifest != self.start.files[MANIFEST]
        for file in files if is_new else ():
            data = state.files.get(file["path"], b"")
            if hashlib.sha256(data).hexdigest() != file["sha256"]:
                return f"{file['path']} is not as the manifest has it"
        return ""


def _write_input(folder: Path, word: str) -> None:
    texts = (f"{word} {at}. {'Long. ' * (12 * (at % 5 == 3))}" for at in range(12))
    rows = (json.dumps({"id": f"d{at}", "text": text}) for at, text in enumerate(texts))
    (folder / "in.jsonl").write_text("".join(f"{row}\n" for row in rows))


def _comparable(files: dict[str, bytes]) -> dict[str, bytes]:
    manifest = json.loads(files[MANIFEST])
    del manifest["stages"]
    return {**files, MANIFEST: json.dumps(manifest).encode()}


def _nothing(*_: Any) -> None:
    """Leave it out."""


def _unsynced_lines(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(line_file.LineFile, "sync", line_file.LineFile.flush)


def _unsynced_row(patch: pytest.MonkeyPatch) -> None:
    def add(self: Any, row: Any) -> None:
        disk.write_all(self._file, ledger._line(row))  # noqa: SLF001 - as the mutant's original does

    patch.setattr(ledger.Ledger, "add", add)


def _row_first(patch: pytest.MonkeyPatch) -> None:
    def checkpoint(self: Any, row: Mapping[str, Any], *, done: bool = False) -> None:
        sizes = {name: file.size for name, file in self._files.items()}
        self.last = {"row": "done" if done else "batch", **row, "sizes": sizes}
        self._ledger.add(self.last)
        for file in self._files.values():
            file.sync()

    patch.setattr(journal.Journal, "checkpoint", checkpoint)


def _no_checksum(patch: pytest.MonkeyPatch) -> None:
    def whole(data: bytes) -> Any:
        start = 0
        while (end := data.find(b"\n", start)) >= 0:
            body = data[start:end].partition(b" ")[2]
            start = end + 1
            yield orjson.loads(body), start

    patch.setattr(ledger, "_whole", whole)


def _tail_stays(patch: pytest.MonkeyPatch) -> None:
    def opened(cls: Any, path: Path, size: int) -> Any:
        file = disk.open_own(path)
        os.lseek(file, 0, os.SEEK_END)
        return cls(path, file, size)

    patch.setattr(line_file.LineFile, "open", classmethod(opened))


def _torn_row_stays(patch: pytest.MonkeyPatch) -> None:
    def opened(cls: Any, path: Path) -> Any:
        file = disk.open_own(path)
        rows, _ = ledger._read(path.read_bytes())  # noqa: SLF001 - as above
        os.lseek(file, 0, os.SEEK_END)
        return cls(file, rows)

    patch.setattr(ledger.Ledger, "open", classmethod(opened))


def _unsynced_manifest(patch: pytest.MonkeyPatch) -> None:
    def write(path: Path, manifest: Mapping[str, Any]) -> None:
        path.write_bytes(b"")
        file = disk.open_own(path)
        option = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
        disk.write_all(file, orjson.dumps(dict(manifest), option=option))
        os.close(file)
        disk.sync_folder(path.parent)

    patch.setattr(commit, "_write_manifest", write)


def _unsynced_outputs(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(disk, "sync_tree", _nothing)


def _unsynced_names(patch: pytest.MonkeyPatch) -> None:
    real = disk.sync_folder
    patch.setattr(disk, "sync_folder", lambda path: None if path.name == "run" else real(path))


def _unsynced_part(patch: pytest.MonkeyPatch) -> None:
    real = disk.sync_folder
    patch.setattr(
        disk, "sync_folder", lambda path: None if path.name.endswith(".part") else real(path)
    )


def _no_plan(patch: pytest.MonkeyPatch) -> None:
    def commit_later(self: Any, plan: Mapping[str, Any]) -> None:
        self.plan = {"row": "committing", **plan}

    patch.setattr(journal.Journal, "commit", commit_later)


def _manifest_first(patch: pytest.MonkeyPatch) -> None:
    real = commit._renamed  # noqa: SLF001 - as above
    held: list[Any] = []

    def renamed(moves: Any) -> None:
        if len(moves) > 1:
            held.extend(moves)
        else:
            real(moves)
            real(held)
            held.clear()

    patch.setattr(commit, "_renamed", renamed)


#: What is left out, or done in another order, to what does so.
MUTANTS: Mapping[str, Callable[[pytest.MonkeyPatch], None]] = MappingProxyType(
    {
        "lines are not synced before their row": _unsynced_lines,
        "rows of the ledger are not synced": _unsynced_row,
        "the row comes before what it accounts for": _row_first,
        "rows have no checksum": _no_checksum,
        "what stands behind the last row stays": _tail_stays,
        "a torn row stays": _torn_row_stays,
        "the manifest is not synced": _unsynced_manifest,
        "outputs are not synced": _unsynced_outputs,
        "names of outputs are not synced": _unsynced_names,
        "names in the folder of the run are not synced": _unsynced_part,
        "no plan is written": _no_plan,
        "the manifest gets its name first": _manifest_first,
    }
)
#: Those that only a second failure shows, while the first one is recovered from.
MUTANTS_OF_TWO_FAILURES = frozenset({"a torn row stays"})
