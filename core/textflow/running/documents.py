"""All the documents of a run, one after the other, whatever some of them are."""

import contextlib
from collections.abc import Iterable, Iterator, Sequence

import attrs

from textflow.pipeline.model import Endpoint, Pipeline
from textflow.plugins.guard import Guard
from textflow.reading.inputs import Caps, Input, find_inputs
from textflow.reading.sources import RawDocument, Unreadable
from textflow.running.plain import Fault, NotPlainError, fault, plain
from textflow.running.seen import SeenIds
from textflow.running.sourced import SourceFault, documents_in
from textflow.wording import shown

Read = RawDocument | Unreadable


def documents_of(pipeline: Pipeline) -> Iterator[Read]:
    """
    Return the documents of every source, in order.

    Raises InputError at once where a named file or folder is missing; what turns out
    to be unreadable on the way comes as ``Unreadable``.
    """
    limits = pipeline.limits
    caps = Caps(document=limits.max_document_bytes, input=limits.max_input_bytes)
    found = [(source, find_inputs(source.paths, source.base, caps)) for source in pipeline.sources]
    return _unique(_read(found))


def _read(found: Sequence[tuple[Endpoint, Iterable[Input]]]) -> Iterator[Read]:
    for source, entries in found:
        for entry in entries:
            yield from documents_in(source, entry)


def _unique(documents: Iterable[Read]) -> Iterator[Read]:
    """Yield documents, one that is not plain or has the id of another as ``Unreadable``."""
    with contextlib.closing(SeenIds()) as seen:
        for number, document in enumerate(documents, 1):
            one = _plain(document)
            yield one if seen.add(one.id) else _renamed(one, seen, number)


def _plain(document: Read) -> Read:
    if isinstance(document, Unreadable):
        return document
    wrong: Fault | None = None
    try:
        with Guard(SourceFault):  # its values are the source's, whatever they claim to be
            try:
                plain([document.text, document.id, document.uri, document.meta], "")
            except NotPlainError:
                wrong = fault([document.text, document.id, document.uri, document.meta], "")
    except SourceFault as error:
        wrong = Fault("/3", f"what cannot be read ({error})", "give plain values")
    if wrong is None:
        return document
    found = f"{wrong.found} at {wrong.pointer}"
    return _refused(document, "NotPlain", found, "wanted plain JSON", wrong.wanted)


def _renamed(document: Read, seen: SeenIds, number: int) -> Unreadable:
    """Return a document whose id is taken as what has failed, under an id of its own."""
    if isinstance(document, Unreadable):
        refused = document
    else:
        found = f"the id {shown(document.id)} has been used by a document before"
        fix = "rename one, or choose another field as the id"
        refused = _refused(document, "DuplicateId", found, "wanted an id of its own", fix)
    name = f"{refused.id}#{number}"
    while not seen.add(name):
        name += "#"
    return attrs.evolve(refused, id=name)


def _refused(document: RawDocument, error: str, found: str, wanted: str, fix: str) -> Unreadable:
    message = f"{document.uri}: {found}; {wanted}; {fix}"
    meta = document.meta if error == "DuplicateId" else {}
    raw, name = document.text, document.encoding
    return Unreadable(document.id, document.uri, error, message, raw, meta=meta, encoding=name)
