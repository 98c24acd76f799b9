"""Faults at every call that changes a disk: each document ends once, and files are of one run."""

import os
from collections.abc import Iterator
from pathlib import Path

import failpoints
import pytest
from fault_lab import RUN, SERIAL, WORKERS, Lab
from workspaces import SitePackages

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork"),
    pytest.mark.slow,
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a folder that comes and goes while tests are in it."""
    (tmp_path / "work").mkdir()
    yield tmp_path / "work"
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def lab(folder: Path, site: SitePackages, monkeypatch: pytest.MonkeyPatch) -> Lab:
    """Give a run of 48 documents over the output of a run before."""
    return Lab.new(folder, site, monkeypatch)


def test_a_disk_that_takes_less_and_less(lab: Lab) -> None:
    """Writes that end short are noticed: exit 5, and later the same bytes."""
    size = max(len(data) for data in lab.wanted.values())
    for most in range(size - 1, 0, -size // 12):
        lab.reset()
        assert failpoints.fail(lab.folder, RUN, failpoints.Fault("limit", most)) == 5, most
        assert (lab.folder / "out.jsonl").read_bytes() == (lab.start / "out.jsonl").read_bytes()
        assert lab.damage_after() == "", most


@pytest.mark.parametrize(
    ("kind", "step"), [("kill", 1), ("torn", 1), ("EIO", 1), ("ENOSPC", 1), ("EINTR", 3)]
)
def test_a_fault_at_every_point(lab: Lab, kind: str, step: int) -> None:
    """The same command afterwards gives what an undisturbed run gives, byte for byte."""
    for at in lab.points_of(kind, step):
        assert lab.tried(failpoints.Fault(kind, at)) == "", f"{kind} at {lab.points[at - 1]}"


@pytest.mark.parametrize(("kind", "step"), [("kill", 29), ("EIO", 29), ("ENOSPC", 23)])
def test_a_fault_while_workers_work(
    folder: Path, site: SitePackages, monkeypatch: pytest.MonkeyPatch, kind: str, step: int
) -> None:
    """Neither the run nor the pipes to its workers lose a document."""
    lab = Lab.new(folder, site, monkeypatch, more=WORKERS)
    for at in lab.points_of(kind, step):
        found = lab.tried(failpoints.Fault(kind, at), *SERIAL)
        assert found == "", f"{kind} at {lab.points[at - 1]}"
