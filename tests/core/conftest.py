"""Fixtures of the core's tests: a site to install plugins into, a folder to run pipelines in."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from workspaces import SitePackages, Workspace

from textflow import masking


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SitePackages]:
    """Give an empty folder on ``sys.path``; what was imported from it is forgotten afterwards."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    yield SitePackages(folder)
    masking.forget()
    for name, module in list(sys.modules.items()):
        if str(getattr(module, "__file__", None) or "").startswith(str(tmp_path)):
            del sys.modules[name]


@pytest.fixture
def workspace(
    tmp_path: Path,
    site: SitePackages,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Workspace:
    """Give an empty folder, made the working directory."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return Workspace(folder, site, capfd)
