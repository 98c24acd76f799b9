"""Whatever is edited, and whenever a run is killed: a cache changes no byte."""

import os
from pathlib import Path

import pytest
from cache_lab import CacheLab
from workspaces import SitePackages

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


@pytest.mark.parametrize("seed", range(2))
def test_random_edits(
    tmp_path: Path, site: SitePackages, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Of texts, titles, options, plugins and word lists, with kills in between."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    lab = CacheLab.new(tmp_path / "work", site, seed)
    for number in range(10):
        edit = lab.edit()
        assert lab.tried() == "", f"edit {number}, of the {edit}"
