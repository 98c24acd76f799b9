"""With thirty plugins installed, five of them broken, nobody pays for those that are not named."""

from pathlib import Path

import pytest
from many_plugins import install_many
from workspaces import SitePackages, Workspace


@pytest.fixture
def imported(workspace: Workspace, site: SitePackages, tmp_path: Path) -> Path:
    """Install them; give the folder in which each one that is imported leaves its name."""
    folder = tmp_path / "imported"
    install_many(site, folder)
    workspace.texts("One. Two.", "Three.")
    return folder


@pytest.mark.parametrize("command", ["--help", "check p.yml", "run p.yml", "plugins"])
def test_none_is_imported(workspace: Workspace, imported: Path, command: str) -> None:
    """By no command about a pipeline that names none of them."""
    workspace.pipeline("[segment]")
    done = workspace.process(*command.split())
    assert done.code == 0, done.err
    assert list(imported.iterdir()) == []


def test_only_the_one_that_is_named_is_imported(workspace: Workspace, imported: Path) -> None:
    """Also where the name of another stage has a slip in it."""
    workspace.pipeline("[segment, part7.finds]")
    assert workspace.process("run", "p.yml").code == 0
    assert [path.name for path in imported.iterdir()] == ["part7"]
    workspace.pipeline("[segmnt, part7.finds]")
    assert workspace.process("check", "p.yml").code == 2
    assert [path.name for path in imported.iterdir()] == ["part7"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("missing", "install the library that the module 'no_such_library' belongs to"),
        ("exits", "cannot be loaded: SystemExit: 0; look at textflow_exits/__init__.py"),
        ("corrupt", "run `pip install --force-reinstall textflow-corrupt`"),
        ("future", "needs textflow-engine>=99, but this is textflow-engine "),
    ],
)
def test_naming_a_broken_one(workspace: Workspace, imported: Path, name: str, said: str) -> None:
    """Exit code 2, with what to do; the others stay alone."""
    workspace.pipeline(f"[{name}.finds]")
    done = workspace.process("run", "p.yml")
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert {path.name for path in imported.iterdir()} <= {name}


def test_one_that_prints_works(workspace: Workspace, imported: Path) -> None:
    """What it prints is not among the records."""
    workspace.pipeline("[prints.finds]", "sink: '-'\n")
    done = workspace.process("run", "p.yml")
    assert done.code == 0
    assert "hello" in done.err
    assert done.out.count("\n") == done.out.count('{"id"') == 2
    assert [path.name for path in imported.iterdir()] == ["prints"]


def test_the_order_of_installation_changes_nothing(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same list, the same bytes."""
    workspace.texts("One. Two.", "Three.")
    workspace.pipeline("[segment, part3.finds, part1.finds]")
    seen: set[tuple[str, bytes]] = set()
    for seed in range(3):
        folder = tmp_path / f"site{seed}"
        folder.mkdir()
        install_many(SitePackages(folder), tmp_path / "imported", seed)
        monkeypatch.setenv("PYTHONPATH", str(folder))
        assert workspace.process("run", "p.yml").code == 0
        listed = workspace.process("plugins").out
        seen.add((listed, (workspace.folder / "out.jsonl").read_bytes()))
    assert len(seen) == 1
