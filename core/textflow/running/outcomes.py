"""How a document ends: written, filtered or dead. Exactly one of these, exactly once."""

import base64
from collections.abc import Mapping
from typing import Any, NamedTuple

import attrs
import orjson

from textflow.errors import DocumentError, TextflowError
from textflow.reading.input_errors import kind_of
from textflow.reading.sources import RawDocument, Unreadable

Read = RawDocument | Unreadable

#: Stage, plugin and version, for the dead letter; None where no stage is to blame.
Provenance = tuple[str, str, str]


class Failure(NamedTuple):
    """Why a document is dead."""

    #: A short type, as ``StageCrash``.
    type: str
    message: str
    stage: str | None = None
    plugin: str | None = None
    version: str | None = None

    @classmethod
    def of(cls, error: TextflowError, giver: Provenance | None = None) -> "Failure":
        """Return what ``error`` says, with who is to blame."""
        return cls(kind_of(error), str(error), *(giver or ()))


@attrs.frozen
class Outcome:
    """
    How one document ended, as an engine hands it back: plain values and bytes.

    It goes through a pipe as it is; the document itself need not come back with it.
    """

    #: The number under which ``Work`` handed the document out.
    number: int
    #: The record as one line of JSON; empty where the document is not written.
    line: bytes = b""
    #: Whether a stage with ``on_error: skip`` has failed on it.
    skipped: bool = False
    #: How many items of stages with ``invalid: reject`` were left out.
    rejected: int = 0
    #: The filter stage that turned it down.
    filtered_by: str | None = None
    failure: Failure | None = None
    #: The failure as an exception, for observers.
    error: TextflowError | None = None
    #: How often the document was tried.
    attempts: int = 1
    #: Whether the whole run ends with this document.
    stops: bool = False
    #: Whether no stage was called: a run before has kept all that they found.
    known: bool = False


class Written(NamedTuple):
    """The document's record, to be written."""

    line: bytes
    #: What it was read as.
    source: RawDocument
    skipped: bool = False
    rejected: int = 0
    #: Whether it comes from the cache as it is.
    known: bool = False

    @property
    def record(self) -> dict[str, Any]:
        """The record, read from its line."""
        found: dict[str, Any] = orjson.loads(self.line)
        return found


class Filtered(NamedTuple):
    """A filter stage turned the document down."""

    id: str
    stage: str
    #: Where it came from.
    uri: str = ""
    #: Whether the cache said so.
    known: bool = False


class Dead(NamedTuple):
    """The document failed; its dead letter says why."""

    letter: Mapping[str, Any]
    error: TextflowError | None = None


End = Written | Filtered | Dead


def end_of(document: Read, outcome: Outcome) -> End:
    """Return what ``outcome`` means for the document that it is about."""
    if outcome.failure is not None:
        return Dead(_letter(document, outcome.failure, outcome.attempts), outcome.error)
    if outcome.filtered_by is not None:
        return Filtered(document.id, outcome.filtered_by, document.uri, outcome.known)
    if isinstance(document, Unreadable):
        message = f"{document.uri} is unreadable, but ended in a record"
        raise TypeError(message)
    return Written(outcome.line, document, outcome.skipped, outcome.rejected, outcome.known)


def failed(document: Read, error: DocumentError, giver: Provenance | None = None) -> Dead:
    """Return the end of a document on which ``giver`` (stage, plugin, version) failed."""
    return Dead(_letter(document, Failure.of(error, giver)), error)


def _letter(document: Read, failure: Failure, attempts: int = 1) -> dict[str, Any]:
    return {
        "id": document.id,
        "source": {"uri": document.uri},
        "stage": failure.stage,
        "plugin": failure.plugin,
        "version": failure.version,
        "error": {"type": failure.type, "message": failure.message},
        "attempts": attempts,
        "meta": document.meta,
        **_raw(document),
    }


def _raw(document: Read) -> dict[str, Any]:
    """Return raw input as text with its encoding, or its bytes in base64 and None."""
    if isinstance(document, RawDocument):
        return {"encoding": document.encoding, "raw": document.text}
    cut = {"cut": True} if document.cut else {}
    try:
        text = document.raw.decode()
    except UnicodeDecodeError:
        return {"encoding": None, "raw": base64.b64encode(document.raw).decode(), **cut}
    return {"encoding": document.encoding or "utf-8", "raw": text, **cut}
