"""What the tests of the YAML reader share."""

from textflow.yaml.reader import Problem, YamlError, read_yaml


def problems(content: bytes) -> tuple[Problem, ...]:
    """Return the problems of ``content``, none if it can be read."""
    try:
        read_yaml(content)
    except YamlError as error:
        return error.problems
    return ()


def assert_problems(content: bytes, expect: list[str]) -> None:
    """Compare each problem, as ``line:column: message``, with how it is to begin."""
    found = [f"{p.place.line}:{p.place.column}: {p.message}" for p in problems(content)]
    assert [line[: len(start)] for line, start in zip(found, expect, strict=True)] == expect
