"""What is shipped, and how it is found."""

import subprocess
import sys
import tomllib
from importlib import metadata
from importlib.resources import files
from pathlib import Path

import pytest
from checkout import ROOT, SOURCE_ROOTS

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def tracked(*folders: str) -> list[Path]:
    """Return every file that git tracks in ``folders`` of the checkout."""
    if not (ROOT / ".git").exists():
        return []
    command = ["git", "-C", str(ROOT), "ls-files", "-z", *folders]
    listed = subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own
    return [Path(name) for name in listed.stdout.decode().split("\0") if name]


def shipped() -> list[Path]:
    """Return the files that an install must contain, each as package/path."""
    return [Path(*path.parts[1:]) for path in tracked(*SOURCE_ROOTS)]


def test_builtin_plugins_are_ordinary_entry_points() -> None:
    """The built-ins come out of the group that third parties use."""
    found = {
        point.name: point.value
        for point in metadata.distribution("textflow-engine").entry_points
        if point.group == "textflow"
    }
    wanted = PROJECT["entry-points"]["textflow"]
    assert found == wanted, "entry points are stale: run `pip install -e .` again"


def test_the_installed_version_is_the_stated_one() -> None:
    """What `textflow --version` reads is what pyproject.toml says."""
    installed = metadata.version("textflow-engine")
    assert installed == PROJECT["version"], "metadata is stale: run `pip install -e .` again"


@pytest.mark.skipif(not shipped(), reason="no git checkout that would list the files")
def test_every_tracked_file_is_installed() -> None:
    """Schemas, pipelines and word lists lie beside the code that reads them."""
    missing = [
        str(path)
        for path in shipped()
        if not files(path.parts[0]).joinpath(*path.parts[1:]).is_file()
    ]
    assert not missing


@pytest.mark.parametrize("package", SOURCE_ROOTS.values())
def test_each_package_says_that_it_is_typed(package: str) -> None:
    """Type checkers believe the annotations of a package that has this file."""
    assert (files(package) / "py.typed").is_file()


@pytest.mark.skipif(not tracked("core"), reason="no git checkout that would list the files")
def test_each_source_root_holds_one_package() -> None:
    """The four top folders are roots, not packages, each with one package."""
    held = {path.parts[:2] for path in tracked(*SOURCE_ROOTS)}
    assert held == set(SOURCE_ROOTS.items())


def test_no_folder_of_the_checkout_is_an_import_name() -> None:
    """An install puts in no module called ``core``, ``tests`` or the like."""
    installed = metadata.files("textflow-engine") or []
    names = {path.parts[0] for path in installed if path.suffix == ".py"}
    assert names.isdisjoint({*SOURCE_ROOTS, "tests", "docs", "benchmarks"})


def test_the_module_runs_like_the_command() -> None:
    """``python -m textflow`` is ``textflow``."""
    command = [sys.executable, "-m", "textflow", "--version"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own
    assert done.stdout == f"textflow-engine {PROJECT['version']}\n"


def test_the_licence_is_the_apache_licence() -> None:
    """LICENSE contains the whole text that pyproject.toml names."""
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert PROJECT["license"] == "Apache-2.0"
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
