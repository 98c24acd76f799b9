"""Whether what a plugin needs is installed, in versions that everything agrees on."""

from collections.abc import Iterator
from importlib import metadata

import attrs
from packaging.requirements import InvalidRequirement, Requirement

from textflow.plugins.discovery import normalised
from textflow.plugins.installing import install_line


@attrs.frozen
class _Need:
    """One requirement, and the distribution that states it."""

    owner: str
    wanted: Requirement

    @property
    def name(self) -> str:
        return normalised(self.wanted.name)


def conflicts(distribution: str) -> list[str]:
    """
    Return what does not fit of all that ``distribution`` needs, directly or not.

    That is what is missing, what is there in another version, and what some other
    distribution needs in another version than the one that is there.
    """
    needed = {normalised(distribution)}
    found: dict[str, str] = {}
    queue = [distribution]
    while queue:
        for need in _needs(queue.pop()):
            _note(need, found)
            if need.name not in needed:
                needed.add(need.name)
                queue.append(need.wanted.name)
    for other in _others(needed):
        for need in _needs(other):
            if need.name in needed:
                _note(need, found)
    return sorted(found.values())


def _note(need: _Need, found: dict[str, str]) -> None:
    """Put down what is wrong with one requirement, if it is not met."""
    wanted = f"{need.wanted.name}{need.wanted.specifier}"
    version = _version(need.wanted.name)
    if version is not None and need.wanted.specifier.contains(version, prereleases=True):
        return
    there = f"{version} is installed" if version else "it is not installed"
    advice = install_line(wanted)
    found[f"{need.owner} {wanted}"] = f"{need.owner} needs {wanted}, but {there}: run `{advice}`"


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _others(needed: set[str]) -> Iterator[str]:
    """Yield the names of the distributions that are installed besides."""
    for one in metadata.distributions():
        name = _name(one)
        if name and normalised(name) not in needed:
            yield name


def _name(distribution: metadata.Distribution) -> str:
    try:
        return distribution.metadata["Name"] or ""
    except Exception:  # noqa: BLE001 - a distribution whose metadata is broken is not our matter
        return ""


def _needs(name: str) -> Iterator[_Need]:
    """Yield what a distribution requires here, without its extras."""
    try:
        distribution = metadata.distribution(name)
        lines = distribution.requires or []
        owner = f"{distribution.metadata['Name']} {distribution.version}"
    except Exception:  # noqa: BLE001 - not there, or its metadata is broken
        return
    for line in lines:
        try:
            wanted = Requirement(line)
        except InvalidRequirement:
            continue  # pip would not have installed it
        if wanted.marker is None or wanted.marker.evaluate({"extra": ""}):
            yield _Need(owner, wanted)
