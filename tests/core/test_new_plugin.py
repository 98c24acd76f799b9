"""`textflow plugins new`: what comes out passes its own tests, ruff and mypy."""

import json
import os
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest
from workspaces import SitePackages, Workspace

KINDS = ("stage", "class", "source", "sink")


def made(workspace: Workspace, site: SitePackages, kind: str, name: str = "harbour") -> Path:
    """Write a new plugin, and install it as pip does an editable one."""
    assert workspace.do("plugins", "new", name, "--kind", kind).code == 0
    folder = workspace.folder / f"textflow-{name.replace('_', '-')}"
    project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]
    info = site.folder / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    info.mkdir()
    requires = "".join(f"Requires-Dist: {one}\n" for one in project["dependencies"])
    head = f"Metadata-Version: 2.4\nName: {project['name']}\nVersion: {project['version']}\n"
    (info / "METADATA").write_text(head + requires, "utf-8")
    points = project["entry-points"]["textflow"].items()
    lines = "".join(f"{point} = {module}\n" for point, module in points)
    (info / "entry_points.txt").write_text(f"[textflow]\n{lines}", "utf-8")
    return folder


def tool(workspace: Workspace, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a Python module in the folder of the plugin, which is installed."""
    found = workspace.environment()
    found["PYTHONPATH"] = os.pathsep.join([str(folder / "src"), found["PYTHONPATH"]])
    return subprocess.run(  # noqa: S603 - our own Python
        [sys.executable, "-m", *arguments],
        cwd=folder,
        env=found,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("kind", KINDS)
def test_its_own_tests_pass(workspace: Workspace, site: SitePackages, kind: str) -> None:
    """The contract of plugins among them, and its example runs."""
    folder = made(workspace, site, kind)
    done = tool(workspace, folder, "pytest", "-q", "-p", "no:cacheprovider")
    assert done.returncode == 0, done.stdout
    done = tool(workspace, folder, "textflow", "run", "example/pipeline.yml")
    assert done.returncode == 0, done.stderr
    assert list((folder / "example").glob("out.*"))


@pytest.mark.skipif(not (find_spec("ruff") and find_spec("mypy")), reason="the extra dev is not in")
@pytest.mark.parametrize("kind", KINDS)
def test_ruff_and_mypy_pass(workspace: Workspace, site: SitePackages, kind: str) -> None:
    """With all rules that its own pyproject.toml asks for."""
    folder = made(workspace, site, kind, "harbours_of_the_northern_coast")
    for arguments in (
        ("ruff", "check", "--no-cache", "."),
        ("ruff", "format", "--no-cache", "--check", "."),
        ("mypy", "--cache-dir", os.devnull),
    ):
        done = tool(workspace, folder, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr


def test_its_files(workspace: Workspace, site: SitePackages) -> None:
    """Everything that a distribution needs, each schema valid JSON, nothing unfilled."""
    folder = made(workspace, site, "stage")
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert found == {
        ".github/workflows/test.yml",
        ".gitignore",
        "LICENSE",
        "README.md",
        "example/note.txt",
        "example/pipeline.yml",
        "pyproject.toml",
        "src/textflow_harbour/__init__.py",
        "src/textflow_harbour/finds.schema.json",
        "src/textflow_harbour/py.typed",
        "tests/test_contract.py",
        "tests/test_harbour.py",
    }
    texts = {name: (folder / name).read_text("utf-8") for name in found}
    assert json.loads(texts["src/textflow_harbour/finds.schema.json"])["title"] == "harbour.finds"
    assert [name for name, text in texts.items() if "{{" in text.replace("${{", "")] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("new", "My-Plugin"), "cannot be the name of a plugin: wanted"),
        (("new", "../up"), "cannot be the name of a plugin"),
        (("new", "clean"), "there is a plugin named 'clean' already"),
        (("new", "harbour", "--folder", "there"), "there is there already"),
        (("new", "harbour", "--kind", "wheel"), "'wheel' is not one of"),
    ],
)
def test_what_cannot_be_written(
    workspace: Workspace, arguments: tuple[str, ...], said: str
) -> None:
    """A name that no plugin can have or another one has, a folder that is there."""
    (workspace.folder / "there").mkdir()
    found = workspace.do("plugins", *arguments)
    assert found.code == 2
    assert said in found.err
    assert [path.name for path in workspace.folder.iterdir()] == ["there"]


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ("2", "written for version 2 of the interface for plugins, and this is version 1"),
        ("0", "`pip install --upgrade textflow-acme`"),
        ("'1'", "its TEXTFLOW_PLUGIN_API is a str; write TEXTFLOW_PLUGIN_API = 1"),
    ],
)
def test_plugins_for_another_interface_are_refused(
    workspace: Workspace, site: SitePackages, stated: str, said: str
) -> None:
    """With what to do; a plugin that says nothing is taken."""
    site.plugin(f"TEXTFLOW_PLUGIN_API = {stated}")
    found = workspace.do("plugins", "info", "acme")
    assert found.code == 2
    assert said in found.err
