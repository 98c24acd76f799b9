"""What must be the same in every process of a run, for its records to be those of one process."""

import contextlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path

import attrs

from textflow.plugins.discovery import HOST, EntryPoint, host_version, normalised
from textflow.plugins.registry import Registry
from textflow.running.editable_plugins import package_digest, package_of

#: The file in the folder of the shards by which a process sees that it is the same folder.
TOKEN = "token"  # noqa: S105 - it keeps no secret


@attrs.frozen
class Versions:
    """Facts of one process, and how to ask another one for them."""

    plugins: tuple[str, ...]
    #: The folder that all must see.
    folder: str
    facts: Mapping[str, str]

    @classmethod
    def here(cls, registry: Registry, plugins: Sequence[str], folder: str) -> "Versions":
        """Return those of this process; raises PluginError for a plugin that is broken."""
        entries: list[EntryPoint] = []
        facts: dict[str, str] = {}
        for name in plugins:
            plugin = registry.plugin(name)
            if plugin is None:
                facts[f"plugin {name!r}"] = "not there"
            else:
                entries.append(plugin.entry)
        return cls(tuple(plugins), folder, {**_named(entries, folder), **facts})

    def elsewhere(self, registry: Registry) -> "Versions":
        """Return those of the process in which this is called."""
        return type(self).here(registry, self.plugins, self.folder)

    def differences(self, there: "Versions") -> tuple[str, ...]:
        """Return what is not the same in another process."""
        names = dict.fromkeys((*self.facts, *there.facts))
        return tuple(
            f"{name} is {there.facts.get(name, 'not there')} there, "
            f"{self.facts.get(name, 'not there')} here"
            for name in names
            if self.facts.get(name) != there.facts.get(name)
        )


def _named(entries: Sequence[EntryPoint], folder: str) -> dict[str, str]:
    return {
        "Python": "{}.{}".format(*sys.version_info),
        HOST: host_version(),
        **{f"the files of {package}": package_digest(package) for package in _packages(entries)},
        **{f"plugin {one.name!r}": f"{one.distribution} {one.version}" for one in entries},
        **dict(_libraries(entries)),
        f"the folder {folder}": _token(folder),
    }


def _packages(entries: Sequence[EntryPoint]) -> tuple[str, ...]:
    own = (package_of(one) for one in entries if not one.file)
    return tuple(sorted({"textflow", "textflow_schemas", *own} & sys.modules.keys()))


def _libraries(entries: Sequence[EntryPoint]) -> Iterator[tuple[str, str]]:
    """Yield each library that textflow and the plugins require, with its version."""
    distributions = {HOST, *(one.distribution for one in entries if not one.file)}
    lines = (line for one in sorted(distributions) for line in _required(one))
    for name in sorted({_name(line) for line in lines} - {""}):
        with contextlib.suppress(metadata.PackageNotFoundError):  # what needs it says so itself
            yield name, metadata.version(name)


def _required(distribution: str) -> Sequence[str]:
    try:
        return metadata.requires(distribution) or ()
    except metadata.PackageNotFoundError:  # a bare checkout
        return ()


def _name(requirement: str) -> str:
    """Return the name of what is required here; nothing for an extra, or another Python."""
    from packaging.requirements import Requirement  # noqa: PLC0415 - for clusters alone

    found = Requirement(requirement)
    needed = found.marker is None or found.marker.evaluate({"extra": ""})
    return normalised(found.name) if needed and normalised(found.name) != HOST else ""


def _token(folder: str) -> str:
    try:
        return (Path(folder) / TOKEN).read_text("utf-8")
    except OSError:
        return "not there"
