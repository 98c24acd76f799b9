"""Call a stage on a document as a run does, and let the engine judge what it returns."""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs
import orjson

from textflow.pipeline.model import Limits, StageSpec
from textflow.plugins.registry import DROPPED, Component
from textflow.plugins.schemas import Schema, read_schema
from textflow.reading.sources import RawDocument
from textflow.running import deadline
from textflow.running.bound_stage import BoundStage, DocumentState
from textflow.running.stage_calls import is_failure, results_of, stage_error
from textflow.testing.samples import Sample, Text


@attrs.frozen
class Terms:
    """What a pipeline says of a stage beside its options."""

    timeout: float = attrs.field(factory=lambda: Limits().timeout)
    #: Layers that the pipeline declares, with their schemas.
    schemas: Mapping[str, Mapping[str, Any]] = attrs.field(factory=dict[str, Mapping[str, Any]])
    invalid: str = "fail"


def plain_spec(
    component: Component, options: Mapping[str, Any], terms: Terms | None = None
) -> StageSpec:
    """Return what a pipeline makes of ``- component: options`` under ``terms``."""
    terms = terms or Terms()
    named = [options[option] for option in component.layer_options]
    schemas = {**component.layers, **{layer: _schema(layer, terms) for layer in named}}
    return StageSpec(
        component,
        options,
        {name: name for name in schemas},
        terms.timeout,
        "dead",
        schemas=schemas,
        invalid=terms.invalid,
    )


def _schema(layer: str, terms: Terms) -> Schema:
    """Return the schema of a layer that is declared, or a standard one; raises SchemaError."""
    return terms.schemas.get(layer) or read_schema(f"layers/{layer}.json")


def state_of(sample: Sample) -> DocumentState:
    """Return the state of a document with the layers that have been made for it."""
    given: Text = sample.given
    # The engine keeps the dicts it is given: each call gets copies, told by name.
    facts = orjson.loads(orjson.dumps([dict(given.meta), dict(given.layers or {})]))
    state = DocumentState.of(RawDocument(given.text, sample.name, sample.name, facts[0]))
    state.layers.update(facts[1])
    return state


def called(step: BoundStage, states: Sequence[DocumentState]) -> list[Any]:
    """Return what ``step`` returns for each of some documents; raises StageError."""
    with deadline.deadlines():
        results = results_of(step, [state.document for state in states])
    for state, result in zip(states, results, strict=True):
        if is_failure(result):
            raise stage_error(step, state, result) from result.__cause__
    return results


def accepted(step: BoundStage, state: DocumentState) -> bool:
    """Run ``step`` on one document and take in what it returns; raises StageError."""
    return step.accept(state, called(step, [state])[0])


def given_by(step: BoundStage, state: DocumentState, *, kept: bool) -> bytes:
    """Return what ``step`` has given to ``state``, as bytes to compare."""
    seen: dict[str, Any] = {
        "kept": kept,
        "layers": {name: state.layers[name] for name in step.layers},
        "rejected": state.rejected,
    }
    if DROPPED in step.layers:
        document = state.document
        seen |= {"text": document.text, "rows": state.rows.rows, "meta": document.meta}
    return orjson.dumps(seen, default=_thawed)


def _thawed(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else list(value)
