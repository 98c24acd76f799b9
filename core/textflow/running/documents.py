"""All the documents of a run, one after the other, whatever some of them are."""

from collections.abc import Iterable, Iterator, Sequence

import attrs

from textflow.errors import InputError
from textflow.pipeline.model import Endpoint, Pipeline
from textflow.reading.inputs import Caps, Input, find_inputs
from textflow.reading.sources import RawDocument, Unreadable
from textflow.running.plain import NotPlainError, fault, plain
from textflow.running.seen import SeenIds
from textflow.wording import raised, shown

Read = RawDocument | Unreadable


def documents_of(pipeline: Pipeline) -> Iterator[Read]:
    """
    Return the documents of every source, in order.

    Raises InputError at once where a named file or folder is missing; what turns out
    to be unreadable on the way comes as ``Unreadable``.
    """
    limits = pipeline.limits
    caps = Caps(document=limits.max_document_bytes, input=limits.max_input_bytes)
    found = [
        (source, find_inputs(source.paths, source.base, caps, source.kind))
        for source in pipeline.sources
    ]
    return _unique(_read(found))


def _read(found: Sequence[tuple[Endpoint, Iterable[Input]]]) -> Iterator[Read]:
    for source, entries in found:
        through = source.through
        for entry in entries:
            for document in _read_one(source, entry):
                if through and isinstance(document, RawDocument):
                    yield attrs.evolve(document, through=through)
                else:
                    yield document


def _read_one(source: Endpoint, entry: Input) -> Iterator[Read]:
    try:
        yield from source.part.target(entry, **source.options)
    except InputError as error:
        yield Unreadable.because(error, id=entry.id)
    except Exception as error:  # noqa: BLE001 - a source's crash costs its input, not the run
        message = (
            f"{entry.uri}: source {source.part.name!r} of plugin {source.part.entry.name!r} "
            f"raised {raised(error)}"
        )
        yield Unreadable(entry.id, entry.uri, "SourceCrash", message, "")


def _unique(documents: Iterable[Read]) -> Iterator[Read]:
    """Yield documents, one that is unsound or has the id of another as ``Unreadable``."""
    seen = SeenIds()
    for document in documents:
        yield document if isinstance(document, Unreadable) else _sound(document, seen)


def _sound(document: RawDocument, seen: SeenIds) -> Read:
    try:
        plain([document.text, document.id, document.meta], "")
    except NotPlainError:
        wrong = fault([document.text, document.id, document.meta], "")
        found, fix = f"{wrong.found} at {wrong.pointer}", wrong.wanted
        return _refused(document, "NotPlain", found, "wanted plain JSON", fix)
    if not seen.add(document.id):
        found = f"the id {shown(document.id)} has been used by a document before"
        fix = "rename one, or choose another field as the id"
        return _refused(document, "DuplicateId", found, "wanted an id of its own", fix)
    return document


def _refused(document: RawDocument, error: str, found: str, wanted: str, fix: str) -> Unreadable:
    message = f"{document.uri}: {found}; {wanted}; {fix}"
    raw = document.text.encode(errors="backslashreplace").decode()
    return Unreadable(document.id, document.uri, error, message, raw)
