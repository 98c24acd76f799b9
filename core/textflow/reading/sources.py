"""What a source yields: documents, and what could not become one."""

from collections.abc import Callable
from typing import Any

import attrs

from textflow.errors import InputError
from textflow.masking import masked
from textflow.reading.decoding import decode
from textflow.reading.input_errors import TooLarge, kind_of
from textflow.reading.inputs import Input

#: Characters of its message.
MESSAGE_CAP = 300


def shorten(message: str) -> str:
    """Return ``message`` without secrets, in ``MESSAGE_CAP`` characters, its end kept."""
    message = masked(message)
    if len(message) <= MESSAGE_CAP:
        return message
    half = MESSAGE_CAP // 2 - 2
    return f"{message[:half]}...{message[-half:]}"


def raw_bytes(raw: bytes | str) -> bytes:
    r"""
    Return raw input as bytes; text as UTF-8, a lone surrogate as the bytes that are none.

    >>> raw_bytes("caf\u00e9")
    b'caf\xc3\xa9'
    """
    return raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else raw


@attrs.frozen
class RawDocument:
    """One document as it was read, before any stage."""

    #: Decoded, exactly as read: no newline translation, no BOM, no lone surrogate.
    text: str
    #: Unique within a run.
    id: str
    #: Where it came from; ``file:line`` for a line of a file.
    uri: str
    #: What else the source knows, as plain JSON.
    meta: dict[str, Any] = attrs.field(factory=dict[str, Any])
    #: Undecodable bytes, each read as U+FFFD.
    replaced: int = 0
    #: The encoding it was read in.
    encoding: str = "utf-8"
    #: The stage that it passes first; textflow sets it, from what its source says.
    through: str = ""


@attrs.frozen
class Unreadable:
    """A piece of input that could not become a document; ends as one dead letter."""

    id: str
    #: ``file:line`` for a line of a file.
    uri: str
    #: A short type: ``NotJson``, ``NotText``, ``TooLarge``, ``NoText``, ``DuplicateId``, ...
    error: str
    #: Where, what was found, what was wanted, what to do; 300 characters at most.
    message: str = attrs.field(converter=shorten)
    #: The whole raw input, as bytes or as text.
    raw: bytes = attrs.field(converter=raw_bytes)
    #: What else was known of it, as plain JSON.
    meta: dict[str, Any] = attrs.field(factory=dict[str, Any])
    #: What ``raw`` was read as before it became UTF-8, where it has been read.
    encoding: str = ""
    #: Whether ``raw`` is only the beginning: what is too large is not kept whole.
    cut: bool = False

    @classmethod
    def because(cls, error: InputError, *, id: str, raw: bytes = b"") -> "Unreadable":  # noqa: A002 - the name of the record's field
        """Return what ``error`` makes of the piece of input called ``id``."""
        cut = isinstance(error, TooLarge) and not raw
        if isinstance(error, TooLarge):
            raw = raw or error.head
        return cls(id, error.uri, kind_of(error), str(error), raw, cut=cut)


def whole_file(entry: Input, declared: Callable[[bytes], str | None]) -> RawDocument | Unreadable:
    """
    Return all of ``entry`` as one document: what a source of whole files yields.

    ``declared`` is given the bytes and returns the encoding that they, or the user,
    declare, or None; ``textflow.decode`` does the rest.
    """
    raw = b""
    try:
        raw = entry.read()
        decoded = decode(raw, declared(raw), uri=entry.uri)
    except InputError as error:
        return Unreadable.because(error, id=entry.id, raw=raw)
    return RawDocument(
        text=decoded.text,
        id=entry.id,
        uri=entry.uri,
        replaced=decoded.replaced,
        encoding=decoded.encoding,
    )
