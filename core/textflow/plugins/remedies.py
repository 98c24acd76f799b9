"""What to do about a plugin that cannot be imported: the command, where there is one."""

import re
from collections.abc import Iterator
from importlib import metadata

from textflow.plugins.discovery import HOST, EntryPoint, normalised
from textflow.plugins.frames import place_in
from textflow.wording import shown


def remedy(entry: EntryPoint, cause: BaseException | None) -> str:
    """Return what to do about ``cause``, which the import of a plugin raised."""
    fixed = entry.distribution == HOST or bool(entry.file)  # no other version can be taken
    removal = "" if fixed else f", or `pip uninstall {entry.distribution}`"
    module = _missing(cause)
    if module and module != entry.module.partition(".")[0].partition(":")[0]:
        return f"{installing(entry, module)}{removal}"
    place = place_in(cause, entry.module) if cause is not None else ""
    where = f"look at {place}" if place else f"look at the files of {entry.module}"
    if fixed:
        return where
    other = f"take another version with `pip install --upgrade {entry.distribution}`"
    return f"{where}, {other}{removal}"


def installing(entry: EntryPoint, module: str) -> str:
    """Return how to install the library that ``module`` belongs to, as the plugin asks for it."""
    for name, requirement in _requirements(entry):
        if normalised(name) == normalised(module):
            return f"install it with `pip install {requirement}`"
    return f"install the library that the module {module!r} belongs to"


def _missing(cause: BaseException | None) -> str:
    """Return the module that an import did not find, or nothing."""
    name = cause.name if type(cause) is ModuleNotFoundError else None
    return shown(name)[1:-1].partition(".")[0] if isinstance(name, str) else ""


def _requirements(entry: EntryPoint) -> Iterator[tuple[str, str]]:
    """Yield name and requirement of what a distribution asks for, with all its extras."""
    try:
        lines = metadata.requires(entry.distribution) or []
    except metadata.PackageNotFoundError:
        return
    for line in lines:
        wanted = line.partition(";")[0].strip()
        name = re.match(r"[A-Za-z0-9._-]+", wanted)
        if name:
            is_plain = name[0] == wanted
            yield name[0], wanted if is_plain else f"'{wanted}'"
