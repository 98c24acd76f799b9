"""What other systems do otherwise: drives, separators, code pages. Each is forced here."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from workspaces import Workspace

from textflow.reading.finding import find_places, printable


def refuse(_paths: Any) -> str:
    """Do what `os.path.commonpath` does with paths on different drives."""
    message = "Paths don't have the same drive"
    raise ValueError(message)


def test_inputs_on_two_drives_are_named_in_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They share no folder, and two files of one name stay two documents."""
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text("One.", "utf-8")
    monkeypatch.setattr(os.path, "commonpath", refuse)
    places = find_places(["a/x.txt", "b/*.txt"], tmp_path)
    assert [place.id for place in places] == [
        f"{tmp_path.as_posix()}/a/x.txt",
        f"{tmp_path.as_posix()}/b/x.txt",
    ]


@pytest.mark.skipif(os.name != "posix", reason="links need a right of their own elsewhere")
def test_a_link_to_another_drive_leads_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is on another drive is not in the folder that is read."""
    (tmp_path / "far.txt").write_text("One.", "utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "x.txt").symlink_to("../far.txt")
    monkeypatch.setattr(os.path, "commonpath", refuse)
    (place,) = find_places(["in/*.txt"], tmp_path)
    assert "leads out of the folder" in str(place.fault)


def test_backslashes_become_slashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ids and URIs are the same on every system."""
    monkeypatch.setattr(os, "sep", "\\")
    assert printable("news\\2024\\a.txt") == "news/2024/a.txt"


@pytest.mark.parametrize("encoding", ["cp1252", "cp437"])
def test_a_code_page_that_lacks_a_character(workspace: Workspace, encoding: str) -> None:
    """Redirected output is escaped where it cannot be written, not a traceback."""
    workspace.texts("One.")
    workspace.pipeline("[segment]", name="\u6f22.yml")
    done = subprocess.run(
        [sys.executable, "-m", "textflow", "check", "\u6f22.yml"],
        cwd=workspace.folder,
        env=os.environ | {"PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"\\u6f22.yml: ")
