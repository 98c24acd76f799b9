"""Who may know whom: the engine knows no plugin, a plugin only the public door."""

import ast
import doctest
import importlib
import re
from collections.abc import Iterable, Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from checkout import ROOT, SOURCE_ROOTS

import textflow
from textflow_plugins import languages
from textflow_plugins.languages.language import TABLES
from textflow_plugins.languages.words import Pronoun

MODULES = sorted(path for root in SOURCE_ROOTS for path in (ROOT / root).rglob("*.py"))
SHOWING = [path for path in MODULES if ">>> " in path.read_text("utf-8")]
CORE = sorted((ROOT / "core").rglob("*.py"))
PLUGINS = sorted((ROOT / "plugins").rglob("*.py"))
EXAMPLES = sorted((ROOT / "examples").glob("*/src/**/*.py"))
SPEAKERS = sorted((ROOT / "plugins" / "textflow_plugins" / "speakers").glob("*.py"))
#: Stages whose words are in the tables; what `reasons` says is for readers, and the characters of
#: `clean` have names of HTML.
WORDLESS = [
    path
    for stage in ("clean", "segment", "summarise")
    for path in sorted((ROOT / "plugins" / "textflow_plugins" / stage).glob("*.py"))
    if path.stem != "reasons" and (stage, path.stem) != ("clean", "characters")
]
#: The ends of addresses, and a site.
ADDRESSES = {"com", "net", "org", "twitter", "www"}
#: The cases and numbers of pronouns.
CASES = {word for kind in ("case", "number") for word in get_args(get_type_hints(Pronoun)[kind])}
OPTIONS = ROOT / "schemas" / "textflow_schemas" / "options"
#: The tables that speakers reads.
SPOKEN = (
    *("calendar", "clauses", "endings", "entities", "pronouns"),
    *("reporting", "titles", "words"),
)
AMOUNTS = sorted((ROOT / "plugins" / "textflow_plugins" / "amounts").glob("*.py"))
SCHEMAS = ROOT / "schemas" / "textflow_schemas" / "layers"


def name_of(path: Path) -> str:
    """Return how a file is called in the checkout."""
    return path.relative_to(ROOT).as_posix()


@cache
def nodes_of(path: Path) -> list[ast.AST]:
    """Return every node of a module."""
    return list(ast.walk(ast.parse(path.read_bytes())))


def imports(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield each module that a file imports, with the names it takes from it."""
    for node in nodes_of(path):
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
    """Of the engine, what `textflow.__all__` lists; of the other plugins, the languages alone."""
    for module, names in imports(path):
        if module == "textflow":
            assert set(names) <= set(textflow.__all__)
        elif module == "textflow_plugins.languages" and module != own_package(path):
            assert set(names) <= set(languages.__all__)
        elif module.partition(".")[0] == "textflow_plugins":
            assert f"{module}.".startswith(f"{own_package(path)}.")
        else:
            assert module.partition(".")[0] not in SOURCE_ROOTS.values()


@pytest.mark.parametrize("path", EXAMPLES, ids=name_of)
def test_the_examples_use_public_names_alone(path: Path) -> None:
    """Of textflow they know what every third party may know, whether imported or looked up."""
    for module, names in imports(path):
        if module == "textflow":
            assert set(names) <= set(textflow.__all__)
        else:
            assert module.partition(".")[0] not in SOURCE_ROOTS.values()
    looked_up = re.findall(r"\btextflow\.(\w+)", path.read_text("utf-8"))
    assert set(looked_up) <= set(textflow.__all__)


def module_name(path: Path) -> str:
    """Return how a module of a plugin is imported."""
    parts = path.relative_to(ROOT / "plugins").with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def test_no_modules_of_the_plugins_import_each_other() -> None:
    """What is imported can be read, and tested, without what imports it."""
    known = {module_name(path): {module for module, _ in imports(path)} for path in PLUGINS}
    graph = {name: found & known.keys() for name, found in known.items()}
    TopologicalSorter(graph).prepare()


def words_of(value: object) -> Iterator[str]:
    """Yield every string within a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list | frozenset):
        for one in value:
            yield from words_of(one)


def entries(tag: str, tables: Iterable[str] = TABLES) -> Iterator[str]:
    """Yield every word of a language's tables but names of people."""
    for name in tables:
        table = getattr(languages.language(tag), name)
        yield from words_of(table if name != "first_names" else ())


def constants(path: Path) -> Iterator[str]:
    """Yield every string in a module that is no docstring."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    nodes = nodes_of(path)
    docs = {ast.get_docstring(node, clean=False) for node in nodes if isinstance(node, documented)}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from [node.value] if node.value not in docs else []


def keys(*layers: str) -> set[str]:
    """Return the names of all fields of some layers."""
    texts = [(SCHEMAS / f"{layer}.json").read_text("utf-8") for layer in layers]
    return {*layers, *(name for text in texts for name in re.findall(r'"(\w+)"', text))}


@pytest.mark.parametrize("path", SPEAKERS, ids=name_of)
def test_no_algorithm_of_speakers_knows_a_word_of_english(path: Path) -> None:
    """Words are in the tables of the languages; the keys of its layers are no words."""
    words = {word.lower() for word in entries("en", SPOKEN) if word[:1].isalpha() and len(word) > 1}
    named = keys("quotes", "speakers") | {"any", "nobody"}
    assert {text for text in constants(path) if text.lower() in words - named} == set()


def letters_of(path: Path) -> Iterator[str]:
    """Yield the words within the strings of a module: no names of groups, nor comments."""
    for text in constants(path):
        bare = re.sub(r"\(\?P<\w+>|\\N\{[^}]*\}|\\[a-zA-Z]|[ ]#[ ].*", " ", text)
        yield from re.findall(r"[A-Za-z]{3,}", bare)


def identifiers(path: Path) -> set[str]:
    """Return the names of attributes and arguments of a module, which are no words."""
    nodes = nodes_of(path)
    names = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return names | {node.arg for node in nodes if isinstance(node, ast.arg)}


def groups(folder: Path) -> set[str]:
    """Return the names of the groups in the patterns of a package."""
    texts = [path.read_text("utf-8") for path in folder.glob("*.py")]
    return {name for text in texts for name in re.findall(r"\(\?P<(\w+)>", text)}


def rules_of_furniture() -> set[str]:
    """Return the rules under which lines are dropped."""
    uses = (use for one in languages.every_language() for row in one.furniture for use in row.uses)
    return {rule for _, rule in uses}


@pytest.mark.parametrize("path", WORDLESS, ids=name_of)
def test_no_algorithm_of_other_stages_knows_a_word_of_english(path: Path) -> None:
    """Not even within a pattern: words are in the tables of the languages."""
    words = {word.lower() for word in entries("en") if word[:1].isalpha()}
    endings = set(words_of(languages.language("en").endings))
    layers = keys("quotes", "speakers", "amounts", "sentences", "summary", "dropped")
    options = set(re.findall(r'"(\w+)"', (OPTIONS / f"{path.parent.name}.json").read_text("utf-8")))
    rules = rules_of_furniture() | {"byline", "count", "credit", "date", "repeated"}
    named = layers | options | rules | identifiers(path) | groups(path.parent) | CASES | ADDRESSES
    named |= endings  # what is cut off to compare words, in any language
    assert {text for text in letters_of(path) if text.lower() in words - named} == set()


#: What is no word in a pattern: the names of its groups and characters, classes, comments.
NO_WORDS = re.compile(r"\\u[0-9a-f]{4}|\(\?P(?:<\w+>|=\w+\))|\\N\{[^}]*\}|\\.|#[ ].*")
#: Kinds of tables, a code, and the units that the stage itself gives.
GIVEN = {"si", "time", "usd", "year", "per"}


@pytest.mark.parametrize("path", AMOUNTS, ids=name_of)
def test_no_algorithm_of_amounts_knows_a_word_of_english(path: Path) -> None:
    """Nor does a pattern: what it is made of is in the tables."""
    words = {word.lower() for word in entries("en") if word[:1].isalpha() and len(word) > 1}
    options = re.findall(
        r'"(\w+)"', (SCHEMAS.parent / "options" / "amounts.json").read_text("utf-8")
    )
    groups = set(re.findall(r"\(\?P<(\w+)>", path.read_text("utf-8")))
    named = keys("amounts") | set(options) | groups | GIVEN
    found = {
        word
        for text in constants(path)
        for word in re.findall("[a-z]{2,}", NO_WORDS.sub("", text).lower())
    }
    assert found & (words - named) == set()


def test_the_public_names_are_sorted_and_there() -> None:
    """`__all__` is what can be imported: constants, classes, functions, each by the alphabet."""
    kinds = {name: (not name.isupper(), name[0].islower(), name) for name in textflow.__all__}
    assert textflow.__all__ == sorted(textflow.__all__, key=kinds.__getitem__)
    assert [name for name in textflow.__all__ if not hasattr(textflow, name)] == []


@pytest.mark.parametrize("path", SHOWING, ids=name_of)
def test_examples_in_docstrings_are_true(path: Path) -> None:
    """What is behind `>>>` gives what is below it."""
    root = ROOT / path.relative_to(ROOT).parts[0]
    parts = path.relative_to(root).with_suffix("").parts
    module = importlib.import_module(".".join(part for part in parts if part != "__init__"))
    results = doctest.testmod(module)
    assert results.attempted
    assert not results.failed


def caches(path: Path) -> Iterator[tuple[ast.FunctionDef, str]]:
    """Yield each function of a file that keeps its answers without bound, and its decorator."""
    text = path.read_text("utf-8")
    for node in nodes_of(path):
        for mark in node.decorator_list if isinstance(node, ast.FunctionDef) else ():
            shown = ast.unparse(mark).removeprefix("functools.")
            if shown in ("cache", "lru_cache()") or "maxsize=None" in shown:
                yield node, text.split("\n")[mark.lineno - 1]


@pytest.mark.parametrize("path", [*CORE, *PLUGINS], ids=name_of)
def test_what_is_kept_is_bounded(path: Path) -> None:
    """
    A function of no arguments has one answer; any other says why there are few of them.

    What is kept for each word or for each language that documents name grows without end.
    """
    grows = [
        node.name
        for node, line in caches(path)
        if (node.args.args or node.args.vararg or node.args.kwonlyargs) and "  # " not in line
    ]
    assert grows == []


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    """Yield each function of a file, those within others too."""
    for node in nodes_of(path):
        if isinstance(node, ast.FunctionDef):
            yield node


def arguments(function: ast.FunctionDef) -> int:
    """Return how many arguments a function takes, ``*these`` and ``**those`` as one each."""
    stated = function.args
    every = [*stated.posonlyargs, *stated.args, *stated.kwonlyargs, stated.vararg, stated.kwarg]
    return len([one for one in every if one is not None])


#: What makes a path of its own through a function.
BRANCHES = (ast.If, ast.IfExp, ast.For, ast.While, ast.ExceptHandler, ast.Lambda, ast.comprehension)


def inner_nodes(function: ast.AST) -> Iterator[ast.AST]:
    """Yield every node of a function but those of functions within it, which count alone."""
    for node in ast.iter_child_nodes(function):
        if not isinstance(node, ast.FunctionDef):
            yield node
            yield from inner_nodes(node)


def complexity(function: ast.AST) -> int:
    """Return how many paths there are through a function: ``and``, ``or`` and ``if`` count."""
    total = 1
    for node in inner_nodes(function):
        total += isinstance(node, BRANCHES)
        total += len(node.values) - 1 if isinstance(node, ast.BoolOp) else 0
        total += len(node.ifs) if isinstance(node, ast.comprehension) else 0
    return total


@pytest.mark.parametrize("path", CORE, ids=name_of)
def test_functions_of_the_engine_are_simple(path: Path) -> None:
    """At most eight paths through each, and six arguments."""
    found = [(one.name, complexity(one), arguments(one)) for one in functions(path)]
    assert [one for one in found if one[1] > 8 or one[2] > 6] == []


def test_nearly_all_functions_of_the_plugins_are_simple() -> None:
    """At most three in a hundred have more than eight paths."""
    every = [one for path in PLUGINS for one in functions(path)]
    assert len([one for one in every if complexity(one) > 8]) <= 0.03 * len(every)


def test_paths_are_counted_with_their_conditions() -> None:
    """The count would find a function that is not simple."""
    body = "def f(a, *b, c=1, **d):\n    return [x for x in b if x or a] if a and c else d or b"
    (function,) = [node for node in ast.parse(body).body if isinstance(node, ast.FunctionDef)]
    assert (complexity(function), arguments(function)) == (7, 4)


@pytest.mark.parametrize("path", [*CORE, *PLUGINS], ids=name_of)
def test_no_module_has_a_leading_underscore(path: Path) -> None:
    """What is public is said by `textflow.__all__`, not by the names of files."""
    assert path.stem in ("__init__", "__main__") or not path.stem.startswith("_")
