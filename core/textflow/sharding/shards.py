"""Cut the input of a pipeline into shards: the same ones, as long as the input is the same."""

import hashlib
import itertools
import os
from collections.abc import Iterable, Iterator, Sequence

import attrs

from textflow.errors import HookError, InputError
from textflow.pipeline.model import Connector, Pipeline
from textflow.plugins.guard import drawn, guarded
from textflow.reading.inputs import Caps, Input
from textflow.reading.sources import RawDocument
from textflow.remote.addresses import is_everywhere
from textflow.running.documents import inputs_of
from textflow.running.outcomes import Read
from textflow.running.resumable_input import digest_of
from textflow.running.source_calls import ReadySource, documents_in
from textflow.stages import Declaration

#: Files of one shard at most: it goes to its worker with the names of all of them.
_MOST = 5_000
#: Documents, and their characters, of one shard that has them with it.
IN_HAND, CHARACTERS = 1_000, 4_000_000


@attrs.frozen
class ShardPart:
    """An input of a shard, or a piece of one."""

    #: The place of its source in the pipeline.
    source: int
    entry: Input
    #: Bytes of it, as stored.
    size: int
    #: What tells it from any other, and from what it was before it was changed.
    facts: tuple[object, ...]


@attrs.frozen
class Shard:
    """
    A part of the input that is done at once, by any process that sees the same files.

    It can be pickled. Its documents are read where it is done; those of standard input,
    and of sources without files, come with it.
    """

    #: Its place among the shards of the run, from 0.
    number: int
    parts: tuple[ShardPart, ...] = ()
    #: Documents that have been read already.
    documents: tuple[Read, ...] = ()

    @property
    def name(self) -> str:
        """What names it and its input: that of its folder."""
        whole = hashlib.blake2b(digest_size=8)
        for part in self.parts:
            whole.update(repr(part.facts).encode("utf-8", "backslashreplace"))
        for document in self.documents:
            whole.update(digest_of(document))
        return f"{self.number:06d}-{whole.hexdigest()}"

    @property
    def size(self) -> int:
        """Bytes of its files, as stored."""
        return sum(part.size for part in self.parts)

    def read(self, sources: Sequence[ReadySource]) -> Iterator[Read]:
        """Yield its documents."""
        yield from self.documents
        for part in self.parts:
            yield from documents_in(sources[part.source], part.entry)


@attrs.frozen
class Cutter:
    """Cuts the input of one pipeline."""

    _sources: tuple[Connector, ...]
    _inputs: tuple[Iterable[Input], ...]

    @classmethod
    def of(cls, pipeline: Pipeline) -> "Cutter":
        """Look for the inputs; raises InputError where a named file or folder is missing."""
        limits = pipeline.limits
        caps = Caps(document=limits.max_document_bytes, input=limits.max_input_bytes)
        return cls(pipeline.sources, tuple(inputs_of(one, caps) for one in pipeline.sources))

    def shards(self, size: int) -> Iterator[Shard]:
        """Yield shards of about ``size`` bytes, in the order of the documents."""
        number = itertools.count()
        for parts in _grouped(self._parts(size), size):
            if not _is_shared(parts[0]):
                found = self._in_hand(parts[0])
                yield from (Shard(next(number), documents=documents) for documents in found)
            else:
                yield Shard(next(number), tuple(parts))

    def _parts(self, size: int) -> Iterator[ShardPart]:
        for at, (source, entries) in enumerate(zip(self._sources, self._inputs, strict=True)):
            for entry in entries:
                yield from _pieces(at, source, entry, size)

    def _in_hand(self, part: ShardPart) -> Iterator[tuple[Read, ...]]:
        """Yield the documents of what only this process can read, as many as a shard has."""
        documents = documents_in(ReadySource.of(self._sources[part.source]), part.entry)
        while found := tuple(_few(documents)):
            yield found


def _few(documents: Iterator[Read]) -> Iterator[Read]:
    total = 0
    for document in itertools.islice(documents, IN_HAND):
        yield document
        total += len(document.text if isinstance(document, RawDocument) else document.raw)
        if total > CHARACTERS:
            return


def _is_shared(part: ShardPart) -> bool:
    """Return whether other processes can read it."""
    return part.entry.path is not None and is_everywhere(part.entry.path)


def _grouped(parts: Iterable[ShardPart], size: int) -> Iterator[list[ShardPart]]:
    """Yield parts together that make a shard; one that is no file is by itself."""
    group: list[ShardPart] = []
    total = 0
    for part in parts:
        is_full = total + part.size > size or len(group) >= _MOST
        if group and (is_full or not _is_shared(part) or not _is_shared(group[0])):
            yield group
            group, total = [], 0
        group.append(part)
        total += part.size
    if group:
        yield group


def _pieces(at: int, source: Connector, entry: Input, size: int) -> Iterator[ShardPart]:
    """Yield the pieces of one input; the input itself where it is small, or nobody cuts it."""
    found, changed = _facts(entry)
    facts = (entry.id, entry.uri, entry.path, found, changed)
    is_cut = size < found <= entry.caps.input  # what is too large is refused as a whole
    pieces = list(_cut(source, entry, size)) if is_cut else []
    for piece in pieces:
        one = attrs.evolve(entry, piece=piece)
        yield ShardPart(at, one, found // len(pieces), (*facts, piece))
    if not pieces:
        yield ShardPart(at, entry, found, facts)


def _facts(entry: Input) -> tuple[int, int | str]:
    """Return the size of a file and when it was changed; nothing where it cannot be read."""
    if entry.stored is not None:
        return entry.stored.size, entry.stored.version
    if entry.path is None or entry.fault is not None:
        return 0, 0
    try:
        facts = os.stat(entry.path)  # noqa: PTH116 - of very many files
    except OSError:
        return 0, 0  # reading it will say so
    return facts.st_size, facts.st_mtime_ns


def _cut(source: Connector, entry: Input, size: int) -> Iterator[object]:
    component = source.component
    declared = component.declaration
    cut = declared.pieces if isinstance(declared, Declaration) else None
    if cut is None:
        return
    guard = guarded(component.entry.name, f"pieces of source {component.name!r}")
    try:
        with guard:
            found = cut(entry, size)
        yield from drawn(found, guard)
    except HookError as error:
        if not isinstance(error.__cause__, InputError):
            raise  # else, reading it will say so
