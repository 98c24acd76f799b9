"""What is wrong with a YAML file, and where."""

from typing import Any

import attrs

#: Keys and list indices from the root.
Path = tuple[str | int, ...]


@attrs.frozen(order=True)
class Place:
    """Where something stands in the file, 1-based."""

    line: int
    column: int


@attrs.frozen
class YamlProblem:
    """One thing wrong with a YAML file."""

    place: Place
    #: Of the value that has the problem; of the innermost open one for a syntax error.
    path: Path
    #: What was found, what was wanted and what to do.
    message: str


@attrs.frozen
class YamlError(Exception):
    """A YAML file cannot be used; every problem found is here, in file order."""

    problems: tuple[YamlProblem, ...]

    def __str__(self) -> str:
        return "\n".join(
            f"line {problem.place.line}, column {problem.place.column}: {problem.message}"
            for problem in self.problems
        )


def place_of(mark: Any) -> Place:
    """Return the place of a mark of PyYAML, which counts from 0."""
    return Place(mark.line + 1, mark.column + 1)
