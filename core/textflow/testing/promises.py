"""The promises of the contract: each function raises where its promise is not kept."""

import pickle
from collections.abc import Sequence

import attrs
import orjson

from textflow.running.bound_stage import DocumentState
from textflow.testing.errors import broken_promise
from textflow.testing.fresh_process import FreshProcessError, ProcessTask, made_freshly, task
from textflow.testing.harnesses import Harness, StageHarness
from textflow.testing.samples import Sample
from textflow.testing.stage_calls import accepted, called, given_by, state_of
from textflow.wording import raised, shown

BATCHES = (1, 7, 64)

#: Left out where a promise makes everything several times: size is not its point.
HUGE = "huge"

_PURE = (
    "a component is a pure function: no clock, random number, global that changes, or order "
    "of a set"
)


def takes(harness: Harness, sample: Sample) -> None:
    """Check that it returns what the engine accepts: plain JSON, valid, with true spans."""
    harness.first(sample)


def repeats(harness: Harness) -> None:
    """Check that the same input again, after other input, gives the same bytes."""
    for sample, made in reversed(_small(harness)):
        again = harness.make(harness.prepared(sample))
        if again != made:
            found = f"a second run in one process gives something else: {_difference(made, again)}"
            raise broken_promise(harness.component, _where(harness, sample), found, _PURE)


def same_under_hash_seeds(harness: Harness) -> None:
    """Check that fresh processes under PYTHONHASHSEED=0 and 1 give the same bytes."""
    small = _small(harness)
    wanted = task(harness, [sample for sample, _ in small])
    zero, one = _freshly(harness, wanted, 0), _freshly(harness, wanted, 1)
    for sample, made in small:
        where = _where(harness, sample)
        if zero[sample.name] != one[sample.name]:
            differ = _difference(zero[sample.name], one[sample.name])
            found = f"PYTHONHASHSEED=0 and 1 give different bytes: {differ}"
            raise broken_promise(
                harness.component, where, found, "sort what comes out of a set or of hash()"
            )
        if zero[sample.name] != made:
            differ = _difference(made, zero[sample.name])
            found = f"a fresh process gives other bytes than this one: {differ}"
            raise broken_promise(harness.component, where, found, _PURE)


def changes_nothing(harness: StageHarness) -> None:
    """Check that the document is as it was, and nobody has tried to change it."""
    for error in harness.failures():
        if _tried_to_change(error.__cause__):
            found = f"it tried to change the document: {raised(error.__cause__ or error)}"
            raise broken_promise(
                harness.component, "", found, "copy first, with dict(item) or list(items)"
            )
    for sample, _ in _small(harness):
        state = state_of(harness.prepared(sample))
        before = _snapshot(state)
        called(harness.step, [state])
        if _snapshot(state) != before:
            found = "the document is not what it was before the call"
            wanted = "other stages read it: copy what you change, with dict(item)"
            raise broken_promise(harness.component, _where(harness, sample), found, wanted)


def _snapshot(state: DocumentState) -> tuple[bytes, str]:
    document = state.document
    inside = [document.text, document.id, state.source.meta, state.layers]
    seen = {name: document[name] for name in document.layers}
    return orjson.dumps(inside), repr((dict(document.meta), seen))


def _tried_to_change(cause: BaseException | None) -> bool:
    message = str(cause)
    if isinstance(cause, attrs.exceptions.FrozenInstanceError):
        return True
    if isinstance(cause, TypeError):
        return "does not support item" in message
    return isinstance(cause, AttributeError) and message.startswith(
        ("'mappingproxy' object", "'FrozenList' object", "'Layers' object")
    )


def batch_sizes_agree(harness: StageHarness) -> None:
    """Check that documents in batches of 1, 7 and 64 get the same results."""
    small = _small(harness)
    samples = [harness.prepared(sample) for sample, _ in small]
    many = (samples * (max(BATCHES) // max(len(samples), 1) + 1))[: max(BATCHES)]
    results = {size: _in_batches(harness, many, size) for size in BATCHES}
    for size in BATCHES[1:]:
        for at, sample in enumerate(many):
            one, other = results[1][at], results[size][at]
            if one != other:
                found = (
                    f"alone and in a batch of {size} it gets different results: "
                    f"{_difference(one, other)}"
                )
                wanted = (
                    "what a batch contains besides must not matter; padding or sorting may be why"
                )
                raise broken_promise(harness.component, _where(harness, sample), found, wanted)


def _in_batches(harness: StageHarness, samples: Sequence[Sample], size: int) -> list[bytes]:
    made: list[bytes] = []
    for at in range(0, len(samples), size):
        states = [state_of(sample) for sample in samples[at : at + size]]
        made += _batch(harness, states)
    return made


def _batch(harness: StageHarness, states: list[DocumentState]) -> list[bytes]:
    wanted = "return one result a document, in their order"
    try:
        results = list(harness.step.call(tuple(state.document for state in states)))
    except Exception as error:
        found = f"a batch of {len(states)} documents raised {raised(error)}"
        raise broken_promise(harness.component, "", found, wanted) from error
    if len(results) != len(states):
        found = f"a batch of {len(states)} documents got {len(results)} results"
        raise broken_promise(harness.component, "", found, wanted)
    step = harness.step
    kept = [step.accept(state, result) for state, result in zip(states, results, strict=True)]
    return [given_by(step, state, kept=keep) for state, keep in zip(states, kept, strict=True)]


def pickles(harness: StageHarness) -> None:
    """Check that, bound to its options, it goes to another process and works there."""
    wanted = "define it at the top of a module; open files, locks and models when first called"
    try:
        call = pickle.dumps(harness.step.call)
    except Exception as error:  # noqa: BLE001 - __reduce__ may raise what it likes
        found = f"it cannot be pickled: {raised(error)}"
        raise broken_promise(harness.component, "", found, wanted) from None
    small = _small(harness)
    fresh = _freshly(harness, task(harness, [sample for sample, _ in small], call), 0)
    for sample, made in small:
        if fresh[sample.name] != made:
            found = f"unpickled, it gives something else: {_difference(made, fresh[sample.name])}"
            raise broken_promise(harness.component, _where(harness, sample), found, wanted)


def raw_map_is_true(harness: StageHarness) -> None:
    """Check that, after cleaning, every row and every dropped line leads back to the raw text."""
    for sample, _ in _small(harness):
        state = state_of(harness.prepared(sample))
        accepted(harness.step, state)
        untrue = _untrue_row(state)
        if untrue:
            wanted = "rows cover the text without gaps, and verbatim ones are equal"
            raise broken_promise(harness.component, _where(harness, sample), untrue, wanted)


def _untrue_row(state: DocumentState) -> str:
    text, raw, done = state.document.text, state.source.text, 0
    for start, end, low, high in state.rows.rows:
        verbatim = end - start == high - low
        if start != done or (verbatim and text[start:end] != raw[low:high]):
            return f"the row {[start, end, low, high]} of raw_map is not true"
        done = end
    for item in state.layers["dropped"]:
        if raw[item["raw_start"] : item["raw_end"]] != item["text"]:
            return f"the dropped text {shown(item['text'])} is not where it says"
    return "" if done == len(text) else f"raw_map ends at {done}, the text at {len(text)}"


def cleans_once(harness: StageHarness) -> None:
    """Check that cleaning what is clean changes nothing."""
    for sample, _ in _small(harness):
        state = state_of(harness.prepared(sample))
        accepted(harness.step, state)
        once = state.document.text
        accepted(harness.step, state)
        if state.document.text != once:
            differ = _difference(once.encode(), state.document.text.encode())
            found = f"cleaning twice is not cleaning once: {differ}"
            wanted = "apply rules until none applies, or set `cleans_once = False`"
            raise broken_promise(harness.component, _where(harness, sample), found, wanted)


def _small(harness: Harness) -> list[tuple[Sample, bytes]]:
    """Return the samples that the component takes, with what it makes of them."""
    found = [(sample, made) for sample, made in harness.accepted() if sample.name != HUGE]
    if not found:
        wanted = "fix what `takes` says first; this cannot be judged before"
        raise broken_promise(harness.component, "", "it takes none of the samples", wanted)
    return found


def _freshly(harness: Harness, wanted: ProcessTask, seed: int) -> dict[str, bytes | str]:
    try:
        return made_freshly(wanted, seed)
    except FreshProcessError as error:
        found = f"a fresh process came to no result: {error}"
        raise broken_promise(
            harness.component, "", found, "let it work without what the tests set up"
        ) from None


def _where(harness: Harness, sample: Sample) -> str:
    nouns = {"source": "input", "sink": "record", "engine": "run", "wrapper": "batch"}
    return f"{nouns.get(harness.component.role, 'text')} {sample.name!r}"


def _difference(one: bytes | str, other: bytes | str) -> str:
    """Return what is around the first place where two results differ."""
    first, second = (_read(value) for value in (one, other))
    pairs = enumerate(zip(first, second, strict=False))
    at = next((at for at, (a, b) in pairs if a != b), min(len(first), len(second)))
    low = max(at - 20, 0)
    return f"{shown(first[low : at + 40])} and then {shown(second[low : at + 40])}"


def _read(value: bytes | str) -> str:
    return value if isinstance(value, str) else value.decode("utf-8", "backslashreplace")
