"""How a document ends: written, filtered or dead. Exactly one of these, exactly once."""

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


@attrs.frozen
class Dead:
    """The document failed; its dead letter says why."""

    letter: Mapping[str, Any]
    error: DocumentError | None = None


Outcome = Written | Filtered | Dead


def unreadable(found: Unreadable) -> Dead:
    """Return the end of what could not even become a document."""
    return Dead(
        {
            "id": found.id,
            "source": {"uri": found.uri},
            "stage": None,
            "plugin": None,
            "version": None,
            "error": {"type": found.error, "message": found.message},
            "attempts": 1,
            "meta": {},
            "raw": found.raw,
        }
    )


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
            "raw": document.text,
        },
        error,
    )
