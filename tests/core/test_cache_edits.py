"""Whatever is edited, and whenever a run is killed: a cache changes no byte."""

import os
from pathlib import Path
from typing import Any

import pytest
from cache_lab import CacheLab
from workspaces import SitePackages

from textflow.cache import keys

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


@pytest.fixture
def lab(tmp_path: Path, site: SitePackages, monkeypatch: pytest.MonkeyPatch) -> CacheLab:
    """Give a small corpus in the working directory."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return CacheLab.new(tmp_path / "work", site, seed=1)


def test_random_edits(lab: CacheLab) -> None:
    """Of texts, titles, options, plugins and word lists, with kills in between."""
    for number in range(10):
        edit = lab.edit()
        assert lab.tried() == "", f"edit {number}, of the {edit}"
    assert lab.kills


@pytest.mark.parametrize(("fact", "edited"), [("files", "words"), ("named", "more")])
def test_what_the_keys_leave_out_is_found(
    lab: CacheLab, monkeypatch: pytest.MonkeyPatch, fact: str, edited: str
) -> None:
    """The trial sees results that are not those of the present word lists."""
    everything = keys.stage_facts

    def less(*given: Any) -> Any:
        return ((name, value) for name, value in everything(*given) if name != fact)

    monkeypatch.setattr(keys, "stage_facts", less)
    assert lab.tried() == ""
    lab.lists[edited] = "doe elk fly gnu hen ibis jay"
    lab.write()
    assert lab.tried() == "jsonl"
