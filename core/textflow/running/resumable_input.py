"""The documents of a run on their way to the engine, each noted, so that a resume knows them."""

import hashlib
from collections import deque
from collections.abc import Iterator, Sequence

import attrs
import orjson

from textflow.errors import ResumeError
from textflow.reading.sources import RawDocument, Unreadable
from textflow.running.ledger import Row
from textflow.wording import shown

Read = RawDocument | Unreadable
_NOTHING = bytes(16)


@attrs.define(eq=False, repr=False)
class NotedDocuments:
    """Documents on their way to an engine; what names each waits for its end."""

    _documents: Iterator[Read]
    _digests: deque[bytes] = attrs.field(factory=deque)

    def __iter__(self) -> Iterator[Read]:
        return self

    def __next__(self) -> Read:
        """Return the next document."""
        document = next(self._documents)
        self._digests.append(digest_of(document))
        return document

    def name_of_ended(self) -> bytes:
        """Return what names the document that has ended: they end as they came."""
        return self._digests.popleft()


@attrs.define(eq=False, repr=False)
class ResumableInput(NotedDocuments):
    """
    The documents, and a digest of those that have ended.

    An engine reads ahead of what it has done: the digests of documents under way wait
    until their ends have come.
    """

    _digest: bytes = _NOTHING

    def ended(self) -> None:
        """Note that one more document has ended, in the order in which they were read."""
        self._digest = _chained(self._digest, self.name_of_ended())

    @property
    def digest(self) -> str:
        """What names the documents that have ended."""
        return self._digest.hex()

    def skip_done(self, rows: Sequence[Row], name: str) -> None:
        """
        Pass by the documents that ``rows`` totals for.

        Raises ResumeError where they are not those that were read then.
        """
        done = 0
        for row in rows:
            first = last = None
            for _ in range(row["documents"] - done):
                last = next(self, None)
                first = first or last
                if last is None:
                    break
                self.ended()
            if self.digest != row["input"]:
                raise ResumeError(name, (_change(first, last, done, row["documents"]),))
            done = row["documents"]

    def check_end(self, name: str) -> None:
        """Raise ResumeError where there are more documents than those passed by."""
        more = next(self, None)
        if more is not None:
            raise ResumeError(name, (f"the input: {shown(more.uri, 200)} is new",))


@attrs.define(eq=False, repr=False)
class ShardedInput:
    """What is known of the documents of a run whose processes read them themselves."""

    #: What names the documents that have ended.
    _digest: bytes = _NOTHING
    #: What names the document that is at its end now.
    _due: bytes = _NOTHING

    def comes(self, digest: bytes) -> None:
        """Note what names the document whose end comes next."""
        self._due = digest

    def ended(self) -> None:
        """Note that this document has ended."""
        self._digest = _chained(self._digest, self._due)

    @property
    def digest(self) -> str:
        """What names the documents that have ended, whoever has read them."""
        return self._digest.hex()


#: The documents of a run as its own process knows them: read here, or by those that do the shards.
Documents = ResumableInput | ShardedInput


def _change(first: Read | None, last: Read | None, done: int, until: int) -> str:
    several = until > done + 1
    where = f"documents {done + 1:,} to {until:,}" if several else f"document {until:,}"
    if first is None or last is None:
        return f"the input: {where} cannot be found any more"
    names = shown(first.uri, 200)
    if last is not first:
        names += f" to {shown(last.uri, 200)}"
    return (
        f"the input: {where} ({names}) {'are not as they were' if several else 'is not as it was'}"
    )


def digest_of(document: Read) -> bytes:
    """Return what names a document with all that was read of it."""
    whole = hashlib.blake2b(digest_size=16)
    if isinstance(document, RawDocument):
        whole.update(document.text.encode("utf-8", "surrogatepass"))
        facts = [document.id, document.uri, document.encoding, document.replaced, document.through]
        rest = orjson.dumps([facts, document.meta]) if document.meta else orjson.dumps(facts)
    else:
        whole.update(document.raw)
        rest = orjson.dumps([document.id, document.uri, document.error, document.message])
    whole.update(rest)
    return whole.digest()


def _chained(before: bytes, one: bytes) -> bytes:
    """Return what names the documents named ``before``, and one more."""
    return hashlib.blake2b(before + one, digest_size=16).digest()
