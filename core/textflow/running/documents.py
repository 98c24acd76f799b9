"""All the documents of a run, one after the other, whatever some of them are."""

import contextlib
from collections.abc import Iterable, Iterator, Sequence

import attrs

from textflow.pipeline.model import Connector, Pipeline
from textflow.reading.input_errors import DuplicateIdError
from textflow.reading.inputs import Caps, Input, find_inputs
from textflow.reading.sources import RawDocument, Unreadable, raw_bytes
from textflow.running.seen_ids import SeenIds
from textflow.running.source_calls import ReadySource, documents_in
from textflow.wording import shown

Read = RawDocument | Unreadable


def documents_of(pipeline: Pipeline) -> Iterator[Read]:
    """
    Return the documents of every source, in order.

    Raises InputError at once where a named file or folder is missing, SetupError where a
    source that is a class cannot be set up; what turns out to be unreadable on the way
    comes as ``Unreadable``.
    """
    limits = pipeline.limits
    caps = Caps(document=limits.max_document_bytes, input=limits.max_input_bytes)
    found = [(ReadySource.of(source), inputs_of(source, caps)) for source in pipeline.sources]
    return unique(_read(found))


def inputs_of(source: Connector, caps: Caps) -> Iterable[Input]:
    """Return what a source is asked to read; one without a path is asked once."""
    if not source.component.takes_path:
        return [Input.elsewhere(source.component.name, caps)]
    return find_inputs(source.paths, source.base, caps, source.kind)


def _read(found: Sequence[tuple[ReadySource, Iterable[Input]]]) -> Iterator[Read]:
    for source, entries in found:
        for entry in entries:
            yield from documents_in(source, entry)


def unique(documents: Iterable[Read]) -> Iterator[Read]:
    """Yield documents, one that has the id of another as ``Unreadable``."""
    with contextlib.closing(SeenIds()) as seen:
        for number, document in enumerate(documents, 1):
            yield document if seen.add(document.id) else renamed(document, seen, number)


def renamed(document: Read, seen: SeenIds, number: int) -> Unreadable:
    """Return a document whose id is taken as what has failed, under an id of its own."""
    refused = document if isinstance(document, Unreadable) else _refused(document)
    name = f"{refused.id}#{number}"
    while not seen.add(name):
        name += "#"
    return attrs.evolve(refused, id=name)


def _refused(document: RawDocument) -> Unreadable:
    error = DuplicateIdError(
        uri=document.uri,
        found=f"the id {shown(document.id)} has been used by a document before",
        wanted="wanted an id of its own",
        fix="rename one, or choose another field as the id",
    )
    refused = Unreadable.because(error, id=document.id, raw=raw_bytes(document.text))
    return attrs.evolve(refused, meta=document.meta, encoding=document.encoding)
