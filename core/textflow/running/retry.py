"""
Run the dead letters of a run again, and put what becomes of them at its place.

All documents are read again, but only those that failed go through the stages. What the
run before has made of the others is taken from its files, which name them in the same
order. The journal is written as in any run: nothing changes before the whole is done.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import orjson

from textflow.errors import RetryError
from textflow.reading.sources import RawDocument
from textflow.running.before import Before
from textflow.running.outcomes import Dead, End, Filtered, Read, Written
from textflow.wording import shown

_KINDS = ("out", "filtered", "dead")


class _Rows:
    """The rows of one file, looked at one by one."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self.line = b""
        self.row: dict[str, Any] | None = None
        self.step()

    def step(self) -> None:
        """Go to the next row; None behind the last."""
        self.line = next(self._lines, b"")
        self.row = orjson.loads(self.line) if self.line else None

    def is_of(self, document: Read, *, by_place: bool) -> bool:
        """Return whether this row is about ``document``."""
        if self.row is None:
            return False
        same = by_place and self.row["source"]["uri"] == document.uri
        return same or bool(self.row["id"] == document.id)

    def taken(self) -> tuple[bytes, dict[str, Any]]:
        """Return this row and go to the next."""
        line, row = self.line, self.row
        if row is None:  # pragma: no cover - it has been seen before
            raise TypeError
        self.step()
        return line, row


class Retry:
    """The documents of a run and what has become of each, between the files and the engine."""

    def __init__(self, before: Before) -> None:
        #: Whether there were more documents than the run before was to read.
        self.cut = not before.manifest["complete"]
        self._seen = {kind: _Rows(before.lines(kind)) for kind in _KINDS}
        self._rows = {kind: _Rows(before.lines(kind)) for kind in _KINDS}
        self._kinds: deque[str] = deque()

    def noted(self, documents: Iterable[Read]) -> Iterator[Read]:
        """Yield ``documents``, and note how each ended; raises RetryError for a new one."""
        for document in documents:
            self._kinds.append(self._kind(document))
            yield document
        left = next((rows.row for rows in self._seen.values() if rows.row), None)
        if left is not None:
            found = f"{shown(left['id'])} is not there any more"
            raise _other(found)

    def _kind(self, document: Read) -> str:
        for kind, rows in self._seen.items():
            if rows.is_of(document, by_place=kind == "dead"):
                rows.step()
                return kind
        found = f"{shown(document.uri, 200)} was not in it"
        raise _other(found)

    def pass_by(self, count: int) -> None:
        """Leave out the first documents: what became of them has been put down."""
        for _ in range(count):
            self._rows[self._kinds.popleft()].step()

    def dead(self, documents: Iterable[Read]) -> Iterator[Read]:
        """Yield those of the documents that failed."""
        return (document for document in documents if self._kinds[-1] == "dead")

    def merged(self, tried: Iterable[End]) -> Iterator[End]:
        """Yield how each document ended: ``tried`` says it of those that failed."""
        for end in tried:
            yield from self._others()
            self._kinds.popleft()
            _, letter = self._rows["dead"].taken()
            yield _counted(end, letter["attempts"])
        yield from self._others()

    def _others(self) -> Iterator[End]:
        while self._kinds and self._kinds[0] != "dead":
            kind = self._kinds.popleft()
            yield _ENDS[kind](*self._rows[kind].taken())


def _counted(end: End, before: int) -> End:
    """Return how a document ended, with the times that it was tried before."""
    if not isinstance(end, Dead):
        return end
    letter = {**end.letter, "attempts": before + end.letter["attempts"]}
    return end._replace(letter=letter)


def _written(line: bytes, row: dict[str, Any]) -> Written:
    source = row["source"]
    encoding, replaced = source.get("encoding", "utf-8"), source.get("replaced", 0)
    document = RawDocument(
        "", row["id"], source["uri"], encoding=encoding, replaced=replaced
    )  # what else there was is in the line
    return Written(line, document, "skipped" in row, len(row.get("rejected", ())))


def _filtered(_line: bytes, row: dict[str, Any]) -> Filtered:
    return Filtered(row["id"], row["stage"], row["source"]["uri"])


_ENDS: dict[str, Callable[[bytes, dict[str, Any]], End]] = {"out": _written, "filtered": _filtered}


def _other(found: str) -> RetryError:
    wanted = "give it the input of that run, or run the pipeline again"
    return RetryError("the input", f"it is not that of the run before: {found}", wanted)
