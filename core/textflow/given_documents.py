"""Documents as a program gives them, checked as those of a source are."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Any

import attrs

from textflow.errors import OversizeError, UsageError
from textflow.reading.sources import RawDocument
from textflow.running.bound_stage import text_bytes
from textflow.running.json_values import NotJsonError, explain, to_json
from textflow.wording import listed, shown, type_name

#: A document as a program gives it: its text; or ``text``, ``id`` and ``meta`` by name.
GivenDocument = str | Mapping[str, Any] | RawDocument

_KEYS = ("text", "id", "meta")
_WANTED = "give a str, a mapping with text, id and meta, or a textflow.RawDocument"


def given_documents(documents: Iterable[GivenDocument], limit: int) -> Iterator[RawDocument]:
    """
    Yield ``documents``; one without an id has its number, from 1.

    Raises UsageError for what no document can be made of, OversizeError for more than
    ``limit`` bytes.
    """
    if isinstance(documents, str | bytes | Mapping):
        message = f"documents is one {type_name(documents)}: give a list of them, or use `process`"
        raise UsageError(message)
    for number, one in zip(count(1), documents, strict=False):
        yield checked(_document(one, str(number)), limit)


def checked(document: RawDocument, limit: int) -> RawDocument:
    """Return ``document`` as plain JSON; raises UsageError, OversizeError."""
    facts = {"text": document.text, "id": document.id, "meta": document.meta}
    for name, kind in (("text", str), ("id", str), ("meta", dict)):
        if type(facts[name]) is not kind:
            message = f"the {name} of a document is {shown(facts[name])}; {_WANTED}"
            raise UsageError(message)
    try:
        plain = to_json(facts, "")
    except NotJsonError as error:
        fault = explain(facts, "")
        message = f"document {shown(document.id)}: {fault.pointer} is {fault.found}; {fault.wanted}"
        raise UsageError(message) from error
    size = text_bytes(document.text)
    if size > limit:
        found = f"is {size:,} bytes"
        raise OversizeError(document.id, found, f"limits.max_document_bytes is {limit:,}")
    return attrs.evolve(document, text=plain["text"], id=plain["id"], meta=plain["meta"])


def _document(given: object, name: str) -> RawDocument:
    if isinstance(given, RawDocument):
        return given
    if isinstance(given, str):
        return RawDocument(given, name, name)
    if isinstance(given, Mapping) and "text" in given:
        return _named(given, name)
    message = f"document {name} is {shown(given)}; {_WANTED}"
    raise UsageError(message)


def _named(given: Mapping[Any, Any], name: str) -> RawDocument:
    odd = [key for key in given if key not in _KEYS]
    if odd:
        message = f"document {name} has {listed(map(str, odd))}: what else is known of it is `meta`"
        raise UsageError(message)
    own = given.get("id", name)
    return RawDocument(given["text"], own, str(own), given.get("meta") or {})
