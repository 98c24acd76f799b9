"""How a document ends: written, filtered or dead. Exactly one of these, exactly once."""

import base64
from collections.abc import Mapping
from typing import Any

import attrs

from textflow.errors import DocumentError
from textflow.reading.sources import RawDocument, Unreadable


@attrs.frozen
class Written:
    """The document's record, to be written."""

    record: dict[str, Any]
    #: What it was read as.
    source: RawDocument


@attrs.frozen
class Filtered:
    """A filter stage turned the document down."""

    id: str
    stage: str
    #: Where it came from.
    uri: str = ""


@attrs.frozen
class Dead:
    """The document failed; its dead letter says why."""

    letter: Mapping[str, Any]
    error: DocumentError | None = None


Outcome = Written | Filtered | Dead


def unreadable(found: Unreadable) -> Dead:
    """Return the end of what could not even become a document."""
    raw, encoding = _as_text(found)
    return Dead(
        {
            "id": found.id,
            "source": {"uri": found.uri},
            "stage": None,
            "plugin": None,
            "version": None,
            "error": {"type": found.error, "message": found.message},
            "attempts": 1,
            "meta": found.meta,
            "encoding": encoding,
            "raw": raw,
        }
    )


def _as_text(found: Unreadable) -> tuple[str, str | None]:
    """Return raw input as text with its encoding, or its bytes in base64 and None."""
    try:
        return found.raw.decode(), found.encoding or "utf-8"
    except UnicodeDecodeError:
        return base64.b64encode(found.raw).decode(), None


def failed(
    document: RawDocument, error: DocumentError, giver: tuple[str, str, str] | None = None
) -> Dead:
    """Return the end of a document on which ``giver`` (stage, plugin, version) failed."""
    stage, plugin, version = giver or (None, None, None)
    return Dead(
        {
            "id": document.id,
            "source": {"uri": document.uri},
            "stage": stage,
            "plugin": plugin,
            "version": version,
            "error": {"type": type(error).__name__.removesuffix("Error"), "message": str(error)},
            "attempts": 1,
            "meta": document.meta,
            "encoding": document.encoding,
            "raw": document.text,
        },
        error,
    )
