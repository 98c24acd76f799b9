"""What a pipeline requires to be installed."""

from collections.abc import Iterator
from importlib import metadata
from typing import Any

from textflow.plugins.installing import install_line
from textflow.problems import Problem
from textflow.wording import cut, shown


def requirement_problems(requirements: Any) -> Iterator[Problem]:
    """Yield a problem for each requirement that is not met here, with the line that installs it."""
    for at, requirement in enumerate(requirements if isinstance(requirements, list) else []):
        message = _unmet(requirement) if isinstance(requirement, str) else ""
        if message:
            yield Problem.at(("requires", at), message)


def _unmet(requirement: str) -> str:
    from packaging.requirements import InvalidRequirement, Requirement  # noqa: PLC0415 - seldom

    try:
        wanted = Requirement(requirement)
    except InvalidRequirement as error:
        first = str(error).partition("\n")[0]
        return f"{shown(requirement)} is not a requirement that pip understands: {cut(first)}"
    try:
        version = metadata.version(wanted.name)
    except metadata.PackageNotFoundError:
        return f"{wanted.name} is not installed: run `{install_line(str(wanted))}`"
    if not wanted.specifier.contains(version, prereleases=True):
        return f"{wanted.name} is {version} here: run `{install_line(str(wanted))}`"
    return ""
