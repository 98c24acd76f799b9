"""Decompress what is read: gzip and Zstandard, in steps of bounded size, within the caps."""

import zlib
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

import attrs

from textflow.reading.input_errors import DamagedError, TooLarge
from textflow.reading.streams import Caps
from textflow.reading.zstandard import INSTALL, zstd

#: Bytes that one step of decompression may give.
STEP = 262_144

_GZIP = 31  # zlib's window bits for "gzip header and trailer, nothing else"
_NAMES = {"gz": "gzip", "zst": "Zstandard"}


class _Member(Protocol):
    """One member of a file, being decompressed."""

    @property
    def eof(self) -> bool:
        """Whether its end has come."""
        ...

    def step(self, data: bytes) -> tuple[bytes, bytes | None]:
        """Return some of what ``data`` contains, and what is left; None where more must come."""
        ...


class _Gzip:
    def __init__(self) -> None:
        self._member = zlib.decompressobj(_GZIP)

    @property
    def eof(self) -> bool:
        return self._member.eof

    def step(self, data: bytes) -> tuple[bytes, bytes | None]:
        piece = self._member.decompress(data, STEP)
        rest = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
        return piece, rest or None


class _Zstandard:
    def __init__(self, module: Any) -> None:
        self._member = module.ZstdDecompressor()

    @property
    def eof(self) -> bool:
        return bool(self._member.eof)

    def step(self, data: bytes) -> tuple[bytes, bytes | None]:
        piece = self._member.decompress(data, STEP)
        if self._member.eof:
            return piece, self._member.unused_data or None
        return piece, None if self._member.needs_input else b""


def decompressed(
    chunks: Iterable[bytes], uri: str, caps: Caps, compression: str
) -> Iterator[bytes]:
    """
    Yield the decompressed bytes of all members of ``chunks``, one level deep.

    NUL padding after the last member is passed over, as gzip does. ``compression`` is the
    suffix: ``gz`` or ``zst``.
    """
    module = zstd() if compression == "zst" else None
    if compression == "zst" and module is None:
        raise _not_installed(uri)
    members = _Members(uri, caps, compression, module, _member(module))
    for chunk in chunks:
        yield from members.pieces(chunk)
    if not members.now.eof:
        raise _cut(uri, members.given, compression)


@attrs.define(eq=False, repr=False)
class _Members:
    """The members of a file, one after the other, and how much they have given."""

    uri: str
    caps: Caps
    compression: str
    module: Any
    now: _Member
    taken: int = 0
    given: int = 0

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        """Yield what ``chunk`` contains."""
        self.taken += len(chunk)
        rest: bytes | None = chunk
        while rest is not None:
            if self.now.eof:
                rest = self._next(rest)
                continue
            piece, rest = self._step(rest)
            yield piece

    def _next(self, data: bytes) -> bytes | None:
        """Begin a member; return what it begins with, None for nothing but padding."""
        data = data.lstrip(b"\0")
        if data:
            self.now = _member(self.module)
        return data or None

    def _step(self, data: bytes) -> tuple[bytes, bytes | None]:
        try:
            piece, rest = self.now.step(data)
        except _errors(self.module) as error:
            raise _broken(self.uri, self.given, self.compression, error) from error
        self.given += len(piece)
        if self.given > self.caps.document and self.given > self.taken * self.caps.ratio:
            raise _bomb(self.uri, self.given, self.taken, self.caps)
        return piece, rest


def _member(module: Any) -> _Member:
    return _Zstandard(module) if module else _Gzip()


def _errors(module: Any) -> tuple[type[Exception], ...]:
    """Return what is raised for broken data."""
    return (zlib.error, module.ZstdError) if module else (zlib.error,)


def _broken(uri: str, given: int, compression: str, error: Exception) -> DamagedError:
    name = _NAMES[compression]
    found = f"the compressed data is broken after {given:,} bytes" if given else f"is not {name}"
    return DamagedError(
        uri=uri,
        found=f"{found} ({error})",
        wanted=f"wanted whole {name} data and nothing behind it",
        fix=f"fetch it anew, or rename it if it is no .{compression}",
    )


def _cut(uri: str, given: int, compression: str) -> DamagedError:
    return DamagedError(
        uri=uri,
        found=f"the compressed data is cut off after {given:,} bytes",
        wanted=f"wanted {_NAMES[compression]} data with its end",
        fix="fetch it anew",
    )


def _bomb(uri: str, given: int, taken: int, caps: Caps) -> TooLarge:
    return TooLarge(
        uri=uri,
        found=f"{taken:,} compressed bytes became {given:,} and more",
        wanted=f"at most {caps.ratio} times as many are allowed",
        fix="if this is no decompression bomb, decompress it first",
    )


def _not_installed(uri: str) -> DamagedError:
    return DamagedError(
        uri=uri,
        found="is Zstandard data, and there is nothing here that reads it",
        wanted="wanted plain or gzip data",
        fix=f"{INSTALL}, or decompress it with `zstd -d`",
    )
