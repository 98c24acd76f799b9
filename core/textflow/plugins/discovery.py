"""
Which plugins are installed: read from metadata, one distribution at a time.

Nothing is imported here, and a distribution whose metadata is unreadable harms
nobody else: ``importlib.metadata.entry_points()`` would fail for all of them.
"""

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from importlib import metadata
from typing import NamedTuple

import attrs

from textflow.errors import CollisionError, HostVersionError, SwitchedOffError
from textflow.wording import raised

GROUP = "textflow"
HOST = "textflow-engine"
_SECTION = re.compile(rf"^[ \t]*\[{GROUP}\]", re.MULTILINE)


class EntryPoint(NamedTuple):
    """One entry point of the group: a plugin that can be imported."""

    name: str
    distribution: str
    version: str
    #: The module, as ``package.module``.
    module: str
    #: The requirement on textflow itself, if the distribution states one.
    host_requirement: str | None = None
    #: What the distribution says it is, in a line.
    summary: str = ""
    #: The file of a plugin beside the pipeline, which no distribution gives.
    file: str = ""


class Unreadable(NamedTuple):
    """A distribution whose metadata cannot be read."""

    distribution: str
    reason: str


@attrs.frozen
class Installed:
    """All that was found."""

    #: Plugin name to the entries that claim it; more than one is a collision.
    entries: Mapping[str, tuple[EntryPoint, ...]]
    unreadable: tuple[Unreadable, ...]
    #: Plugins that are switched off, and by whom.
    off: Mapping[str, str] = attrs.field(factory=dict[str, str])

    def entry(self, name: str) -> EntryPoint | None:
        """
        Return the one entry that claims ``name``, or None.

        Raises CollisionError, HostVersionError where it is for another textflow, and
        SwitchedOffError.
        """
        if name in self.off:
            raise SwitchedOffError(plugin=name, by=self.off[name])
        claims = self.entries.get(name, ())
        if len(claims) > 1:
            raise CollisionError(
                plugin=name,
                distributions=tuple(f"{claim.distribution} {claim.version}" for claim in claims),
            )
        for claim in claims:
            _check_host(claim)
        return claims[0] if claims else None


@functools.cache
def host_version() -> str:
    """Return the version of textflow itself."""
    try:
        return metadata.version(HOST)
    except metadata.PackageNotFoundError:  # a bare checkout
        return "0"


def installed(path: Iterable[str] | None = None) -> Installed:
    """Return what is installed on ``sys.path``, or in the folders of ``path``."""
    entries: defaultdict[str, set[EntryPoint]] = defaultdict(set)
    unreadable: list[Unreadable] = []
    seen: set[str] = set()
    found = metadata.distributions() if path is None else metadata.distributions(path=list(path))
    for distribution in found:
        try:
            for entry in _entries_of(distribution, seen):
                entries[entry.name].add(entry)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is that distribution's
            unreadable.append(_unreadable(distribution, error))
    return Installed(
        entries={name: tuple(sorted(claims)) for name, claims in sorted(entries.items())},
        unreadable=tuple(unreadable),
    )


def _unreadable(distribution: metadata.Distribution, error: Exception) -> Unreadable:
    place = getattr(distribution, "_path", None)
    name = place.name if place is not None else "a distribution without a name"
    return Unreadable(name, raised(error))


def _name_and_version(facts: metadata.PackageMetadata) -> tuple[str, str]:
    name, version = facts["Name"], facts["Version"]
    if not name or not version:
        message = "it has entry points of textflow, but its METADATA has no name or no version"
        raise ValueError(message)
    return name, version


def _entries_of(distribution: metadata.Distribution, seen: set[str]) -> Iterator[EntryPoint]:
    text = distribution.read_text("entry_points.txt")
    if not text or not _SECTION.search(text):
        return
    facts = distribution.metadata
    name, version = _name_and_version(facts)
    if normalised(name) in seen:
        return  # the first on the path is the one that would be imported
    seen.add(normalised(name))
    requirement = _host_requirement(facts.get_all("Requires-Dist") or [])
    summary = " ".join(" ".join(facts.get_all("Summary") or []).split())
    for point in distribution.entry_points.select(group=GROUP):
        yield EntryPoint(point.name, name, version, point.value, requirement, summary)


def normalised(name: str) -> str:
    """Return the name of a distribution as all spellings of it have it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _host_requirement(lines: Iterable[str]) -> str | None:
    for line in lines:
        name = re.match(r"\s*([A-Za-z0-9._-]+)", line)
        if name and normalised(name[1]) == HOST:
            return line
    return None


def _check_host(entry: EntryPoint) -> None:
    if entry.host_requirement is None or entry.distribution == HOST:
        return
    from packaging.requirements import InvalidRequirement, Requirement  # noqa: PLC0415 - seldom

    try:
        wanted = Requirement(entry.host_requirement)
    except InvalidRequirement:
        return  # pip would not have installed it; nothing to check
    if wanted.marker and not wanted.marker.evaluate({"extra": ""}):
        return  # of an extra, or for another Python
    if not wanted.specifier.contains(host_version(), prereleases=True):
        raise HostVersionError(
            plugin=entry.name,
            distribution=entry.distribution,
            version=entry.version,
            requirement=f"{wanted.name}{wanted.specifier}",
            host_version=host_version(),
        )
