"""What of a record is shown: its findings, generic where the layer is a third party's."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from textflow.plugins.schemas import standard_layers
from textflow.review.ground import Ground

#: Layers that are shown in ways of their own: as text, as paragraphs, in place, by name.
SPECIAL = frozenset({"dropped", "paragraphs", "sentences", "speakers"})
#: What says where a finding is, not what it is.
_PLACE = frozenset({"start", "end", "text"})
#: Characters of a dropped piece that the page repeats.
_DROPPED = 400
#: Characters of a paragraph that is drawn at once.
_PARAGRAPH = 20_000
#: Characters of a title.
_TITLE = 100


@attrs.frozen
class Said:
    """What gold says of one finding."""

    #: ``right``, ``extra``, ``missed`` or ``wrong``.
    what: str
    #: Of what is wrong, each field as gold has it.
    wanted: Mapping[str, str] = attrs.field(factory=dict[str, str])
    #: Of what was missed, the words in the text of gold, which may have been dropped.
    words: str = ""

    @property
    def label(self) -> str:
        """What is written beside it; nothing where it is right."""
        if self.what == "right":
            return ""
        return " ".join([self.what, " and ".join(self.wanted)]).strip()

    def to_json(self) -> dict[str, Any]:
        """Return it as the page's script reads it."""
        held = {"what": self.what, "label": self.label, "wanted": self.wanted, "words": self.words}
        return {key: value for key, value in held.items() if value}


@attrs.frozen
class Finding:
    """One item of a layer that points at the text."""

    layer: str
    start: int
    end: int
    #: Its other fields, those that say nothing left out.
    fields: Mapping[str, Any]
    #: What gold says of it; None where there is none.
    said: Said | None = None


@attrs.frozen
class Dropped:
    """A piece that cleaning took out, and the place in the clean text where it was."""

    at: int
    raw_start: int
    raw_end: int
    text: str
    rule: str
    #: Characters of it that are not repeated.
    more: int

    def to_json(self) -> list[Any]:
        """Return it as the page's script reads it."""
        return [self.at, self.raw_start, self.raw_end, self.text, self.rule, self.more]


def findings(record: Mapping[str, Any]) -> list[Finding]:
    """Return the findings of all layers in text order, a longer one before what is in it."""
    found = [
        Finding(layer, item["start"], item["end"], _fields(item, layer))
        for layer, items in record["annotations"].items()
        if layer not in SPECIAL
        for item in items
        if "start" in item and "end" in item
    ]
    return sorted(found, key=lambda one: (one.start, -one.end))


def without_place(record: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return, by layer, the items of third parties that point nowhere."""
    found = {
        layer: [item for item in items if "start" not in item]
        for layer, items in record["annotations"].items()
        if layer not in SPECIAL
    }
    return {layer: items for layer, items in found.items() if items}


def dropped(record: Mapping[str, Any]) -> list[Dropped]:
    """Return what was taken out, in raw order."""
    ground = Ground.of(record)
    there = (item for item in record["annotations"].get("dropped", []) if _is_dropped(item))
    items = sorted(there, key=lambda item: int(item["raw_start"]))
    return [
        Dropped(
            at=ground.place_of(item["raw_start"]),
            raw_start=item["raw_start"],
            raw_end=item["raw_end"],
            text=item["text"][:_DROPPED],
            rule=item["rule"],
            more=max(len(item["text"]) - _DROPPED, 0),
        )
        for item in items
    ]


def paragraphs(record: Mapping[str, Any]) -> list[tuple[int, int]]:
    """
    Return the paragraphs, in order and apart.

    Text that is in none, or all of it where no stage gives paragraphs, is cut at its
    line ends, so that every word is shown once.
    """
    text = record["text"]
    given = sorted(
        (one["start"], one["end"]) for one in record["annotations"].get("paragraphs", ())
    )
    found: list[tuple[int, int]] = []
    at = 0
    for start, end in [*given, (len(text), len(text))]:
        found += _lines(text, at, max(start, at))
        if max(start, at) < end:
            found += _cut(text, max(start, at), end)
        at = max(end, at)
    return found


def title(record: Mapping[str, Any]) -> str:
    """Return what the document is called: its title, its first line, or its id."""
    given = record["meta"].get("title")
    words = " ".join(given.split()) if isinstance(given, str) else ""
    words = words or " ".join(record["text"].lstrip().partition("\n")[0].split())
    if len(words) > _TITLE:
        words = f"{words[:_TITLE].rpartition(' ')[0] or words[:_TITLE]} …"
    return words or record["id"]


def speaker_names(record: Mapping[str, Any]) -> dict[str, str]:
    """Return the names of the speakers by id."""
    return {
        str(one["id"]): str(one["name"])
        for one in record["annotations"].get("speakers", [])
        if "id" in one and "name" in one
    }


def _fields(item: Mapping[str, Any], layer: str) -> dict[str, Any]:
    """Return what ``item`` says beside its place; in standard layers null and false say nothing."""
    silent = layer in standard_layers()
    return {
        key: value
        for key, value in item.items()
        if key not in _PLACE and not (silent and (value is None or value is False))
    }


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for line in text[start:end].split("\n"):
        if line.strip():
            yield from _cut(text, at, at + len(line))
        at += len(line) + 1


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield one paragraph, or several where a hostile text has one of a million characters."""
    while end - start > _PARAGRAPH:
        space = text.rfind(" ", start + _PARAGRAPH // 2, start + _PARAGRAPH)
        stop = space + 1 if space >= 0 else start + _PARAGRAPH
        yield start, stop
        start = stop
    yield start, end


def _is_dropped(item: Mapping[str, Any]) -> bool:
    places = isinstance(item.get("raw_start"), int) and isinstance(item.get("raw_end"), int)
    return places and isinstance(item.get("text"), str) and isinstance(item.get("rule"), str)
