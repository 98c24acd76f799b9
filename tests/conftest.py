"""
Let the suite run from a bare checkout, and mark the tests that take long or measure time.

Plugins, ours too, are found through the metadata that an install leaves behind. Where
there is none, what an install would write is written to a temporary folder, and this
process and those that tests start look into it.
"""

import os
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from checkout import ROOT, SOURCE_ROOTS

#: Files and tests that start many processes, read whole evaluation sets or fill memory. Properties
#: and what measures time are slow, too.
SLOW = {
    "test_clean_quality.py",
    "test_contract.py",
    "test_html_contract.py",
    "test_packaging.py",
    "test_readme.py",
    "test_report_attacks.py",
    "test_report_browser.py",
    "test_review_anchoring.py",
    "test_segment_quality.py",
    "test_speakers_quality.py",
    "test_testing.py",
    "test_testing_broken.py",
    "test_100_documents_are_at_most_two_megabytes",
    "test_a_reader_that_leaves_early",
    "test_bomb_is_stopped_by_its_ratio",
    "test_bomb_is_stopped_in_little_memory",
    "test_bomb_on_one_line_is_skipped_in_little_memory",
    "test_hostile_files",
    "test_names_are_read_back",
    "test_nasty_files",
    "test_no_name_moves_a_terminal",
    "test_no_pipeline_moves_a_terminal",
    "test_no_plugin_moves_a_terminal",
    "test_runs_are_deterministic",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what measures time, and what takes long; nobody has to remember it."""
    for item in items:
        function = getattr(item, "function", None)
        if "growth" in getattr(getattr(function, "__code__", None), "co_names", ()):
            item.add_marker(pytest.mark.timing)
        if _is_slow(item) or getattr(function, "is_hypothesis_test", False):
            item.add_marker(pytest.mark.slow)


def _is_slow(item: pytest.Item) -> bool:
    names = {item.path.name, getattr(item, "originalname", item.name)}
    return not SLOW.isdisjoint(names) or item.get_closest_marker("timing") is not None


def pytest_configure(config: pytest.Config) -> None:
    """Offer the metadata of the checkout where nothing is installed."""
    try:
        metadata.distribution("textflow-engine")
    except metadata.PackageNotFoundError:
        folder = tempfile.TemporaryDirectory()
        config.add_cleanup(folder.cleanup)
        _write_metadata(Path(folder.name))
        sys.path.append(folder.name)
        roots = [str(ROOT / name) for name in SOURCE_ROOTS]
        before = os.environ.get("PYTHONPATH", "")
        os.environ["PYTHONPATH"] = os.pathsep.join([*roots, folder.name, before])


def _write_metadata(site: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    folder = site / f"textflow_engine-{project['version']}.dist-info"
    folder.mkdir()
    head = "Metadata-Version: 2.4\nName: {name}\nVersion: {version}\n"
    (folder / "METADATA").write_text(head.format_map(project), "utf-8")
    lines = "\n".join(_entry_points(project))
    (folder / "entry_points.txt").write_text(f"{lines}\n", "utf-8")


def _entry_points(project: dict[str, Any]) -> Iterator[str]:
    for group, points in project["entry-points"].items():
        yield f"[{group}]"
        yield from (f"{name} = {value}" for name, value in points.items())
