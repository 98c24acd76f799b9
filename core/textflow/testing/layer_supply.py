"""The layers that a stage requires: simple honest ones, or those of installed stages."""

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import attrs

from textflow.errors import StageError
from textflow.plugins.registry import DROPPED, Component, Registry
from textflow.running.bound_stage import DocumentState, bound
from textflow.running.json_values import NotJsonError, explain, to_json
from textflow.stages import StageDeclaration
from textflow.testing.errors import broken_promise
from textflow.testing.stage_calls import accepted, plain_spec
from textflow.wording import listed

Giver = Callable[[str], list[dict[str, Any]]]

_SENTENCE_END = re.compile(r"[.!?]\s")


def paragraphs(text: str) -> list[dict[str, Any]]:
    """Return blocks of lines, cut where a line is blank."""
    return [{"start": start, "end": end} for start, end in _blocks(text)]


def sentences(text: str) -> list[dict[str, Any]]:
    """Return the pieces between ``.``, ``!`` or ``?`` before white space, within paragraphs."""
    return [
        {"start": start, "end": end, "paragraph": number}
        for number, block in enumerate(_blocks(text))
        for start, end in _pieces(text, *block)
    ]


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    start, at = None, 0
    for line in text.split("\n"):
        if line.strip():
            start = at if start is None else start
        elif start is not None:
            yield _trimmed(text, start, at)
            start = None
        at += len(line) + 1
    if start is not None:
        yield _trimmed(text, start, len(text))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for found in _SENTENCE_END.finditer(text, start, end):
        yield _trimmed(text, start, found.start() + 1)
        start = found.end()
    if text[start:end].strip():
        yield _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _nothing(_text: str) -> list[dict[str, Any]]:
    return []


_SIMPLE: Mapping[str, Giver] = {
    "paragraphs": paragraphs,
    "sentences": sentences,
    DROPPED: _nothing,
}


@attrs.frozen
class Supplier:
    """Gives layers: the plugin author's own, simple ones, those of installed stages."""

    registry: Registry
    own: Mapping[str, Giver]

    def missing(self, component: Component) -> list[str]:
        """Return the layers that ``component`` requires and nothing here can give."""
        return [
            layer
            for layer in _declaration(component).requires
            if not self._can(layer, (component.name,))
        ]

    def supply(self, state: DocumentState, component: Component, *, with_uses: bool) -> None:
        """Put the layers for ``component`` into ``state``; raises TextflowError where one fails."""
        facts, trail = _declaration(component), (component.name,)
        self._give(state, facts.requires, component, trail)
        for layer in facts.uses if with_uses else ():
            with contextlib.suppress(StageError):  # it must do without, too
                self._give(state, [layer], component, trail)

    def _give(
        self,
        state: DocumentState,
        layers: Iterable[str],
        component: Component,
        trail: tuple[str, ...],
    ) -> None:
        for layer in layers:
            giver = self.own.get(layer) or _SIMPLE.get(layer)
            if layer in state.layers:
                continue
            if giver is not None:
                state.layers[layer] = _checked_items(
                    giver(state.document.text), state, layer, component
                )
            elif (other := self._stage(layer, trail)) is not None:
                self._give(state, _declaration(other).requires, other, (*trail, other.name))
                accepted(bound(plain_spec(other, {}), other.name), state)

    def _can(self, layer: str, trail: tuple[str, ...]) -> bool:
        known = layer in self.own or layer in _SIMPLE
        return known or self._stage(layer, trail) is not None

    def _stage(self, layer: str, trail: tuple[str, ...]) -> Component | None:
        """Return an installed stage that gives ``layer`` by default, from what can be had."""
        for component in self.registry.all_components().values():
            able = (
                component.role == "stage"
                and layer in component.layers
                and component.name not in trail
            )
            if able and not component.options.get("required"):
                needed = _declaration(component).requires
                if all(self._can(one, (*trail, component.name)) for one in needed):
                    return component
        return None


def _declaration(component: Component) -> StageDeclaration:
    if not isinstance(component.declaration, StageDeclaration):
        raise TypeError(component.name)
    return component.declaration


def _checked_items(
    items: Any, state: DocumentState, layer: str, component: Component
) -> list[dict[str, Any]]:
    """Return a layer as plain JSON, true spans and all."""
    text = state.document.text
    try:
        made: list[dict[str, Any]] = to_json(items, text)
    except NotJsonError as error:
        found = explain(items, text)
        what = f"what `layers` gives for {listed([layer])} is unfit: {found.pointer} {found.found}"
        raise broken_promise(component, f"text {state.source.id!r}", what, found.wanted) from error
    return made
