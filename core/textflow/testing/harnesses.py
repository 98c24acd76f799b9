"""Components under test: each made to work on a sample, as the engine would."""

import copy
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
import orjson

from textflow.errors import HookError, StageError, TextflowError
from textflow.pipeline.model import Connector
from textflow.plugins.registry import Component
from textflow.reading.sources import RawDocument, Unreadable
from textflow.running.bound_stage import BoundStage, bound
from textflow.running.compiled import Compiled
from textflow.running.json_values import NotJsonError, explain, to_json
from textflow.running.outcomes import End, Filtered, Written
from textflow.running.recipe import Recipe
from textflow.running.record_line import record_line
from textflow.running.run_facts import RunFacts
from textflow.running.work import Work
from textflow.stages import Declaration
from textflow.testing.errors import broken_promise
from textflow.testing.layer_supply import Supplier
from textflow.testing.samples import Bytes, Sample, Text
from textflow.testing.stage_calls import accepted, given_by, plain_spec, state_of
from textflow.wording import raised


@attrs.define
class Harness(ABC):
    """One component, its options, and what it is tried on."""

    component: Component
    options: Mapping[str, Any]
    samples: Sequence[Sample] = ()
    _firsts: dict[str, bytes | TextflowError] = attrs.field(factory=dict, init=False)

    @abstractmethod
    def make(self, sample: Sample) -> bytes:
        """Return what the component makes of ``sample``, as bytes; raises TextflowError."""

    def prepared(self, sample: Sample) -> Sample:
        """Return ``sample`` with what the component must find in it."""
        return sample

    def first(self, sample: Sample) -> bytes:
        """Return what the component made of ``sample`` when it was first asked."""
        if sample.name not in self._firsts:
            try:
                self._firsts[sample.name] = self.make(self.prepared(sample))
            except TextflowError as error:
                self._firsts[sample.name] = error
        found = self._firsts[sample.name]
        if isinstance(found, TextflowError):
            raise found
        return found

    def accepted(self) -> list[tuple[Sample, bytes]]:
        """Return the samples that the component takes; what it fails on is told once, elsewhere."""
        for sample in self.samples:
            if sample.name not in self._firsts:
                self._ask(sample)
        found = ((sample, self._firsts[sample.name]) for sample in self.samples)
        return [(sample, made) for sample, made in found if isinstance(made, bytes)]

    def failures(self) -> list[TextflowError]:
        """Return how the component failed on the samples that it does not take."""
        self.accepted()
        return [made for made in self._firsts.values() if isinstance(made, TextflowError)]

    def _ask(self, sample: Sample) -> None:
        try:
            self.first(sample)
        except TextflowError:
            return


@attrs.define
class StageHarness(Harness):
    """A stage; the engine's own ``BoundStage`` binds it and judges what it returns."""

    supplier: Supplier | None = None
    call: Callable[[Any], Any] | None = None
    #: Seconds for one text.
    timeout: float = 60
    _step: BoundStage | None = attrs.field(default=None, init=False)
    _prepared: dict[str, Sample] = attrs.field(factory=dict, init=False)

    @property
    def step(self) -> BoundStage:
        """The stage, bound to its options once."""
        if self._step is None:
            spec = attrs.evolve(plain_spec(self.component, self.options), timeout=self.timeout)
            stage = bound(spec, self.component.name)
            self._step = attrs.evolve(stage, call=self.call) if self.call else stage
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
            self.supplier.supply(state, self.component, with_uses=given.with_uses)
        except StageError as error:
            found = f"what it requires cannot be made: {error}"
            wanted = "fix that stage, or set `layers = {name: function of the text}`"
            raise broken_promise(self.component, f"text {sample.name!r}", found, wanted) from error
        return attrs.evolve(sample, given=attrs.evolve(given, layers=state.layers))

    def make(self, sample: Sample) -> bytes:
        """Return what the engine takes from the stage."""
        state = state_of(sample)
        kept = accepted(self.step, state)
        return given_by(self.step, state, kept=kept)


class SourceHarness(Harness):
    """A source: yields documents, and what could not become one, whatever it reads."""

    def make(self, sample: Sample) -> bytes:
        """Return what it yields."""
        given: Bytes = sample.given
        entry = given.entry(sample.name, self.component.name.rpartition(".")[2])
        where = f"input {sample.name!r}"
        try:
            found = list(self.component.target(entry, **self.options))
        except Exception as error:
            what = f"it raised {raised(error)}"
            wanted = "yield textflow.Unreadable.because(error, id=entry.id) for what cannot be read"
            raise broken_promise(self.component, where, what, wanted) from error
        return orjson.dumps([self._row(one, where) for one in found])

    def _row(self, one: Any, where: str) -> list[Any]:
        if not isinstance(one, RawDocument | Unreadable):
            wanted = "yield textflow.RawDocument or textflow.Unreadable"
            raise broken_promise(
                self.component, where, f"it yielded a {type(one).__name__}", wanted
            )
        values = attrs.astuple(one, recurse=False)
        row = [type(one).__name__, *map(_as_text, values)]
        try:
            to_json(row, "")
        except NotJsonError as error:
            wrong = explain(row, "")
            what = f"a {row[0]} contains {wrong.found}"
            raise broken_promise(self.component, where, what, wrong.wanted) from error
        return row


def _as_text(value: Any) -> Any:
    return value.decode("utf-8", "backslashreplace") if type(value) is bytes else value


class SinkHarness(Harness):
    """A sink: writes all records as a file or folder, or returns the bytes of each."""

    def make(self, sample: Sample) -> bytes:
        """Return the bytes, of a folder those of every file in it."""
        given: list[dict[str, Any]] = copy.deepcopy(sample.given)
        where = f"records {sample.name!r}"
        facts = self.component.declaration
        if isinstance(facts, Declaration) and facts.lines:
            data = b"".join(self._line(record, where, native=facts.native) for record in given)
        else:
            with tempfile.TemporaryDirectory() as folder:
                data = self._whole(given, where, Path(folder))
        if given != sample.given:
            wanted = "other sinks are given the same record: copy what you change"
            raise broken_promise(self.component, where, "it changed the record", wanted)
        return data

    def _line(self, record: dict[str, Any], where: str, *, native: bool) -> bytes:
        data = self._called(where, record)
        if type(data) is not bytes:
            found = f"it returned a {type(data).__name__}"
            raise broken_promise(self.component, where, found, "return the bytes to append")
        if data and not data.endswith(b"\n"):  # there may be nothing to say of a record
            wanted = "end each row with a line feed, or the next record runs into it"
            raise broken_promise(self.component, where, f"its bytes end in {data[-10:]!r}", wanted)
        if native and data != record_line(record):
            wanted = "return textflow.record_line(record), or leave `native` out"
            raise broken_promise(
                self.component, where, "its bytes are not those that it promises", wanted
            )
        return data

    def _whole(self, records: list[dict[str, Any]], where: str, folder: Path) -> bytes:
        facts = self.component.declaration
        name = f"made.{self.component.name.rpartition('.')[2]}"
        first, second = folder / "first" / name, folder / "second" / name
        first.parent.mkdir()
        adds = isinstance(facts, Declaration) and facts.before
        self._written(where, iter(records), first, None)
        made = _contents(first)
        if adds:
            second.parent.mkdir()
            self._written(where, iter(records), second, first)
            if _contents(first) != made:
                wanted = "copy `before` to `path`, and change the copy"
                raise broken_promise(
                    self.component, where, "it changed the file that was there", wanted
                )
        return made

    def _written(
        self, where: str, records: Iterator[dict[str, Any]], path: Path, before: Path | None
    ) -> None:
        facts = self.component.declaration
        asked = facts.more if isinstance(facts, Declaration) else ()
        more = {"before": before, "run": RunFacts.unknown()}
        result = self._called(where, records, path, *(more[name] for name in asked))
        if result is not None:
            wanted = "write the file at `path` and return nothing"
            raise broken_promise(
                self.component, where, f"it returned a {type(result).__name__}", wanted
            )
        if not path.exists():
            raise broken_promise(
                self.component, where, "it wrote nothing at `path`", "write the file there"
            )

    def _called(self, where: str, *given: Any) -> Any:
        try:
            return self.component.target(*given, **self.options)
        except Exception as error:
            wanted = "a sink takes every record that textflow writes"
            raise broken_promise(
                self.component, where, f"it raised {raised(error)}", wanted
            ) from error


def _contents(path: Path) -> bytes:
    """Return what a file contains, or a folder, file by file."""
    if not path.is_dir():
        return path.read_bytes()
    inner = (one for one in sorted(path.rglob("*")) if one.is_file())
    return b"".join(f"{one.relative_to(path)}\n".encode() + one.read_bytes() for one in inner)


class EngineHarness(Harness):
    """An engine: one outcome a document, in the order of the documents."""

    def make(self, sample: Sample) -> bytes:
        """Return how the documents ended."""
        work = Work(Recipe("0" * 12, (), ()), Compiled("0" * 12, ()), sample.given)
        where = f"run {sample.name!r}"
        engine = Connector(self.component, (), self.options, Path())
        try:
            ends = [_end(end) for end in work.ends(engine)]
        except HookError as error:
            raise broken_promise(
                self.component, where, error.reason, error.wanted or _ENGINE
            ) from error
        expected = [[isinstance(one, RawDocument), one.id] for one in sample.given]
        if ends != expected:
            found = f"{len(ends)} outcomes for {len(expected)} documents, or in another order"
            raise broken_promise(
                self.component, where, found, "yield one outcome a document, in their order"
            )
        return orjson.dumps(ends)


_ENGINE = "what fails is an outcome of `work.run`, too"


def _end(outcome: End) -> list[Any]:
    if isinstance(outcome, Written):
        return [True, outcome.source.id]
    return [False, outcome.id if isinstance(outcome, Filtered) else outcome.letter["id"]]


HARNESSES: Mapping[str, Callable[..., Harness]] = {
    "stage": StageHarness,
    "source": SourceHarness,
    "sink": SinkHarness,
    "engine": EngineHarness,
}
