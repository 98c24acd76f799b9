"""The layers that a stage requires: simple honest ones, or those of installed stages."""

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import attrs

from textflow.errors import StageError
from textflow.plugins.registry import DROPPED, Part, Registry
from textflow.running.plain import NotPlainError, fault, plain
from textflow.running.steps import State, step_of
from textflow.stages import StageFacts
from textflow.testing.broken import broken
from textflow.testing.calling import accepted, plain_spec
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

    def missing(self, part: Part) -> list[str]:
        """Return the layers that ``part`` requires and nothing here can give."""
        return [layer for layer in _facts(part).requires if not self._can(layer, (part.name,))]

    def supply(self, state: State, part: Part, *, with_uses: bool) -> None:
        """Put the layers for ``part`` into ``state``; raises TextflowError where one fails."""
        facts, trail = _facts(part), (part.name,)
        self._give(state, facts.requires, part, trail)
        for layer in facts.uses if with_uses else ():
            with contextlib.suppress(StageError):  # it must do without, too
                self._give(state, [layer], part, trail)

    def _give(
        self, state: State, layers: Iterable[str], part: Part, trail: tuple[str, ...]
    ) -> None:
        for layer in layers:
            giver = self.own.get(layer) or _SIMPLE.get(layer)
            if layer in state.layers:
                continue
            if giver is not None:
                state.layers[layer] = _plain(giver(state.document.text), state, layer, part)
            elif (other := self._stage(layer, trail)) is not None:
                self._give(state, _facts(other).requires, other, (*trail, other.name))
                accepted(step_of(plain_spec(other, {}), other.name), state)

    def _can(self, layer: str, trail: tuple[str, ...]) -> bool:
        known = layer in self.own or layer in _SIMPLE
        return known or self._stage(layer, trail) is not None

    def _stage(self, layer: str, trail: tuple[str, ...]) -> Part | None:
        """Return an installed stage that gives ``layer`` by default, from what can be had."""
        for part in self.registry.all_parts()[0].values():
            able = part.role == "stage" and layer in part.layers and part.name not in trail
            if able and not part.options.get("required"):
                needed = _facts(part).requires
                if all(self._can(one, (*trail, part.name)) for one in needed):
                    return part
        return None


def _facts(part: Part) -> StageFacts:
    if not isinstance(part.facts, StageFacts):
        raise TypeError(part.name)
    return part.facts


def _plain(items: Any, state: State, layer: str, part: Part) -> list[dict[str, Any]]:
    """Return a layer as plain JSON, true spans and all."""
    text = state.document.text
    try:
        made: list[dict[str, Any]] = plain(items, text)
    except NotPlainError as error:
        found = fault(items, text)
        what = f"what `layers` gives for {listed([layer])} is unfit: {found.pointer} {found.found}"
        raise broken(part, f"text {state.source.id!r}", what, found.wanted) from error
    return made
