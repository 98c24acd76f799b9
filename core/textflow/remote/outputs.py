"""Outputs in a store: looked at before a run, and put there at its end."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from textflow.errors import OutputError
from textflow.reading.globs import fits
from textflow.remote.addresses import protocol_of, unusable
from textflow.remote.stores import DeniedError, NotStoredError, Store, StoredFile


class Noted(Protocol):
    """What remembers, beyond the end of this process, what has been put into a store."""

    @property
    def uploaded(self) -> dict[str, str]:
        """The address of each file that is there, and which one it is."""
        ...

    def note_upload(self, address: str, version: str) -> None:
        """Write down one more."""


def check_output(name: str, address: str) -> None:
    """
    Look whether an output called ``name`` can go to ``address``.

    Raises OutputError where it cannot be there, StoreError where the store does not answer.
    """
    why = unusable(address)
    if why:
        raise OutputError(name, why, "name another sink")
    store = Store.at(address)
    bucket = store.path.strip("/").partition("/")[0]
    if store.system.root_marker:
        return  # its first folder can be made
    with contextlib.suppress(DeniedError):  # who may only write is told where that is refused
        try:
            Store.at(f"{protocol_of(address)}://{bucket}").facts()
        except NotStoredError:
            found = f"there is no bucket {bucket!r}"
            raise OutputError(name, found, "make it, or name another one") from None


def names_in(address: str) -> list[str]:
    """Return what is in a folder, as far as this user may know; raises StoreError."""
    try:
        return Store.at(address).names()
    except DeniedError:
        return []


def read_there(address: str) -> bytes:
    """Return all of a small file; raises OSError where there is none, StoreError."""
    try:
        return Store.at(address).read()
    except (NotStoredError, DeniedError) as error:
        raise FileNotFoundError(address) from error


def is_filled_there(address: str, parts: str) -> bool:
    """Return whether the output at ``address`` contains anything; raises StoreError."""
    if parts:
        return bool(names_in(address))
    file = Store.at(address).file()
    return file is not None and file.size > 0


def upload(made: Path, address: str, parts: str, noted: Noted) -> None:
    """
    Put a file, or a folder of ``parts``, to ``address``, but for what is noted to be there.

    Each file is there whole or not at all. Parts of the run before that are too many go.
    Raises StoreError, OSError.
    """
    done = noted.uploaded
    for file, place in _files(made, address):
        store = Store.at(place)
        if place not in done or store.file() != StoredFile(file.stat().st_size, done[place]):
            noted.note_upload(place, store.put(file).version)
    if parts:
        _remove_old(made, address, parts)


def _files(made: Path, address: str) -> Iterator[tuple[Path, str]]:
    if not made.is_dir():
        yield made, address
        return
    for inner in sorted(made.iterdir()):
        yield from _files(inner, f"{address}/{inner.name}")


def _remove_old(made: Path, address: str, parts: str) -> None:
    for name in names_in(address):
        if fits((parts,), (name,)) and not (made / name).exists():
            Store.at(f"{address}/{name}").remove()
