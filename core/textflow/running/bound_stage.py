"""The stages of a pipeline as bound callables, and what is done with what they return."""

import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs

from textflow.document import Cleaning, Document, Edit, Layer, Layers
from textflow.errors import NoLayerError, OversizeResultError, ReturnTypeError
from textflow.pipeline.model import Pipeline, StageSpec
from textflow.plugins.registry import DROPPED
from textflow.plugins.schemas import Validator
from textflow.plugins.setting_up import set_up
from textflow.reading.sources import RawDocument
from textflow.running import layer_items
from textflow.running.collecting import Collected
from textflow.running.json_values import NotJsonError, explain, to_json
from textflow.running.layer_items import CheckedItems, Place, sorted_out
from textflow.running.outcomes import Failure, Provenance
from textflow.running.raw_map import RawMap
from textflow.wording import type_name

#: About so many bytes a row of the raw map has.
_ROW = 30


@attrs.define(eq=False, repr=False)
class DocumentState:
    """One document on its way through the stages."""

    source: RawDocument
    document: Document
    rows: RawMap
    layers: dict[str, list[dict[str, Any]]]
    #: Layers as they are written in the record, where that is known.
    json: dict[str, bytes] = attrs.field(factory=dict[str, bytes])
    #: What stages with ``on_error: skip`` have failed to give.
    skipped: list[dict[str, str]] = attrs.field(factory=list)
    #: Items that stages with ``invalid: reject`` gave and that are left out, with the reason.
    rejected: list[dict[str, Any]] = attrs.field(factory=list)
    #: About how many bytes the record has so far.
    size: int = 0
    #: What names the document among those of other runs; empty where nothing is kept of it.
    key: bytes = b""
    #: So many of the first stages need not be called: what they found was kept.
    done: int = 0

    @classmethod
    def of(cls, source: RawDocument) -> "DocumentState":
        """Return the state of a document that no stage has seen."""
        layers: dict[str, list[dict[str, Any]]] = {}
        document = Document(source.text, source.id, source.meta, Layers(layers))
        state = cls(source, document, RawMap.identity(len(source.text)), layers)
        state.size = text_bytes(source.text)
        return state


@attrs.frozen(eq=False)
class BoundStage:
    """One stage, bound to its options."""

    #: Its name in the record of failures; unlike the stage's own, unique in the pipeline.
    name: str
    spec: StageSpec
    call: Callable[[Any], Any]
    #: Layer as the stage names it to (layer as the record names it, its validator).
    layers: Mapping[str, tuple[str, Validator]]

    @property
    def provenance(self) -> Provenance:
        """Stage, plugin and version, for the dead letter."""
        return provenance_of(self.spec)

    def accept(self, state: DocumentState, result: Any) -> bool:
        """
        Put what the stage returned into ``state``; return False to filter the document.

        Raises DocumentError; ``state`` is then as it was.
        """
        kind = self.spec.declaration.kind
        if kind == "filter":
            return self._verdict(state, result)
        if kind == "clean":
            self._edit(state, result)
        else:
            self._annotate(state, result)
        return True

    def is_due(self, state: DocumentState) -> bool:
        """Return whether the stage is due; where it lacks a layer, it is skipped as well."""
        if self.spec.implied and state.source.through != self.spec.component.name:
            return False
        missing = [layer for layer in self.spec.declaration.requires if layer not in state.layers]
        if missing:
            self.skip(state, Failure.of(NoLayerError(missing[0])))
        return not missing

    def skip(self, state: DocumentState, failure: Failure) -> None:
        """Let a document on without this stage's layers."""
        skipped = {"stage": self.name, "type": failure.type, "message": failure.message}
        state.skipped.append(skipped)

    def _verdict(self, state: DocumentState, result: Any) -> bool:
        if type(result) is not bool:
            raise self._wrong(state, "", _type_phrase(result), "a filter returns True or False")
        return result

    def _annotate(self, state: DocumentState, result: Any) -> None:
        found = self._by_layer(state, result)
        checked: dict[str, CheckedItems] = {}
        size = state.size
        for layer, items in found.items():
            made = self._checked(state, layer, items, several=len(found) > 1)
            checked[self.layers[layer][0]] = made
            size += made.size
        state.size = self._fitting(state, size)
        for name, made in checked.items():
            state.layers[name] = made.items
            state.json[name] = made.json
            if made.rejected:
                row = {"stage": self.name, "layer": name}
                state.rejected += [row | more for more in made.rejected]

    def _fitting(self, state: DocumentState, size: int) -> int:
        limit = self.spec.max_record_bytes
        if size > limit:
            found = f"its result makes the record {size} bytes"
            raise OversizeResultError(*self._whose(state), found, limit)
        return size

    def _by_layer(self, state: DocumentState, result: Any) -> Mapping[str, Any]:
        if len(self.layers) == 1:
            return dict.fromkeys(self.layers, result)
        if type(result) is not dict or set(result) != set(self.layers):
            found = f"a dict of {sorted(map(str, result))}" if type(result) is dict else ""
            wanted = f"return a dict with exactly the layers {sorted(self.layers)}"
            raise self._wrong(state, "", found or _type_phrase(result), wanted)
        return result

    def _checked(
        self, state: DocumentState, layer: str, items: Any, *, several: bool
    ) -> CheckedItems:
        """Return the items as plain JSON, without the wrong ones where the pipeline says so."""
        pointer = f"/{layer}" if several else ""
        if type(items) not in (list, Collected):
            instead = "return a list of items, or yield them"
            raise self._wrong(state, pointer, _type_phrase(items), instead)
        check = sorted_out if self.spec.invalid == "reject" else layer_items.checked
        return check(
            items,
            state.document.text,
            lambda: Place(*self._whose(state), layer, pointer),
            self.layers[layer][1],
        )

    def _edit(self, state: DocumentState, result: Any) -> None:
        edits, meta = result if type(result) is Cleaning else (result, {})
        document = state.document
        if type(edits) not in (list, Collected):
            raise self._wrong(
                state, "", _type_phrase(edits), "return a list of Edit, or yield them"
            )
        self._check_edits(state, edits)
        size = self._fitting(state, state.size + _added(edits))
        dropped = [*state.layers.get(DROPPED, ()), *_dropped(state, edits)]
        dropped.sort(key=lambda item: item["raw_start"])
        text, rows = document.text, state.rows
        if edits:
            text, rows = rows.edited(text, edits)
        known = document.meta
        if type(meta) is not dict or meta:
            known = self._plain_meta(state, meta) | dict(known)
        state.rows, state.layers[DROPPED], state.size = rows, dropped, size
        state.document = _edited(state, edits, text, known)

    def _check_edits(self, state: DocumentState, edits: list[Any]) -> None:
        done, size = 0, len(state.document.text)
        for at, edit in enumerate(edits):
            wrong = _edit_fault(edit, done, size)
            if wrong:
                raise self._wrong(state, f"/{at}", *wrong)
            done = edit.end

    def _plain_meta(self, state: DocumentState, meta: Any) -> dict[str, Any]:
        try:
            made = to_json(meta, "")
        except NotJsonError as error:
            found = explain(meta, "")
            raise self._wrong(state, f"/meta{found.pointer}", found.found, found.wanted) from error
        if not isinstance(made, dict):
            raise self._wrong(state, "/meta", _type_phrase(meta), "return a dict")
        return made

    def _whose(self, state: DocumentState) -> tuple[str, str, str]:
        return self.spec.component.entry.name, self.spec.component.name, state.source.id

    def _wrong(
        self, state: DocumentState, pointer: str, found: str, wanted: str
    ) -> ReturnTypeError:
        return ReturnTypeError(*self._whose(state), pointer, found, wanted)


def _type_phrase(value: Any) -> str:
    """Return what to call a value of the wrong type."""
    kind = "list" if type(value) is Collected else type_name(value)
    return "None" if value is None else f"a {kind}"


def _edit_fault(edit: Any, done: int, size: int) -> tuple[str, str] | None:
    if type(edit) is not Edit:
        return _type_phrase(edit), "return textflow.Edit(start, end, new, rule)"
    start, end, new, rule = edit
    if (type(start), type(end), type(new)) != (int, int, str):
        return f"Edit({start!r}, {end!r}, ...)", "start and end are int, new is str"
    if not done <= start <= end <= size:
        found = f"an edit of {start}..{end}, after one that ends at {done}"
        return found, f"edits come in order, apart, and end by {size}, the length of the text"
    if not (rule is None or (type(rule) is str and rule)):
        return f"an edit with the rule {rule!r}", "a rule is a name, or None"
    if _has_surrogate(new):
        return "an edit that puts in a lone surrogate", "put in whole characters"
    return None


def _has_surrogate(text: str) -> bool:
    return not text.isascii() and any("\ud800" <= mark <= "\udfff" for mark in text)


def text_bytes(text: str) -> int:
    """Return how many bytes ``text`` is in a file."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def _edited(
    state: DocumentState, edits: list[Edit], text: str, meta: Mapping[str, Any]
) -> Document:
    """Return the document as it is now: the same, with what stages share, where nothing is new."""
    before = state.document
    if not edits and meta is before.meta:
        return before
    return Document(text, before.id, meta, Layers(state.layers))


def _added(edits: list[Edit]) -> int:
    """Return about how many bytes ``edits`` add to a record: text, and a row each."""
    return sum(_ROW + len(edit.new) for edit in edits)


def _dropped(state: DocumentState, edits: list[Edit]) -> Iterator[dict[str, Any]]:
    """Yield an item for each edit that names its rule: the raw text, white space trimmed."""
    raw = state.source.text
    for edit in edits:
        if edit.rule is not None:
            start, end = state.rows.to_raw(edit.start, edit.end)
            text = raw[start:end]
            start += len(text) - len(text.lstrip())
            text = text.strip()
            yield {
                "raw_start": start,
                "raw_end": start + len(text),
                "text": text,
                "rule": edit.rule,
            }


def bound_stages(pipeline: Pipeline) -> tuple[BoundStage, ...]:
    """
    Bind every stage of ``pipeline`` to its options.

    Raises SetupError where a stage that is a class cannot be set up.
    """
    return tuple(bound(spec, name) for name, spec in named_stages(pipeline))


def provenance_of(spec: StageSpec) -> Provenance:
    """Return stage, plugin and version."""
    return spec.component.name, spec.component.entry.name, spec.component.entry.version


def named_stages(pipeline: Pipeline) -> Iterator[tuple[str, StageSpec]]:
    """Yield each stage with a name that is unique in the pipeline."""
    seen: dict[str, int] = {}
    for spec in pipeline.stages:
        seen[spec.component.name] = count = seen.get(spec.component.name, 0) + 1
        yield (spec.component.name if count == 1 else f"{spec.component.name}#{count}"), spec


def bound(spec: StageSpec, name: str) -> BoundStage:
    """Bind one stage to its options; raises SetupError as ``bound_stages`` does."""
    layers = {
        layer: (final, Validator(spec.schemas[layer])) for layer, final in spec.layers.items()
    }
    return BoundStage(name, spec, _bound(spec), layers)


def _bound(spec: StageSpec) -> Callable[[Any], Any]:
    options = dict(spec.options)
    for option in spec.component.layer_options:
        layer: str = options[option]
        options[option] = Layer(layer, copy.deepcopy(dict(spec.schemas[layer])))
    for option in spec.learning:
        options[option] = frozenset(spec.learnt.get(option, ()))
    return set_up(spec.component, options)
