"""
Let the suite run from a bare checkout, where only the dependencies are installed.

Plugins, ours too, are found through the metadata that an install leaves behind.
Where there is none, what an install would write is written to a temporary folder,
and this process and those that tests start look into it.
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
