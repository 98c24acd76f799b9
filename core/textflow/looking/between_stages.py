"""A record as it was before or after one of its stages, as far as record and manifest say."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from textflow.records import Line

#: The layer of what cleaning takes out; until then it still stands in the text.
_DROPPED = "dropped"


@attrs.frozen
class StageOrder:
    """The stages of a run in their order, and the layers that each gave."""

    names: tuple[str, ...]
    #: Stage to ``layer: distribution and version``.
    given: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(cls, manifest: Mapping[str, Any]) -> "StageOrder":
        """Read the stages out of a manifest; there are none where there is no manifest."""
        names = tuple(str(row.get("stage", "")) for row in manifest.get("stages", ()))
        given: dict[str, dict[str, str]] = {name: {} for name in names}
        for layer, givers in manifest.get("layers", {}).items():
            for giver in givers:
                version = f"{giver.get('distribution', '')} {giver.get('version', '')}"
                for name in _called(names, str(giver.get("stage", ""))):
                    given[name][layer] = version
        return cls(names, given)

    def layers_until(self, stage: str, *, itself: bool) -> set[str]:
        """Return the layers that were there before ``stage``, or with ``itself`` after it."""
        end = self.names.index(stage) + itself
        return {layer for name in self.names[:end] for layer in self.given[name]}


def _called(names: Sequence[str], stage: str) -> Iterator[str]:
    """Yield the names of a stage: one that is there twice is ``clean`` and ``clean#2``."""
    return (name for name in names if name.partition("#")[0] == stage)


@attrs.frozen
class Moment:
    """Just before or just after one stage of a run."""

    order: StageOrder
    stage: str
    is_after: bool

    @property
    def layers(self) -> set[str]:
        """The layers that are there."""
        return self.order.layers_until(self.stage, itself=self.is_after)

    @property
    def is_undropped(self) -> bool:
        """Whether no stage has dropped anything yet."""
        return _DROPPED not in self.layers

    @property
    def given(self) -> Mapping[str, str]:
        """The layers that the stage gives, each with distribution and version."""
        return self.order.given[self.stage]

    def of(self, record: Line) -> Line:
        """Return ``record`` as it was; what was dropped later stays, to be shown in its place."""
        there = self.layers | {_DROPPED}
        annotations = {
            layer: items for layer, items in record["annotations"].items() if layer in there
        }
        return {**record, "annotations": annotations}


def substitutions(record: Line) -> list[tuple[str, tuple[int, int]]]:
    """Return what stands in the text for other raw characters, and the range of those."""
    return [
        (record["text"][start:end], (raw_start, raw_end))
        for start, end, raw_start, raw_end in record["raw_map"]
        if end - start != raw_end - raw_start
    ]
