"""The restricted YAML reader: what it reads, what it refuses, where and in which words."""

import json
import pickle
from typing import Any

import pytest
import yaml
from case_files import read_cases
from yaml_checks import assert_problems, problems

from textflow.yaml.reader import Place, Problem, YamlError, read_value, read_yaml
from textflow.yaml.syntax import Around, syntax_problem


@pytest.mark.parametrize("case", read_cases("yaml", "accepted"))
def test_accepted(case: dict[str, Any]) -> None:
    """Plain YAML gives plain values, each of exactly the type of the core schema."""
    assert json.dumps(read_yaml(case["text"].encode()).value) == json.dumps(case["expect"])


@pytest.mark.parametrize("case", read_cases("yaml", "refused"))
def test_refused(case: dict[str, Any]) -> None:
    """Each problem is found, in file order, with its place and what to do."""
    assert_problems(case["text"].encode(), case["expect"])


@pytest.mark.parametrize("case", read_cases("yaml", "bytes"))
def test_encodings(case: dict[str, Any]) -> None:
    """UTF-8 and UTF-16 with a byte order mark are read; the mark is no text."""
    assert read_yaml(bytes.fromhex(case["hex"])).value == case["expect"]


@pytest.mark.parametrize("case", read_cases("yaml", "bad-bytes"))
def test_bad_bytes(case: dict[str, Any]) -> None:
    """Bytes that are no text, and characters that nobody sees, get a line and a column."""
    assert_problems(bytes.fromhex(case["hex"]), case["expect"])


def test_empty_file() -> None:
    """A file without a byte is said to be empty."""
    assert_problems(b"", ["1:1: the file is empty, but it must be a mapping"])


def test_places() -> None:
    """Every value and every key has its place, by its path from the root."""
    file = read_yaml(b"a: 1\nb:\n  - c: x\n    d: [1, {e: }]\n")
    assert file.values == {
        (): Place(1, 1),
        ("a",): Place(1, 4),
        ("b",): Place(3, 3),
        ("b", 0): Place(3, 5),
        ("b", 0, "c"): Place(3, 8),
        ("b", 0, "d"): Place(4, 8),
        ("b", 0, "d", 0): Place(4, 9),
        ("b", 0, "d", 1): Place(4, 12),
        ("b", 0, "d", 1, "e"): Place(4, 15),
    }
    assert file.keys == {
        ("a",): Place(1, 1),
        ("b",): Place(2, 1),
        ("b", 0, "c"): Place(3, 5),
        ("b", 0, "d"): Place(4, 5),
        ("b", 0, "d", 1, "e"): Place(4, 13),
    }


def test_columns_count_characters() -> None:
    """A column counts characters, not bytes, and a byte order mark is none."""
    file = read_yaml("\ufeff{é: 1, 😀: 2, z: 3}".encode())
    assert file.keys[("z",)] == Place(1, 14)


def test_problem_has_the_path() -> None:
    """A problem knows the path of its value."""
    assert [p.path for p in problems(b"a:\n  - b\n  - {c: .inf, d: &x 1}\n")] == [
        ("a", 1, "c"),
        ("a", 1, "d"),
    ]


def test_error_reads_well() -> None:
    """The error as text is one line a problem."""
    with pytest.raises(YamlError) as caught:
        read_yaml(b"a: 1\na: 2\na: 3\n")
    assert str(caught.value) == (
        'line 2, column 1: "a" is given twice (first in line 1): keep one\n'
        'line 3, column 1: "a" is given twice (first in line 1): keep one'
    )


def test_message_is_harmless_to_a_terminal() -> None:
    """A key with an escape sequence is shown escaped, and cut."""
    (problem,) = problems(b'"\\e[31m": 1\n"\\e[31m": 2\n')
    assert problem.message == '"\\x1b[31m" is given twice (first in line 1): keep one'


@pytest.mark.parametrize("case", read_cases("yaml", "refused"))
def test_no_words_of_the_parser_matter(
    case: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The problems stay the same when PyYAML says nothing of what it met, only where."""
    init = yaml.MarkedYAMLError.__init__

    def wordless(self: yaml.MarkedYAMLError, *given: Any) -> None:
        init(self, "", given[1], "", given[3])

    monkeypatch.setattr(yaml.MarkedYAMLError, "__init__", wordless)
    assert_problems(case["text"].encode(), case["expect"])


def test_exception_without_place() -> None:
    """What PyYAML raises without a place is put where it had come to."""
    mark = yaml.Mark("", 4, 1, 2, None, 0)
    around = Around(Place(1, 1), ("a",))
    problem = syntax_problem(OverflowError("too large"), mark, "a:\nbc", around)
    assert problem.place == Place(2, 3)
    assert problem.path == ("a",)
    assert problem.message == "YAML cannot be read from here on: put the text in quotes"


def test_error_survives_pickling() -> None:
    """The error can cross to another process."""
    error = YamlError((Problem(Place(1, 2), ("a", 0), "odd: fix it"),))
    assert pickle.loads(pickle.dumps(error)).problems == error.problems  # noqa: S301 - our own bytes


def test_too_many_problems() -> None:
    """After 100 problems the reading stops and says so."""
    found = problems(b"a: 1\n" * 500)
    assert len(found) == 101
    assert found[-1].message == "100 problems so far, reading stops here: fix these"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a: " + b"x" * (1 << 20), "1:1: the file has 1,048,579 bytes, but 1,048,576 at most"),
        (b"a: [" + b"1," * 10_000 + b"]", "1:19999: more than 10,000 keys and values"),
        (b"a: " + b"9" * 4_001, "1:4: this number has more than 4,000 digits"),
        (b"a: 0x" + b"f" * 4_000, "1:4: this number has more than 4,000 digits"),
    ],
    ids=["bytes", "nodes", "digits", "hexadecimal digits"],
)
def test_limits(content: bytes, message: str) -> None:
    """What is past a limit is refused, with the limit."""
    assert_problems(content, [message])


def test_at_the_limits() -> None:
    """A file at a limit is still read."""
    assert read_yaml(b"a: " + b"9" * 4_000).value == {"a": 10**4000 - 1}
    assert len(read_yaml(b"a: [" + b"1," * 9_997 + b"]").value["a"]) == 9_997
    assert len(read_yaml(b"a: " + b"x" * ((1 << 20) - 3)).value["a"]) == (1 << 20) - 3


@pytest.mark.parametrize(
    ("text", "expect"),
    [
        ("no", "no"),
        (" 3 ", 3),
        ("1e3", 1000.0),
        ("true", True),
        ("", None),
        ("*.txt", "*.txt"),
        ("-", "-"),
        ("a: b", "a: b"),
        ("@home # 1", "@home # 1"),
        ('"3"', "3"),
        ("[money, percent]", ["money", "percent"]),
        ('{"$": AUD, n: [1, no]}', {"$": "AUD", "n": [1, "no"]}),
    ],
)
def test_value(text: str, expect: object) -> None:
    """A value on the command line is a scalar as it is, or a flow value."""
    value = read_value(text)
    assert (type(value), value) == (type(expect), expect)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('"a": b', "a mapping needs braces here"),
        ("{a: 1, a: 2}", '"a" is given twice'),
        ("[a", "this [ is not closed, or a comma is missing, before the end: add ]"),
        ("[*a]", "anchors and aliases"),
        ("[!!str a]", "tags"),
        (".inf", ".inf is not a number"),
        ("9" * 4_001, "this number has more than 4,000 digits"),
        ("a\x1bb", "the character U+001B cannot be seen"),
        ("\udce9", "the character U+DCE9 cannot be seen"),
        ("[" * 100_000, "nested deeper than 50 levels"),
        ("x" * 1_100_000, "the file has 1,100,000 bytes"),
    ],
)
def test_value_refused(text: str, message: str) -> None:
    """A value on the command line is refused by the rules of the file."""
    with pytest.raises(YamlError) as caught:
        read_value(text)
    assert caught.value.problems[0].message.startswith(message)
