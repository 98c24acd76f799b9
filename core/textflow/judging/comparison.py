"""What one run found in a document and another did not."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import attrs
import orjson

from textflow.judging.alignment import common_ground
from textflow.judging.grounded import Ground
from textflow.review.items import is_span

Record = Mapping[str, Any]
Items = Sequence[Mapping[str, Any]]

_NO_FIELDS = frozenset({"start", "end", "raw_start", "raw_end", "text", "id"})


@attrs.frozen(eq=False)
class Finding:
    """An item as two runs can compare it: no number in it that only one of them counts."""

    #: Where it is in the raw text, or in the text that both have; None of what has no place.
    start: int | None
    end: int | None
    #: What tells apart those without a place, as the name of a speaker.
    name: str
    fields: Mapping[str, Any]
    item: Mapping[str, Any]

    @property
    def key(self) -> bytes:
        """All that there is to compare, as bytes."""
        facts = (self.start, self.end, self.name, self.fields)
        return orjson.dumps(facts, option=orjson.OPT_SORT_KEYS)


@attrs.frozen
class Difference:
    """A finding that only one run has, or that both have otherwise."""

    layer: str
    #: ``added``, ``lost`` or ``changed``.
    what: str
    before: Finding | None
    after: Finding | None

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of what has changed; ``borders`` for its place."""
        one, other = self.before, self.after
        if one is None or other is None:
            return ()
        names = dict.fromkeys((*one.fields, *other.fields))
        changed = [name for name in names if one.fields.get(name) != other.fields.get(name)]
        moved = (one.start, one.end) != (other.start, other.end)
        return (*(["borders"] if moved else []), *changed)


@attrs.frozen
class Compared:
    """How the layers of two records differ."""

    #: Layer to the number of findings that both have alike.
    same: Mapping[str, int]
    differences: tuple[Difference, ...]
    text_changed: bool
    meta_changed: bool


def compare(before: Record, after: Record, wanted: frozenset[str] = frozenset()) -> Compared:
    """Return how two records of one document differ in the layers ``wanted``; in all, if none."""
    text, meta = before["text"] != after["text"], before["meta"] != after["meta"]
    moved = text or _names(before) != _names(after)
    grounds = common_ground(before, after)
    same: dict[str, int] = {}
    found: list[Difference] = []
    for layer in _layers(before, after, wanted):
        one, other = (side["annotations"].get(layer, []) for side in (before, after))
        if one == other and not moved:
            same[layer] = len(one)
            continue
        pair = (_findings(before, layer, grounds[0]), _findings(after, layer, grounds[1]))
        same[layer], differences = _compared(layer, *pair)
        found += differences
    return Compared(same, tuple(found), text, meta)


def _layers(before: Record, after: Record, wanted: frozenset[str]) -> list[str]:
    there = dict.fromkeys((*before["annotations"], *after["annotations"]))
    return [layer for layer in there if layer in wanted or not wanted]


def _names(record: Record) -> dict[str, str]:
    return {one["id"]: one["name"] for one in record["annotations"].get("speakers", ())}


def _findings(record: Record, layer: str, ground: Ground) -> list[Finding]:
    items: Items = record["annotations"].get(layer, [])
    groups, paragraphs = _first_of_groups(items, ground), _paragraphs(record, ground)
    said = _Said(ground, _names(record), groups, paragraphs)
    return [_finding(item, said) for item in items]


@attrs.frozen
class _Said:
    """What the numbers within one record stand for."""

    ground: Ground
    speakers: Mapping[str, str]
    groups: Mapping[int, int]
    paragraphs: Sequence[int]

    def field(self, name: str, value: Any) -> Any:
        """Return what the value of a field means, whatever its record counts."""
        if name == "speaker" and isinstance(value, str):
            return self.speakers.get(value, value)
        if name == "group" and value in self.groups:
            return self.groups[value]
        if name == "paragraph" and isinstance(value, int) and 0 <= value < len(self.paragraphs):
            return self.paragraphs[value]
        return self._plain(value)

    def _plain(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._plain(one) for one in value]
        if not is_span(value):
            return value
        place = self.ground((value["start"], value["end"]))
        rest = {key: one for key, one in value.items() if key not in _NO_FIELDS}
        return [*place, rest] if rest else list(place)


def _finding(item: Mapping[str, Any], said: _Said) -> Finding:
    fields = {
        name: said.field(name, value) for name, value in item.items() if name not in _NO_FIELDS
    }
    start: int | None = None
    end: int | None = None
    if "start" in item and "end" in item:
        start, end = said.ground((item["start"], item["end"]))
    elif "raw_start" in item and "raw_end" in item:
        start, end = item["raw_start"], item["raw_end"]
    name = fields.pop("name", "") if start is None else ""
    return Finding(start, end, str(name), fields, item)


def _first_of_groups(items: Items, ground: Ground) -> dict[int, int]:
    """Return, for each group of parts, where its first part begins."""
    first: dict[int, int] = {}
    for item in items:
        if isinstance(item.get("group"), int) and "start" in item:
            start = ground((item["start"], item["end"]))[0]
            first[item["group"]] = min(start, first.get(item["group"], start))
    return first


def _paragraphs(record: Record, ground: Ground) -> list[int]:
    paragraphs: Items = record["annotations"].get("paragraphs", [])
    return [ground((one["start"], one["end"]))[0] for one in paragraphs]


def _compared(
    layer: str, before: Sequence[Finding], after: Sequence[Finding]
) -> tuple[int, list[Difference]]:
    """Return how many findings are alike, and how the others differ."""
    gone = list(before)
    new: list[Finding] = []
    alike: dict[bytes, list[Finding]] = {}
    for one in before:
        alike.setdefault(one.key, []).append(one)
    for one in after:
        held = alike.get(one.key)
        if held:
            gone.remove(held.pop(0))
        else:
            new.append(one)
    same = len(before) - len(gone)
    made: list[Difference] = []
    for close in (_same_place, _overlapping):
        made += _changed(layer, gone, new, close)
    made += [Difference(layer, "lost", one, None) for one in gone]
    made += [Difference(layer, "added", None, one) for one in new]
    return same, sorted(made, key=_order)


def _order(one: Difference) -> tuple[int, bool, str]:
    side = one.before or one.after
    return (side.start or 0, one.what == "added", side.name) if side else (0, False, "")


def _changed(
    layer: str,
    gone: list[Finding],
    new: list[Finding],
    close: Callable[[Finding, Finding], bool],
) -> Iterator[Difference]:
    """Yield the findings that are still there, though otherwise; they leave both lists."""
    for one in list(gone):
        other = next((other for other in new if close(one, other)), None)
        if other is not None:
            gone.remove(one)
            new.remove(other)
            yield Difference(layer, "changed", one, other)


def _same_place(one: Finding, other: Finding) -> bool:
    if one.start is None:
        return bool(one.name) and one.name == other.name and other.start is None
    return (one.start, one.end) == (other.start, other.end)


def _overlapping(one: Finding, other: Finding) -> bool:
    if None in (one.start, one.end, other.start, other.end):
        return False
    return (one.start or 0) < (other.end or 0) and (other.start or 0) < (one.end or 0)
