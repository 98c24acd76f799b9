"""Read YAML, but only the plain part of it that people mean."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from textflow.problems import Path, Place, Problem
from textflow.yaml.problems import YamlError
from textflow.yaml.scalars import ScalarError, read_scalar
from textflow.yaml.text import check_characters, check_size, decode
from textflow.yaml.tree import EventBuilder, parse

__all__ = [
    "Path",
    "Place",
    "Problem",
    "YamlError",
    "YamlFile",
    "read_value",
    "read_yaml",
]


class YamlFile(NamedTuple):
    """What a YAML file says, and where."""

    #: Plain dict, list, str, int, float, bool and None.
    value: Any
    #: Where each value is.
    values: Mapping[Path, Place]
    #: Where the key of each mapping entry is, by the path of the entry.
    keys: Mapping[Path, Place]


_KINDS = (
    (list, "a list"),
    (str, "one text"),
    (bool, "true or false"),
    (type(None), "an empty value"),
)


def _raise_problems(tree: EventBuilder) -> None:
    if tree.problems:
        raise YamlError(tuple(sorted(tree.problems, key=lambda problem: problem.place)))


def _root_problem(tree: EventBuilder, text: str) -> str | None:
    wanted = "it must be a mapping, made of lines such as `key: value`"
    if not tree.documents:
        return f"the file {'has only comments' if text.strip() else 'is empty'}, but {wanted}"
    if isinstance(tree.root, dict):
        return None
    found = next((words for kind, words in _KINDS if isinstance(tree.root, kind)), "a number")
    return f"the file is {found}, but {wanted}"


def read_yaml(data: bytes) -> YamlFile:
    """
    Read the bytes of a YAML file whose top level is a mapping.

    Raises ``YamlError``, and nothing else, with every problem that one pass finds;
    a syntax error ends the pass.
    """
    text = decode(data)
    check_characters(text)
    tree = parse(text)
    message = _root_problem(tree, text) if tree.is_whole else None
    if message:
        place = tree.values.get((), Place(1, 1))
        tree.problems.append(Problem(place, (), message))
    _raise_problems(tree)
    return YamlFile(tree.root, tree.values, tree.keys)


def read_value(text: str) -> Any:
    """
    Read one value as somebody types it after ``key=``.

    What begins with a bracket, brace or quotation mark is YAML; all else is one
    unquoted value as it is, so that ``*.txt``, ``-`` and ``a: b`` need no quotes.

    >>> read_value("[1, no]"), read_value("*.txt"), read_value("-"), read_value("1e3")
    ([1, 'no'], '*.txt', '-', 1000.0)
    """
    check_size(len(text))
    check_characters(text)
    text = text.strip()
    if text[:1] in {"[", "{", '"', "'"}:
        return _flow_value(text)
    try:
        return read_scalar(text)
    except ScalarError as error:
        raise YamlError((Problem(Place(1, 1), (), str(error)),)) from None


def _flow_value(text: str) -> Any:
    tree = parse(text)
    if tree.is_block:
        message = "a mapping needs braces here, as in {key: value}, or quotes if it is one text"
        tree.problems.append(Problem(Place(1, 1), (), message))
    _raise_problems(tree)
    return tree.root
