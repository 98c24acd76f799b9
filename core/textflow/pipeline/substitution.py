"""``${vars.name}`` and ``${env:NAME}``, put into parsed values, never into raw text."""

import os
import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from textflow.problems import Path, Problem
from textflow.wording import did_you_mean, listed, shown

_REFERENCE = re.compile(r"\$(?P<dollar>\$)?\{(?P<name>[^{}]{0,200})\}")


@attrs.define
class Substitution:
    """Replaces references and notes what cannot be replaced."""

    variables: Mapping[str, Any]
    allowed: frozenset[str]
    #: The values of environment variables are secrets: only the run digest sees them.
    secrets: dict[str, str] = attrs.field(factory=dict)
    unresolved: list[Problem] = attrs.field(factory=list)

    def of(self, value: Any, path: Path = ()) -> Any:
        """Return ``value`` with every reference in its strings replaced."""
        if isinstance(value, dict):
            return {key: self.of(inner, (*path, key)) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.of(inner, (*path, at)) for at, inner in enumerate(value)]
        return self._in_text(value, path) if isinstance(value, str) else value

    def _in_text(self, value: str, path: Path) -> Any:
        whole = _REFERENCE.fullmatch(value)
        if whole and not whole["dollar"]:
            return self._found(whole["name"], path, value)
        return _REFERENCE.sub(lambda match: self._text(match, path), value)

    def _text(self, match: re.Match[str], path: Path) -> str:
        if match["dollar"]:
            return match.group()[1:]
        found = self._found(match["name"], path, match.group())
        return str(found) if isinstance(found, str | int | float) else match.group()

    def _found(self, name: str, path: Path, default: str) -> Any:
        if name.startswith("vars."):
            return self._variable(name.removeprefix("vars."), path, default)
        if name.startswith("env:"):
            return self._environment(name.removeprefix("env:"), path, default)
        message = (
            f"${{{name}}} means nothing here: write ${{vars.NAME}} or ${{env:NAME}}, "
            "or $${ for a plain ${"
        )
        self.unresolved.append(Problem.at(path, message))
        return default

    def _variable(self, name: str, path: Path, default: str) -> Any:
        if name in self.variables:
            return self.variables[name]
        message = f"there is no variable {shown(name)} under vars" + (
            did_you_mean(name, self.variables) or f"; there are: {listed(self.variables)}"
        )
        self.unresolved.append(Problem.at(path, message))
        return default

    def _environment(self, name: str, path: Path, default: str) -> str:
        if name not in self.allowed:
            message = f"${{env:{name}}} may not be read: list {name} under env first"
        elif name not in os.environ:
            message = f"the environment variable {name} is not set: set it before the run"
        else:
            self.secrets[name] = os.environ[name]
            return self.secrets[name]
        self.unresolved.append(Problem.at(path, message))
        return default


def substitution_for(pipeline: Mapping[str, Any]) -> Substitution:
    """Return the substitution that a pipeline's own ``vars`` and ``env`` allow."""
    names, variables = pipeline.get("env"), pipeline.get("vars")
    allowed = frozenset(_strings(names if isinstance(names, list) else []))
    within = Substitution({}, allowed)
    values = within.of(variables if isinstance(variables, dict) else {}, ("vars",))
    return attrs.evolve(within, variables=values)


def _strings(values: list[Any]) -> Iterator[str]:
    return (value for value in values if isinstance(value, str))
