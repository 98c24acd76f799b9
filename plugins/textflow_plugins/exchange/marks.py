"""The findings of a record as annotation programs know them: a span, a label, a link."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

#: Parts of a finding that are places of their own; a link leads there.
PARTS = ("cue", "mention")


@attrs.frozen
class Mark:
    """A span of the text with its label; offsets count code points."""

    start: int
    end: int
    #: Layer and kind, as ``quotes.direct``; of a part of another mark, the name of the field.
    label: str
    #: What else the finding says, as plain JSON; speakers by name.
    fields: Mapping[str, Any] = attrs.field(factory=dict[str, Any])
    #: The names of fields to the numbers of the marks they lead to.
    links: Mapping[str, int] = attrs.field(factory=dict[str, int])


def marks_of(record: Mapping[str, Any], layers: Sequence[str] | None) -> list[Mark]:
    """
    Return what is found in ``layers``; by default, in those whose items repeat their text.

    Sentences and paragraphs, which do not, would cover all that people look for. Marks
    come in the order of layers; the parts of a finding come before it.
    """
    annotations: Mapping[str, Any] = record["annotations"]
    names = {one["id"]: one["name"] for one in annotations.get("speakers", ())}
    made: list[Mark] = []
    for layer in layers or annotations:
        for item in annotations.get(layer, ()):
            if _is_shown(item, chosen=bool(layers)):
                made.extend(_parts(item))
                links = _links(item, len(made))
                made.append(_mark(item, layer, names, links))
    return made


def _is_shown(item: Mapping[str, Any], *, chosen: bool) -> bool:
    """Return whether an item has a span and, unless its layer was chosen, repeats its text."""
    return "start" in item and "end" in item and (chosen or "text" in item)


def _parts(item: Mapping[str, Any]) -> Iterator[Mark]:
    for name in PARTS:
        part = item.get(name)
        if part:
            yield Mark(part["start"], part["end"], name)


def _links(item: Mapping[str, Any], end: int) -> dict[str, int]:
    there = [name for name in PARTS if item.get(name)]
    return {name: end - len(there) + at for at, name in enumerate(there)}


def _mark(
    item: Mapping[str, Any], layer: str, names: Mapping[str, str], links: Mapping[str, int]
) -> Mark:
    kind = item.get("kind")
    label = f"{layer}.{kind}" if isinstance(kind, str) else layer
    left_out = {"start", "end", "text", "kind", *PARTS}
    fields = {key: value for key, value in item.items() if key not in left_out}
    if fields.get("speaker") is not None:
        fields["speaker"] = names.get(fields["speaker"], fields["speaker"])
    return Mark(item["start"], item["end"], label, fields, links)
