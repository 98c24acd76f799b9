"""Findings of two records on one ground, so that they can be compared."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs

from textflow.review.folding import folded
from textflow.review.items import is_span
from textflow.running.raw_map import RawMap
from textflow.wording import cut, shown

Record = Mapping[str, Any]
Span = tuple[int, int]
#: From a span of a record's text to the ground.
Ground = Callable[[Span], Span]


@attrs.frozen(eq=False)
class Placed:
    """One finding, and where it is on the ground."""

    start: int
    end: int
    #: Where it is in its own text.
    span: Span
    #: Its fields; a speaker by name, a place in the text as a span of the ground.
    fields: Mapping[str, Any]

    def told(self, name: str) -> str:
        """Return a field as people read it."""
        if name == "value" and self.fields.get("low") is not None:
            return f"{shown(self.fields['low'])} to {shown(self.fields.get('high'))}"
        value = self.fields.get(name)
        if isinstance(value, tuple):
            return "elsewhere"
        return "null" if value is None else cut(str(value), 60)


def own_text(span: Span) -> Span:
    """Return ``span``: the ground is the text itself."""
    return span


def raw_text(record: Record) -> Ground:
    """Return the way to the raw text of ``record``."""
    rows = RawMap(tuple((row[0], row[1], row[2], row[3]) for row in record["raw_map"]))
    return lambda span: rows.to_raw(*span)


def placed(record: Record, layer: str, ground: Ground) -> list[Placed]:
    """Return the findings of ``layer`` that have a place; order as they are."""
    annotations = record["annotations"]
    names = {one["id"]: _names(one) for one in annotations.get("speakers", ())}
    return [
        _placed(item, ground, names)
        for item in annotations.get(layer, ())
        if "start" in item and "end" in item
    ]


def _placed(item: Mapping[str, Any], ground: Ground, names: Mapping[str, Any]) -> Placed:
    fields = {key: _field(value, ground) for key, value in item.items()}
    speaker = item.get("speaker")
    if isinstance(speaker, str):
        fields["speaker"] = names.get(speaker) or Names.of([speaker])
    span = (item["start"], item["end"])
    return Placed(*ground(span), span, fields)


def _field(value: Any, ground: Ground) -> Any:
    return ground((value["start"], value["end"])) if is_span(value) else value


@attrs.frozen
class Names:
    """The names that somebody has in a document, the fullest first."""

    shown: str
    folded: frozenset[str]

    @classmethod
    def of(cls, names: Sequence[str]) -> "Names":
        """Return ``names``, of which there is at least one."""
        return cls(names[0], frozenset(map(_folded, names)))

    def fits(self, other: "Names") -> bool:
        """Return whether the fullest name of one is any name of the other."""
        return _folded(self.shown) in other.folded or _folded(other.shown) in self.folded

    def __str__(self) -> str:
        return self.shown


def _names(speaker: Mapping[str, Any]) -> Names:
    mentions = (one for one in speaker.get("mentions", ()) if one.get("kind") == "name")
    return Names.of([speaker["name"], *(one["text"] for one in mentions)])


def _folded(name: str) -> str:
    return folded(name).text


def grounds(gold: Record, found: Record, *, tried: bool) -> tuple[Ground, Ground] | None:
    """
    Return the ways of gold and of what was found to one ground; None where there is none.

    ``tried`` says that ``found`` was made of the text of the gold. Otherwise they are two
    records of one raw text, or have the same text.
    """
    if tried:
        return own_text, raw_text(found)
    if gold["text"] == found["text"]:
        return own_text, own_text
    if gold.get("mapped"):
        return raw_text(gold), raw_text(found)
    return None
