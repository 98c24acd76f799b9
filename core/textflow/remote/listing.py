"""Find files in a store: one that is named, or all that a glob matches, in order."""

import contextlib
from collections.abc import Generator, Iterator, Mapping, Sequence
from typing import Any

import attrs

from textflow.errors import InputError
from textflow.reading import globs
from textflow.reading.input_errors import AccessError, MissingError
from textflow.remote.addresses import split, unusable
from textflow.remote.stores import ChangedError, DeniedError, NotStoredError, Store, StoredFile
from textflow.wording import did_you_mean, shown


@attrs.frozen
class StoreSeed:
    """One address: where it starts, and what it matches there."""

    #: The address, fit to be shown.
    shown: str
    #: The folder it starts from.
    root: str
    #: The name of a plain address.
    name: str = ""
    #: The parts of a glob below the root.
    parts: tuple[str, ...] = ()

    @classmethod
    def of(cls, address: str) -> "StoreSeed":
        """Return the seed of ``address``; raises InputError where it cannot be used."""
        why = unusable(address)
        if why:
            raise _unusable(address, why)
        if not globs.has_magic(address):
            return cls(address, *split(address))
        root, parts = globs.fixed_root(address)
        if root.endswith(":/"):
            raise _unusable(address, "a glob cannot begin before the bucket is named")
        return cls(address, root, parts=parts)

    @property
    def prefix(self) -> str:
        """What the paths that it matches begin with."""
        return f"{self.root}/"

    def matches(self) -> Iterator[globs.Found]:
        """Yield the files; raises StoreError."""
        if self.parts:
            return globs.walk(self.root, self.parts, _Tree())
        return iter([globs.Found(self.name, stored=Store.at(self.shown).file())])

    def check(self) -> None:
        """Raise InputError where it names nothing that could be read; StoreError."""
        with refused(self.shown):
            if not self.parts:
                self._check_file()
            elif next(self.matches(), None) is None:
                raise _no_match(self)

    def _check_file(self) -> None:
        if Store.at(self.shown).facts()["type"] == "directory":
            found, fix = "is a folder", f"name what is to be read in it, as in {self.shown}/*.txt"
            raise MissingError(self.shown, found, "wanted a file", fix)


@contextlib.contextmanager
def refused(uri: str) -> Generator[None]:
    """Say of an input that it is not there, or may not be read; raises InputError."""
    try:
        yield
    except NotStoredError as error:
        wanted = "wanted a file, or a glob that matches some"
        raise MissingError(uri, error.found, wanted, error.fix) from error
    except (DeniedError, ChangedError) as error:
        found, wanted = f"cannot be read ({error.found})", "wanted a file that this user may read"
        raise AccessError(uri, found, wanted, error.fix) from error


class _Tree:
    """The folders of a store, as a glob goes through them: one listing for each."""

    def __init__(self) -> None:
        self._listed: dict[str, Mapping[str, Mapping[str, Any]]] = {}

    def names(self, folder: str) -> Sequence[str]:
        """Return what is in ``folder``, sorted; nothing where it has gone."""
        for other in [one for one in self._listed if not folder.startswith(f"{one}/")]:
            del self._listed[other]  # the walk has left it
        try:
            found = dict(Store.at(folder).listed())
        except NotStoredError:
            found = {}
        self._listed[folder] = found
        return list(found)

    def look(self, folder: str, name: str) -> globs.Look:
        """Return what a name in ``folder`` is."""
        facts = self._listed[folder][name]
        if facts["type"] == "directory":
            return globs.Look(is_folder=True, fault="is a folder")
        return globs.Look(stored=StoredFile.of(facts))


def _unusable(address: str, why: str) -> InputError:
    return InputError(address, why, "wanted the address of a file in a store", "")


def _no_match(seed: StoreSeed) -> MissingError:
    names = Store.at(seed.root).names()
    there = f"which contains {', '.join(map(shown, names[:3]))}" if names else "which is empty"
    return MissingError(
        uri=seed.shown,
        found=f"no file in {shown(seed.root, 200)} matches",
        wanted="wanted a file, or a glob that matches some",
        fix=f"check the pattern against that folder, {there}" + did_you_mean(seed.name, names),
    )
