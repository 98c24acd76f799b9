"""Errors: each says what it has to say, harmlessly, and crosses a process border."""

import pickle
from collections.abc import Iterator
from typing import get_type_hints

import pytest

from textflow import errors
from textflow.errors import OutputError, TextflowError
from textflow.problems import Place, Problem
from textflow.reading import input_errors
from textflow.wording import cut, did_you_mean, listed, pointed, raised, safe, safe_json, shown

HOSTILE = "\x1b[31m\u202e\x07x\x9b"
PROBLEMS = (Problem(Place(1, 2), (), HOSTILE), Problem(Place(3, 4), ("a",), "b"))


def kinds() -> Iterator[type[TextflowError]]:
    """Yield every class of errors that the engine defines."""
    for module in (errors, input_errors):
        for kind in vars(module).values():
            if isinstance(kind, type) and issubclass(kind, TextflowError):
                yield kind


def made(kind: type[TextflowError]) -> TextflowError:
    """Return an error of this kind, its facts as hostile as can be."""
    values = {
        "str": HOSTILE,
        "int": 7,
        "float": 1.5,
        "bytes": b"\x1b",
        "tuple[str, ...]": (f"{HOSTILE} 1", "b 2"),
        "tuple[textflow.problems.Problem, ...]": PROBLEMS,
    }
    facts = {}
    for name, stated in get_type_hints(kind).items():
        if name in kind.facts:
            facts[name] = values.get(str(stated), values.get(getattr(stated, "__name__", "")))
    return kind(**facts)


KINDS = sorted(set(kinds()), key=lambda kind: kind.__name__)
SAYING = [kind for kind in KINDS if kind.facts]


@pytest.mark.parametrize("kind", SAYING, ids=lambda kind: kind.__name__)
def test_errors_are_harmless_to_a_terminal(kind: type[TextflowError]) -> None:
    """Whatever they are about."""
    said = str(made(kind))
    assert len(said) > 3
    assert all(line.isprintable() for line in said.split("\n"))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_errors_can_be_pickled(kind: type[TextflowError]) -> None:
    """With all their facts: they will come from other processes."""
    error = made(kind)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (type(again), str(again), again.exit_code) == (kind, str(error), error.exit_code)
    assert (again.args, vars(again)) == (error.args, vars(error))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_errors_can_be_annotated(kind: type[TextflowError]) -> None:
    """Frozen as they are, they pass context managers and take notes."""
    error = made(kind)
    error.add_note("seen")
    with pytest.raises(kind) as caught:
        raise error
    assert caught.value.__notes__ == ["seen"]


def test_facts_never_change() -> None:
    """Another error with other facts is made instead; it is of the same kind."""
    error = OutputError("a", found="full", fix="")
    with pytest.raises(AttributeError, match="'fix' is a fact"):
        error.fix = "free some space"  # type: ignore[misc]
    other = error.but(fix="free some space")
    assert (type(other), other.args) == (OutputError, ("a", "full", "free some space"))
    assert error.args == ("a", "full", "")


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (("a", "b"), {}),
        (("a", "b", "c", "d"), {}),
        (("a", "b", "c"), {"fix": "d"}),
        (("a", "b"), {"fix": "c", "cause": "d"}),
    ],
    ids=["missing", "one more", "twice", "unknown"],
)
def test_errors_are_made_of_their_facts(given: tuple[str, ...], named: dict[str, str]) -> None:
    """Of all of them and of nothing else, as every other value."""
    with pytest.raises(TypeError, match="OutputError is made of path, found, fix; given: "):
        OutputError(*given, **named)


def test_the_tree_is_drawn_as_it_is() -> None:
    """The docstring of errors.py names every class and its exit code."""
    for kind in KINDS:
        if kind.__module__ == errors.__name__:
            assert kind.__name__ in (errors.__doc__ or "")


def test_exit_codes() -> None:
    """As the design states them."""
    codes = {kind.__name__: kind.exit_code for kind in KINDS}
    assert codes["PipelineError"] == codes["UsageError"] == codes["CollisionError"] == 2
    assert codes["TooManyErrorsError"] == 3
    assert codes["LockedError"] == 4
    assert codes["InputError"] == codes["OutputError"] == codes["TooLarge"] == 5
    assert codes["StageCrashError"] == 1


# Wording


def test_safe_shows_what_a_terminal_might_obey() -> None:
    """Tabs and line ends stay; everything else that moves or hides is spelt out."""
    assert safe("a\tb\n\x1b[1m\x00\x7f\x9b\u202e\u200b\ufeff\U000e0041\u2028\r") == (
        "a\tb\n\\x1b[1m\\x00\\x7f\\x9b\\u202e\\u200b\\ufeff\\U000e0041\\u2028\\r"
    )


@pytest.mark.parametrize("text", ["Muñoz", "日本", "مرحبا", "👩‍🚒"[:1], "e\u0301", "«x»"])
def test_safe_leaves_writing_alone(text: str) -> None:
    """Whatever the script."""
    assert safe(text) == text


def test_json_made_safe_says_the_same() -> None:
    """Escapes are those of JSON."""
    import json  # noqa: PLC0415 - only here

    text = json.dumps({"a": HOSTILE + "\U000e0041"}, ensure_ascii=False)
    assert safe_json(text).isprintable()
    assert json.loads(safe_json(text)) == json.loads(text)


def test_what_is_shown_is_short() -> None:
    """Of anything."""
    assert len(shown("x" * 10**7)) == 80
    assert len(shown(["x" * 10**6])) == 80
    assert len(cut("x" * 10**7)) == 300
    assert cut("a\nb") == "a b"
    assert len(pointed("k" * 10**7)) == 60
    assert len(raised(ValueError("x" * 10**7))) < 320


def test_the_nearest_word_is_offered() -> None:
    """And none where none is near."""
    assert did_you_mean("segmnt", ["segment", "speakers"]) == "; did you mean 'segment'?"
    assert did_you_mean("xyzzy", ["segment", "speakers"]) == ""
    assert listed({"b", "a"}) == "'a', 'b'"
    assert listed([]) == "none"
