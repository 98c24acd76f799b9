"""What is wrong with a YAML file, and where."""

from typing import Any

from textflow.facts import FactsError
from textflow.problems import Place, Problem


class YamlError(FactsError):
    """A YAML file cannot be used; every problem found is here, in file order."""

    problems: tuple[Problem, ...]

    def __str__(self) -> str:
        return "\n".join(
            f"line {problem.place.line}, column {problem.place.column}: {problem.message}"
            for problem in self.problems
        )


def place_of(mark: Any) -> Place:
    """Return the place of a mark of PyYAML, which counts from 0."""
    return Place(mark.line + 1, mark.column + 1)
