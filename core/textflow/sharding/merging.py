"""The ends of all shards, one after the other: as if one process had read the documents."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

import attrs

from textflow.pipeline.model import Pipeline
from textflow.reading.streams import METER
from textflow.running.documents import renamed
from textflow.running.outcomes import Failure, Outcome, Read, end_of
from textflow.running.resumable_input import digest_of
from textflow.running.seen_ids import SeenIds
from textflow.running.source_calls import ReadySource
from textflow.sharding.attempts import DoneShard
from textflow.sharding.ends import NotedEnd
from textflow.sharding.shards import Shard


@attrs.define
class Merger:
    """Takes in one shard after the other, and looks after what concerns all of them."""

    _folder: Path
    _sources: Sequence[ReadySource]
    _seen: SeenIds = attrs.field(factory=SeenIds)
    _number: int = 0

    @classmethod
    def of(cls, folder: Path, pipeline: Pipeline) -> "Merger":
        """Return what takes in the shards in ``folder``; raises SetupError."""
        return cls(folder, tuple(ReadySource.of(one) for one in pipeline.sources))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of what it has kept."""
        self._seen.close()

    def ends(self, shard: Shard, folder: str) -> Iterator[NotedEnd]:
        """Yield how each document of ``shard`` ended; raises OSError, OutputError."""
        again = _Again(shard.read(self._sources))
        for place, noted in enumerate(DoneShard.of(self._folder / folder).ends()):
            self._number += 1
            is_new = self._seen.add(noted.id)
            yield noted if is_new else self._second(again.document(place))
        METER.read += shard.size

    def _second(self, document: Read) -> NotedEnd:
        """Return the end of a document whose id another one has had before."""
        refused = renamed(document, self._seen, self._number)
        failure = Failure(refused.error, refused.message)
        return NotedEnd(end_of(refused, Outcome(0, failure=failure)), digest_of(refused))


class _Again:
    """The documents of a shard, read once more: only where two have one id."""

    def __init__(self, documents: Iterator[Read]) -> None:
        self._documents = documents
        self._place = -1

    def document(self, place: int) -> Read:
        """Return the document at ``place``; each call asks for one further on."""
        for document in self._documents:
            self._place += 1
            if self._place == place:
                return document
        message = "a shard has fewer documents now than when it was done"
        raise OSError(message)
