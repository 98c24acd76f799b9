"""
Add documents to an output: what is in it already, unchanged, is passed by.

Beside the output is a row for each document in it, with a digest of its content. A run that
adds reads its input, does what is not there, or was another, or had failed, and makes the
whole output anew from the old one and that, in one commit.
"""

import hashlib
from collections import deque
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import attrs
import orjson

from textflow.cache.keys import document_key
from textflow.errors import RetryError
from textflow.pipeline.model import Pipeline
from textflow.plugins.discovery import host_version
from textflow.reading.sources import RawDocument
from textflow.review.corrections import Correction
from textflow.running.before import Before, native_sink
from textflow.running.commit import RunFiles
from textflow.running.correcting import Correcting
from textflow.running.disk import is_there
from textflow.running.fingerprint import Fingerprint, entries_of
from textflow.running.input_rows import Row, end_of_row, row_of
from textflow.running.manifest import plugin_rows
from textflow.running.merging import merged, rows_before
from textflow.running.outcomes import End, Read
from textflow.running.records import lines_of
from textflow.running.run_outputs import RunOutputs
from textflow.running.run_totals import RunTotals
from textflow.running.seen_ids import SeenIds
from textflow.wording import listed

_AIM = "add to it"


@attrs.define
class Adding:
    """An output that a run adds to."""

    #: What is there; None where this run is the first.
    before: Before | None
    _corrections: Mapping[str, Sequence[Correction]]
    _known: SeenIds = attrs.field(factory=SeenIds)
    #: Documents that were there, unchanged.
    passed: int = 0
    _digests: deque[str] = attrs.field(factory=deque)

    @classmethod
    def to(cls, outputs: RunOutputs, correcting: Correcting) -> Self:
        """Look at what is at ``outputs``; raises RetryError where nothing can be added to it."""
        try:
            native_sink(outputs)
            before = None if _is_new(outputs) else Before.of(outputs)
        except RetryError as error:
            raise error.but(aim=_AIM) from error.__cause__
        made = cls(before, correcting.by_document)
        for row in rows_before(before) if before else ():
            if row["digest"]:
                made._known.add(_name(row["id"], row["digest"]))
        return made

    def check_same_work(self, pipeline: Pipeline, work: Fingerprint, name: str) -> None:
        """Raise RetryError where what is there was made by another pipeline, or other plugins."""
        then = self.before.manifest if self.before else None
        if then is None:
            return
        used = {entry.name for entry in entries_of(pipeline)}
        plugins = plugin_rows(pipeline, work.files)
        now = _work(host_version(), pipeline.canonical, plugins, used)
        was = _work(then["textflow"], then["pipeline"], then["plugins"], used)
        changed = [key for key, value in now.items() if value != was[key]]
        if changed:
            found = f"run {then['run']} had other {listed(changed)}"
            fix = "run without --add, which does all again, or add to it all the same with --force"
            raise RetryError(name, found, fix, _AIM)

    def wanted(self, documents: Iterable[Read]) -> Iterator[Read]:
        """Yield those of ``documents`` that are not there as they are."""
        for document in documents:
            digest = self._digest(document) if isinstance(document, RawDocument) else ""
            if digest and _name(document.id, digest) in self._known:
                self.passed += 1
            else:
                self._digests.append(digest)
                yield document

    def _digest(self, document: RawDocument) -> str:
        """Return what names the content of a document, and what people have said of it."""
        key = document_key(document)
        said = self._corrections.get(document.id)
        if said:
            key += repr(said).encode("utf-8", "surrogatepass")
        return hashlib.blake2b(key, digest_size=16).hexdigest()

    def row(self, end: End) -> Row:
        """Return the row of the document that has ended, in the order of the documents."""
        return row_of(end, self._digests.popleft())

    def pass_by(self, count: int) -> None:
        """Leave out the first documents: their rows have been put down."""
        for _ in range(count):
            self._digests.popleft()

    def put_together(self, folder: Path, done: RunTotals) -> "Addition":
        """Return what the output is now; raises OSError."""
        files, changed = RunFiles.of(folder, inputs=True), 0
        if self.before:
            files, changed = merged(self.before, folder)
        rows = map(orjson.loads, lines_of(files.inputs)) if files.inputs else iter(())
        totals = RunTotals.of_ends(map(end_of_row, rows))
        return Addition(files, totals, done.counts(), changed, self.passed)

    def history(self, run: str, addition: "Addition") -> list[dict[str, Any]]:
        """Return what this run and those before it have added."""
        then = self.before.manifest if self.before else None
        past: list[dict[str, Any]] = []
        if then is not None:
            past = then.get("history") or [{"run": then["run"], "counts": then["counts"]}]
        this = {"changed": addition.changed, "known": addition.known}
        return [*past, {"run": run, "counts": addition.counts, **this}]

    def close(self) -> None:
        """Let go of what is known."""
        self._known.close()


@attrs.frozen
class Addition:
    """What has come of a run that adds."""

    files: RunFiles
    #: Of all documents that are in the output then.
    totals: RunTotals
    #: Of those that were done.
    counts: Mapping[str, int]
    #: Documents that were there, and were another.
    changed: int
    #: Documents that were there, and were passed by.
    known: int


def _is_new(outputs: RunOutputs) -> bool:
    """Return whether no run has been there, nor anything else."""
    first = outputs.files[0]
    return not is_there(first.path) and not is_there(first.sibling(".run.json"))


def _work(
    version: str,
    canonical: Mapping[str, Any],
    plugins: Iterable[Mapping[str, str]],
    used: Container[str],
) -> dict[str, Any]:
    """Return what decides the records of a run, of what its manifest says."""
    return {
        "textflow": version,
        "stages": canonical.get("stages"),
        "plugins": [dict(one) for one in plugins if one["plugin"] in used],
    }


def _name(document: str, digest: str) -> str:
    return f"{digest} {document}"
