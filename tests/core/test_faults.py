"""Faults at every call that changes a disk: each document ends once, and files are of one run."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs
import failpoints
import pytest
from workspaces import SitePackages, Workspace

from textflow.running import checkpoints

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork"),
    pytest.mark.slow,
]

PLUGIN = """
import textflow

@textflow.stage(provides={"acme.finds": "finds.json"})
def finds(doc):
    if "Bad" in doc.text:
        raise ValueError("bad")
    return []

@textflow.stage(name="keep", kind="filter")
def keep(doc):
    return "Drop" not in doc.text

@textflow.sink(name="acme.pages")
def pages(records, path):
    path.mkdir()
    with (path / "index.txt").open("w") as index:
        for record in records:
            index.write(record["id"] + "\\n")
    (path / "end.txt").write_text("end")

@textflow.hookimpl
def textflow_stages():
    return [finds, keep]

@textflow.hookimpl
def textflow_sinks():
    return [pages]
"""
ENGINES = ("local", "serial")
BESIDE = ("out.jsonl.dead.jsonl", "out.jsonl.filtered.jsonl", "out.jsonl.run.json")


@attrs.frozen
class Lab:
    """A folder with a run in it, as it is before, and as it must be in the end."""

    folder: Path
    start: Path
    wanted: dict[str, bytes]
    points: list[str]

    def reset(self) -> None:
        """Put the folder back to what it was before the run."""
        shutil.rmtree(self.folder)
        shutil.copytree(self.start, self.folder)
        os.chdir(self.folder)

    def check(self) -> None:
        """Assert that every file is that of an undisturbed run, and that there is no other."""
        found = contents(self.folder)
        assert sorted(found) == sorted(self.wanted)
        for name, data in self.wanted.items():
            assert found[name] == data, name
        check_manifest(self.folder)


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below ``folder``; of the manifest, all but by whom and how often."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    name = "out.jsonl.run.json"
    if name in files:
        manifest = json.loads(files[name])
        manifest["stages"] = [one["stage"] for one in manifest["stages"]]
        manifest["plugins"] = [one for one in manifest["plugins"] if one["plugin"] not in ENGINES]
        manifest["pipeline"].pop("engine", None)
        files[name] = json.dumps(manifest).encode()
    return files


def check_manifest(folder: Path) -> None:
    """Assert that the manifest names the files on the disk, with their sizes and digests."""
    manifest: dict[str, Any] = json.loads((folder / "out.jsonl.run.json").read_bytes())
    for file in manifest["files"]:
        data = (folder / file["path"]).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (file["bytes"], file["sha256"])


def open_files() -> set[str]:
    """Return what descriptors are open, on systems that tell; a lock stays as long as its file."""
    return set(os.listdir("/dev/fd")) if os.path.exists("/dev/fd") else set()  # noqa: PTH110, PTH208 - numbers


def documents(*, old: bool) -> str:
    """Return the input: some are filtered, some fail; that of the run before has other texts."""
    words = ["Drop" if at % 12 == 5 else "Bad" if at % 12 == 8 else "Good" for at in range(48)]
    rows = [{"id": f"d{at}", "text": f"{'Old' if old else word} {at}."} for at, word in
            enumerate(words)]  # fmt: skip
    return "".join(f"{json.dumps(row)}\n" for row in rows)


@pytest.fixture
def lab(workspace: Workspace, site: SitePackages, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lab]:
    """Give a run of 48 documents over the output of a run before, a row every 8 documents."""
    monkeypatch.setattr(checkpoints, "DOCUMENTS", 8)
    monkeypatch.setattr(checkpoints, "SHARE", 0.0)
    site.plugin(PLUGIN)
    failpoints.hurry(monkeypatch)
    sinks = "[out.jsonl, {acme.pages: {path: pages}}, copy.jsonl.gz]"
    workspace.write("in.jsonl", documents(old=True))
    workspace.pipeline("[acme.keep, acme.finds]", f"source: in.jsonl\nsink: {sinks}\n")
    assert workspace.run().code == 0
    workspace.write("in.jsonl", documents(old=False))
    start = workspace.folder.with_name("start")
    shutil.copytree(workspace.folder, start)
    found = failpoints.points(workspace.folder, ["run", "p.yml", "-q"])
    wanted = contents(workspace.folder)
    assert len(workspace.records) == 40
    yield Lab(workspace.folder, start, wanted, found)
    os.chdir(start)


def points_of(lab: Lab, kind: str, step: int) -> Sequence[int]:
    """Return the points at which a fault of ``kind`` is tried; all of them where step is 1."""
    calls = lab.points
    chosen = range(1, len(calls) + 1)
    if kind in ("torn", "ENOSPC"):
        return [at for at in chosen if calls[at - 1].startswith("write")][::step]
    return chosen[::step]


def test_a_disk_that_takes_less_and_less(lab: Lab) -> None:
    """Writes that end short are noticed: exit 5, and later the same bytes."""
    size = max(len(data) for data in lab.wanted.values())
    for most in range(size - 1, 0, -size // 12):
        lab.reset()
        fault = failpoints.Fault("limit", most)
        assert failpoints.fail(lab.folder, ["run", "p.yml", "-q"], fault) == 5, most
        assert (lab.folder / "out.jsonl").read_bytes() == (lab.start / "out.jsonl").read_bytes()
        assert failpoints.again(["run", "p.yml", "-q"]) == 1, most
        lab.check()


@pytest.mark.parametrize(
    ("kind", "step"), [("kill", 1), ("torn", 1), ("EIO", 1), ("ENOSPC", 1), ("EINTR", 3)]
)
def test_a_fault_at_every_point(lab: Lab, kind: str, step: int) -> None:
    """The same command afterwards gives what an undisturbed run gives, byte for byte."""
    try_points(lab, kind, step)


@pytest.mark.parametrize("kind", ["kill", "EIO", "ENOSPC"])
def test_a_fault_while_workers_work(lab: Lab, kind: str) -> None:
    """Neither the run nor the pipes to its workers lose a document."""
    with (lab.start / "p.yml").open("a") as pipeline:
        pipeline.write("engine: {local: {workers: 2, batch: 8}}\n")
    lab.reset()
    found = failpoints.points(lab.folder, ["run", "p.yml", "-q"])
    lab = attrs.evolve(lab, wanted=contents(lab.folder), points=found)
    try_points(lab, kind, 25, "--set", "engine=serial")


def try_points(lab: Lab, kind: str, step: int, *more: str) -> None:
    """Run with a fault at one point after the other, and again without; compare the files."""
    for at in points_of(lab, kind, step):
        lab.reset()
        before = open_files()
        code = failpoints.fail(lab.folder, ["run", "p.yml", "-q"], failpoints.Fault(kind, at))
        where = f"{kind} at {at}: {lab.points[at - 1]}"
        assert code == (failpoints.KILLED if kind in ("kill", "torn") else 5) or (
            code == 1 and contents(lab.folder) == lab.wanted
        ), where
        assert open_files() == before, where
        assert failpoints.again(["run", "p.yml", "-q", *more]) == 1, where
        lab.check()
