"""Between the stages and the cache: what is known of a document is not worked out again."""

import struct
from collections.abc import Iterable, Mapping, Sequence

from textflow.cache.keys import document_key, result_key
from textflow.cache.order import CacheOrder
from textflow.cache.results import Moment, apply_change
from textflow.cache.store import Entry, Store
from textflow.running.bound_stage import BoundStage, DocumentState
from textflow.running.outcomes import Outcome
from textflow.running.rendered import Rendered

#: What a whole record begins with: whether stages were skipped, items left out, length of the body.
_HEAD = struct.Struct("<?IQ")
#: What stands for the change of a filter that has turned a document down.
_FILTERED = b""
#: What is added to the key of all stages to name a whole record.
_WHOLE = b"record"


class KnownResults:
    """The cache as one process uses it, with the stages of its pipeline."""

    def __init__(self, order: CacheOrder, steps: Sequence[BoundStage], run: str) -> None:
        self._store = Store.open(order.folder, order.most, order.run)
        self._kept = tuple(zip(steps, order.stages, strict=False))
        self._places = {step.name: place for place, step in enumerate(steps)}
        self._run = run
        #: What names the whole records; None where a stage is not kept.
        self._whole = order.stages[-1] + _WHOLE if len(order.stages) == len(steps) else None
        self._new: list[Entry] = []

    def recall(self, states: dict[int, DocumentState]) -> dict[int, Outcome]:
        """
        Return how those of ``states`` end of which all is known, and take them out.

        For the others do again what the first stages have done, as far as that is known.
        """
        for state in states.values():
            state.key = document_key(state.source)
        ends = self._ends(states)
        for number in ends:
            del states[number]
        changes = self._store.found(self._keys(states.values()))
        for number, state in list(states.items()):
            filtered = self._caught_up(state, changes)
            if filtered:
                ends[number] = Outcome(number, filtered_by=filtered, known=True)
                del states[number]
        return ends

    def _ends(self, states: Mapping[int, DocumentState]) -> dict[int, Outcome]:
        if self._whole is None:
            return {}
        keys = {number: result_key(one.key, self._whole) for number, one in states.items()}
        found = self._store.found(keys.values())
        return {
            number: _unpacked(found[key]).outcome(
                number, states[number].source, self._run, known=True
            )
            for number, key in keys.items()
            if key in found
        }

    def _keys(self, states: Iterable[DocumentState]) -> list[bytes]:
        return [result_key(state.key, work) for state in states for _, work in self._kept]

    def _caught_up(self, state: DocumentState, changes: Mapping[bytes, bytes]) -> str:
        """Bring ``state`` as far as is known; return the filter that has turned it down, if any."""
        for step, work in self._kept:
            if step.is_due(state):
                change = changes.get(result_key(state.key, work))
                if change is None:
                    return ""
                if change == _FILTERED:
                    return step.name
                apply_change(state, change)
            state.done += 1
        return ""

    def before(self, state: DocumentState) -> Moment | None:
        """Return ``state`` as it is before a stage; None where nothing is kept of it."""
        return Moment.of(state) if state.key else None

    def note(self, step: BoundStage, state: DocumentState, before: Moment, *, kept: bool) -> None:
        """Put down what ``step`` has done to ``state``, or that it has not ``kept`` it."""
        place = self._places[step.name]
        if not state.key or place >= len(self._kept):
            return
        try:
            change = before.change(state) if kept else _FILTERED
        except TypeError:  # it cannot be written either
            state.key = b""
            return
        key = result_key(state.key, self._kept[place][1])
        self._new.append(Entry(key, step.name, change))

    def note_record(self, state: DocumentState, record: Rendered) -> None:
        """Put down the whole record of ``state``."""
        if state.key and self._whole is not None:
            self._new.append(Entry(result_key(state.key, self._whole), "", _packed(record)))

    def save(self) -> None:
        """Keep what has been put down, for this run and others."""
        new, self._new = self._new, []
        self._store.keep(new)

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()


def _packed(record: Rendered) -> bytes:
    head = _HEAD.pack(record.skipped, record.rejected, len(record.body))
    return head + record.body + record.more


def _unpacked(data: bytes) -> Rendered:
    skipped, rejected, size = _HEAD.unpack_from(data)
    end = _HEAD.size + size
    return Rendered(data[_HEAD.size : end], data[end:], skipped, rejected)
