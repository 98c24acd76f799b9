"""Parts on trial: each made to work on a sample, as the engine would."""

import copy
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
import orjson

from textflow.errors import HookError, StageError, TextflowError
from textflow.pipeline.model import Endpoint
from textflow.plugins.registry import Part
from textflow.reading.sources import RawDocument, Unreadable
from textflow.running.compiled import Compiled
from textflow.running.outcomes import End, Filtered, Written
from textflow.running.plain import NotPlainError, fault, plain
from textflow.running.recipe import Recipe
from textflow.running.record_line import record_line
from textflow.running.steps import Step, step_of
from textflow.running.work import Work
from textflow.stages import PartFacts
from textflow.testing.broken import broken
from textflow.testing.calling import accepted, given_by, plain_spec, state_of
from textflow.testing.samples import Bytes, Sample, Text
from textflow.testing.supplied import Supplier
from textflow.wording import raised


@attrs.define
class Trial(ABC):
    """One part, its options, and what it is tried on."""

    part: Part
    options: Mapping[str, Any]
    samples: Sequence[Sample] = ()
    _firsts: dict[str, bytes | TextflowError] = attrs.field(factory=dict, init=False)

    @abstractmethod
    def make(self, sample: Sample) -> bytes:
        """Return what the part makes of ``sample``, as bytes; raises TextflowError."""

    def prepared(self, sample: Sample) -> Sample:
        """Return ``sample`` with what the part must find in it."""
        return sample

    def first(self, sample: Sample) -> bytes:
        """Return what the part made of ``sample`` when it was first asked."""
        if sample.name not in self._firsts:
            try:
                self._firsts[sample.name] = self.make(self.prepared(sample))
            except TextflowError as error:
                self._firsts[sample.name] = error
        found = self._firsts[sample.name]
        if isinstance(found, TextflowError):
            raise found
        return found

    def sound(self) -> list[tuple[Sample, bytes]]:
        """Return the samples that the part takes; what it fails on is told once, elsewhere."""
        for sample in self.samples:
            if sample.name not in self._firsts:
                self._ask(sample)
        found = ((sample, self._firsts[sample.name]) for sample in self.samples)
        return [(sample, made) for sample, made in found if isinstance(made, bytes)]

    def failures(self) -> list[TextflowError]:
        """Return how the part failed on the samples that it does not take."""
        self.sound()
        return [made for made in self._firsts.values() if isinstance(made, TextflowError)]

    def _ask(self, sample: Sample) -> None:
        try:
            self.first(sample)
        except TextflowError:
            return


@attrs.define
class StageTrial(Trial):
    """A stage; the engine's own ``Step`` binds it and judges what it returns."""

    supplier: Supplier | None = None
    call: Callable[[Any], Any] | None = None
    #: Seconds for one text.
    timeout: float = 60
    _step: Step | None = attrs.field(default=None, init=False)
    _prepared: dict[str, Sample] = attrs.field(factory=dict, init=False)

    @property
    def step(self) -> Step:
        """The stage, bound to its options once."""
        if self._step is None:
            spec = attrs.evolve(plain_spec(self.part, self.options), timeout=self.timeout)
            bound = step_of(spec, self.part.name)
            self._step = attrs.evolve(bound, call=self.call) if self.call else bound
        return self._step

    def prepared(self, sample: Sample) -> Sample:
        """Return ``sample`` with the layers that the stage requires, made once."""
        if sample.name not in self._prepared:
            self._prepared[sample.name] = self.supplied(sample)
        return self._prepared[sample.name]

    def supplied(self, sample: Sample) -> Sample:
        """Return ``sample`` with the layers that the stage requires."""
        given: Text = sample.given
        if given.layers is not None or self.supplier is None:
            return sample
        state = state_of(sample)
        try:
            self.supplier.supply(state, self.part, with_uses=given.with_uses)
        except StageError as error:
            found = f"what it requires cannot be made: {error}"
            wanted = "mend that stage, or set `layers = {name: function of the text}`"
            raise broken(self.part, f"text {sample.name!r}", found, wanted) from error
        return attrs.evolve(sample, given=attrs.evolve(given, layers=state.layers))

    def make(self, sample: Sample) -> bytes:
        """Return what the engine takes from the stage."""
        state = state_of(sample)
        kept = accepted(self.step, state)
        return given_by(self.step, state, kept=kept)


class SourceTrial(Trial):
    """A source: yields documents, and what could not become one, whatever it reads."""

    def make(self, sample: Sample) -> bytes:
        """Return what it yields."""
        given: Bytes = sample.given
        entry = given.entry(sample.name, self.part.name.rpartition(".")[2])
        where = f"input {sample.name!r}"
        try:
            found = list(self.part.target(entry, **self.options))
        except Exception as error:
            what = f"it raised {raised(error)}"
            wanted = "yield textflow.Unreadable.because(error, id=entry.id) for what cannot be read"
            raise broken(self.part, where, what, wanted) from error
        return orjson.dumps([self._row(one, where) for one in found])

    def _row(self, one: Any, where: str) -> list[Any]:
        if not isinstance(one, RawDocument | Unreadable):
            wanted = "yield textflow.RawDocument or textflow.Unreadable"
            raise broken(self.part, where, f"it yielded a {type(one).__name__}", wanted)
        values = attrs.astuple(one, recurse=False)
        row = [type(one).__name__, *map(_as_text, values)]
        try:
            plain(row, "")
        except NotPlainError as error:
            wrong = fault(row, "")
            what = f"a {row[0]} holds {wrong.found}"
            raise broken(self.part, where, what, wrong.wanted) from error
        return row


def _as_text(value: Any) -> Any:
    return value.decode("utf-8", "backslashreplace") if type(value) is bytes else value


class SinkTrial(Trial):
    """A sink: writes all records as a file or folder, or returns the bytes of each."""

    def make(self, sample: Sample) -> bytes:
        """Return the bytes, of a folder those of every file in it."""
        given: list[dict[str, Any]] = copy.deepcopy(sample.given)
        where = f"records {sample.name!r}"
        facts = self.part.facts
        if isinstance(facts, PartFacts) and facts.lines:
            data = b"".join(self._line(record, where, native=facts.native) for record in given)
        else:
            with tempfile.TemporaryDirectory() as folder:
                data = self._whole(given, where, Path(folder))
        if given != sample.given:
            wanted = "other sinks are given the same record: copy what you change"
            raise broken(self.part, where, "it changed the record", wanted)
        return data

    def _line(self, record: dict[str, Any], where: str, *, native: bool) -> bytes:
        data = self._called(where, record)
        if type(data) is not bytes:
            found = f"it returned a {type(data).__name__}"
            raise broken(self.part, where, found, "return the bytes to append")
        if not data.endswith(b"\n"):
            wanted = "end each row with a line feed, or the next record runs into it"
            raise broken(self.part, where, f"its bytes end in {data[-10:]!r}", wanted)
        if native and data != record_line(record):
            wanted = "return textflow.record_line(record), or leave `native` out"
            raise broken(self.part, where, "its bytes are not those that it promises", wanted)
        return data

    def _whole(self, records: list[dict[str, Any]], where: str, folder: Path) -> bytes:
        facts = self.part.facts
        name = f"made.{self.part.name.rpartition('.')[2]}"
        first, second = folder / "first" / name, folder / "second" / name
        first.parent.mkdir()
        adds = isinstance(facts, PartFacts) and facts.before
        self._written(where, iter(records), first, *((None,) if adds else ()))
        made = _contents(first)
        if adds:
            second.parent.mkdir()
            self._written(where, iter(records), second, first)
            if _contents(first) != made:
                wanted = "copy `before` to `path`, and change the copy"
                raise broken(self.part, where, "it changed the file that was there", wanted)
        return made

    def _written(self, where: str, records: Iterator[dict[str, Any]], *paths: Path | None) -> None:
        result = self._called(where, records, *paths)
        path = paths[0]
        if result is not None:
            wanted = "write the file at `path` and return nothing"
            raise broken(self.part, where, f"it returned a {type(result).__name__}", wanted)
        if path is None or not path.exists():
            raise broken(self.part, where, "it wrote nothing at `path`", "write the file there")

    def _called(self, where: str, *given: Any) -> Any:
        try:
            return self.part.target(*given, **self.options)
        except Exception as error:
            wanted = "a sink takes every record that textflow writes"
            raise broken(self.part, where, f"it raised {raised(error)}", wanted) from error


def _contents(path: Path) -> bytes:
    """Return what a file holds, or a folder, file by file."""
    if not path.is_dir():
        return path.read_bytes()
    inner = (one for one in sorted(path.rglob("*")) if one.is_file())
    return b"".join(f"{one.relative_to(path)}\n".encode() + one.read_bytes() for one in inner)


class EngineTrial(Trial):
    """An engine: one outcome a document, in the order of the documents."""

    def make(self, sample: Sample) -> bytes:
        """Return how the documents ended."""
        work = Work(Recipe("0" * 12, (), ()), Compiled("0" * 12, ()), sample.given)
        where = f"run {sample.name!r}"
        engine = Endpoint(self.part, (), self.options, Path())
        try:
            ends = [_end(end) for end in work.ends(engine)]
        except HookError as error:
            raise broken(self.part, where, error.reason, error.wanted or _ENGINE) from error
        expected = [[isinstance(one, RawDocument), one.id] for one in sample.given]
        if ends != expected:
            found = f"{len(ends)} outcomes for {len(expected)} documents, or in another order"
            raise broken(self.part, where, found, "yield one outcome a document, in their order")
        return orjson.dumps(ends)


_ENGINE = "what fails is an outcome of `work.run`, too"


def _end(outcome: End) -> list[Any]:
    if isinstance(outcome, Written):
        return [True, outcome.source.id]
    return [False, outcome.id if isinstance(outcome, Filtered) else outcome.letter["id"]]


TRIALS: Mapping[str, Callable[..., Trial]] = {
    "stage": StageTrial,
    "source": SourceTrial,
    "sink": SinkTrial,
    "engine": EngineTrial,
}
