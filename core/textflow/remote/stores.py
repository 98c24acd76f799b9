"""A store, asked by fsspec: what is there, how large it is, and what its refusals mean."""

import contextlib
from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any

import attrs

from textflow.errors import StoreError, TextflowError
from textflow.wording import cut

#: What stores call the facts that tell one state of a file from another, the best first.
_VERSIONS = ("ETag", "etag", "generation", "md5Hash", "LastModified", "last_modified")
_VERSIONS_ELSE = ("modificationTime", "mtime", "modified", "created")
#: Errors of libraries that say who may not, beside PermissionError.
_DENIALS = ("NoCredentialsError", "PartialCredentialsError", "DefaultCredentialsError")
#: What a library is told, so that an upload takes little memory.
_UPLOADS: Mapping[str, Mapping[str, Any]] = {"s3": {"max_concurrency": 2}}


class NotStoredError(StoreError):
    """Nothing is there."""


class DeniedError(StoreError):
    """That is not allowed to this user."""


class ChangedError(StoreError):
    """It is not any more what it was when it was opened."""


@attrs.frozen
class StoredFile:
    """What a store says of a file."""

    size: int
    #: Tells it from what it is after a change; empty where the store says nothing.
    version: str = ""

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> "StoredFile":
        """Return it, by what fsspec gives."""
        names = (*_VERSIONS, *_VERSIONS_ELSE)
        version = next((facts[name] for name in names if facts.get(name) is not None), "")
        return cls(int(facts.get("size") or 0), str(version))


@attrs.frozen
class Store:
    """The store of an address, and the path of the address in it."""

    address: str
    system: Any
    path: str

    @classmethod
    def at(cls, address: str) -> "Store":
        """Return it; nothing is asked yet. Raises StoreError."""
        from fsspec.core import url_to_fs  # noqa: PLC0415 - an extra

        with answered(address):
            # What a listing was in a run before is not what it is now.
            system, path = url_to_fs(address, use_listings_cache=False)
        return cls(address, system, path)

    def facts(self) -> Mapping[str, Any]:
        """Return what is said of this file or folder; raises StoreError."""
        with answered(self.address):
            found: Mapping[str, Any] = self.system.info(self.path)
        return found

    def file(self) -> StoredFile | None:
        """Return the file; None where there is none. Raises StoreError."""
        try:
            facts = self.facts()
        except NotStoredError:
            return None
        return StoredFile.of(facts) if facts["type"] == "file" else None

    def listed(self) -> list[tuple[str, Mapping[str, Any]]]:
        """Return name and facts of all that is in this folder, sorted; raises StoreError."""
        with answered(self.address):
            self.system.invalidate_cache(self.path)
            found = self.system.ls(self.path, detail=True)
        own = self.path.rstrip("/")
        named = ((facts["name"].rstrip("/"), facts) for facts in found)
        # A store without folders may have an empty file in place of one.
        return sorted(
            ((name.rpartition("/")[2], facts) for name, facts in named if name != own),
            key=lambda row: row[0],
        )

    def names(self) -> list[str]:
        """Return the names of all that is in this folder, none where it is not there."""
        try:
            return [name for name, _ in self.listed()]
        except NotStoredError:
            return []

    def read(self) -> bytes:
        """Return all of a small file; raises StoreError."""
        with answered(self.address):
            data: bytes = self.system.cat_file(self.path)
        return data

    def put(self, file: Path) -> StoredFile:
        """Let ``file`` be here, whole or not at all; raises StoreError."""
        protocols = self.system.protocol
        first = protocols if isinstance(protocols, str) else protocols[0]
        with answered(self.address):
            self.system.put_file(str(file), self.path, **_UPLOADS.get(first, {}))
            there = StoredFile.of(self.system.info(self.path))
        if there.size != file.stat().st_size:
            found = f"it has {there.size:,} bytes there, and {file.stat().st_size:,} here"
            raise StoreError(self.address, found, "run again")
        return there

    def remove(self) -> None:
        """Remove the file, where it is there; raises StoreError."""
        with contextlib.suppress(NotStoredError), answered(self.address):
            self.system.rm_file(self.path)


@contextlib.contextmanager
def answered(address: str) -> Generator[None]:
    """
    Say what an error of a store, or on the way to it, means; raises StoreError.

    Libraries of stores raise whatever they like, and have tried again by themselves.
    """
    try:
        yield
    except TextflowError:
        raise
    except FileNotFoundError as error:
        found = "there is no such file, folder or bucket"
        raise NotStoredError(address, found, "check the address") from error
    except Exception as error:
        if type(error).__name__ == "FileExpired":
            found = "it has been changed while it was read"
            raise ChangedError(address, found, "run again") from error
        found = cut(f"{type(error).__name__}: {error}")
        if isinstance(error, PermissionError) or type(error).__name__ in _DENIALS:
            fix = "check the credentials of this process, and what they allow"
            raise DeniedError(address, found, fix) from error
        fix = "what is done stays; run again when the store answers"
        raise StoreError(address, found, fix) from error
