"""Who may know whom: the engine knows no plugin, a plugin only the public door."""

import ast
import doctest
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from checkout import ROOT, SOURCE_ROOTS

import textflow

MODULES = sorted(path for root in SOURCE_ROOTS for path in (ROOT / root).rglob("*.py"))
SHOWING = [path for path in MODULES if ">>> " in path.read_text("utf-8")]
CORE = sorted((ROOT / "core").rglob("*.py"))
PLUGINS = sorted((ROOT / "plugins").rglob("*.py"))


def name_of(path: Path) -> str:
    """Return how a file is called in the checkout."""
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield each module that a file imports, with the names it takes from it."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from ((alias.name, []) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative imports hide what belongs to whom"
            yield node.module or "", [alias.name for alias in node.names]


def own_package(path: Path) -> str:
    """Return the plugin package that a module belongs to, dotted."""
    return f"textflow_plugins.{path.relative_to(ROOT / 'plugins' / 'textflow_plugins').parts[0]}"


@pytest.mark.parametrize("path", CORE, ids=name_of)
def test_the_engine_imports_no_plugin(path: Path) -> None:
    """Nor a pipeline: it finds both as it finds those of others."""
    tops = {module.partition(".")[0] for module, _ in imports(path)}
    assert tops.isdisjoint({"textflow_plugins", "textflow_pipelines"})


@pytest.mark.parametrize("path", PLUGINS, ids=name_of)
def test_a_plugin_uses_public_names_alone(path: Path) -> None:
    """Of the engine, what `textflow.__all__` lists; of the other plugins, nothing."""
    for module, names in imports(path):
        if module == "textflow":
            assert set(names) <= set(textflow.__all__)
        elif module.partition(".")[0] == "textflow_plugins":
            assert f"{module}.".startswith(f"{own_package(path)}.")
        else:
            assert module.partition(".")[0] not in SOURCE_ROOTS.values()


def test_the_public_names_are_sorted_and_there() -> None:
    """`__all__` is what can be imported, in the order of the alphabet."""
    assert textflow.__all__ == sorted(textflow.__all__)
    assert [name for name in textflow.__all__ if not hasattr(textflow, name)] == []


@pytest.mark.parametrize("path", SHOWING, ids=name_of)
def test_examples_in_docstrings_are_true(path: Path) -> None:
    """What stands behind `>>>` gives what stands below it."""
    root = ROOT / path.relative_to(ROOT).parts[0]
    parts = path.relative_to(root).with_suffix("").parts
    module = importlib.import_module(".".join(part for part in parts if part != "__init__"))
    results = doctest.testmod(module)
    assert results.attempted
    assert not results.failed
