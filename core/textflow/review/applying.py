"""Apply corrections to a record: what a person has said wins over what a stage has found."""

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from textflow.review.anchoring import Refusal, anchor
from textflow.review.corrections import Correction
from textflow.review.ground import Ground, Span
from textflow.review.items import Item, misfit, new_speaker, settled

Record = dict[str, Any]


@attrs.frozen
class Refused:
    """A correction that no longer fits, and why."""

    correction: Correction
    reason: str


@attrs.frozen
class Corrected:
    """A record with its corrections."""

    record: Record
    applied: tuple[Correction, ...]
    refused: tuple[Refused, ...]
    #: The gold of this document: what people have confirmed, in the layers that they have
    #: judged as a whole; None where there is no such layer.
    gold: Record | None


def corrected(record: Record, corrections: Iterable[Correction]) -> Corrected:
    """
    Return ``record`` with ``corrections``, those of other documents left aside.

    The record given is not changed. The same record and corrections give the same
    answer, and correcting what is corrected changes nothing.
    """
    editor = _RecordEditor.over(record)
    applied: list[Correction] = []
    refused: list[Refused] = []
    for correction in corrections:
        if correction.document != record["id"]:
            continue
        reason = editor.apply(correction)
        if reason:
            refused.append(Refused(correction, reason))
        else:
            applied.append(correction)
    whole = {one.layer for one in applied if one.action == "complete"}
    whole -= {one.correction.layer for one in refused}
    return Corrected(editor.record(), tuple(applied), tuple(refused), editor.gold(whole))


@attrs.define
class _RecordEditor:
    """A record while it is being corrected."""

    before: Record
    ground: Ground
    layers: dict[str, list[Item]]
    #: By layer, the findings that people have confirmed.
    confirmed: dict[str, list[Item]]
    #: Those findings, by identity: equal ones may be there twice.
    judged: set[int]

    @classmethod
    def over(cls, record: Record) -> "_RecordEditor":
        layers = {name: list(items) for name, items in record["annotations"].items()}
        return cls(record, Ground.of(record), layers, {}, set())

    def apply(self, correction: Correction) -> str:
        """Apply one correction; return why it does not fit, or an empty string."""
        if correction.target is None:
            return ""
        target = anchor(correction.target, self.ground)
        if isinstance(target, Refusal):
            return target.reason
        place = anchor(correction.place, self.ground) if correction.place else target
        if isinstance(place, Refusal):
            return place.reason
        if correction.item is None:
            return self._reject(correction, target)
        return self._put(correction, target, place)

    def record(self) -> Record:
        """Return the record as it is now."""
        changed = self.layers if self.layers != self.before["annotations"] else None
        if changed is None:
            return self.before
        return {**self.before, "annotations": {**changed, **_speakers_kept(self)}}

    def gold(self, whole: set[str]) -> Record | None:
        """Return the record with nothing but the confirmed findings of the ``whole`` layers."""
        if not whole:
            return None
        layers = {name: _sorted(self.confirmed.get(name, [])) for name in sorted(whole)}
        if "quotes" in layers:
            layers["speakers"] = _quoted(self.layers.get("speakers", []), layers["quotes"])
        return {**self.before, "annotations": layers}

    def _reject(self, correction: Correction, target: Span) -> str:
        item = self._standing(correction, target)
        if item is not None:
            self._replace(correction.layer, [item], [])
        elif self._overlapping(correction.layer, target):
            return "another finding is here now, with other borders"
        return ""

    def _name_speaker(self, quote: Item) -> None:
        name = quote.get("speaker")
        if isinstance(name, Mapping):
            quote["speaker"] = self._speaker(str(name["name"]))

    def _put(self, correction: Correction, target: Span, place: Span) -> str:
        layer = correction.layer
        made = settled(correction.item or {}, layer, self.ground, place)
        if layer == "quotes":
            self._name_speaker(made)
        standing = self._standing(correction, target)
        gives_way = [standing] if standing else self._overlapping(layer, place)
        if layer == "quotes":
            made["group"] = self._group(gives_way)
        wrong = misfit(made, layer)
        if wrong:
            return f"the correction does not fit the layer: {wrong}"
        if standing is not None and made == standing:
            made = standing  # 1.0 stays 1.0, though the page has written 1
        self._replace(layer, gives_way, [made])
        self.confirmed.setdefault(layer, []).append(made)
        self.judged.add(id(made))
        return ""

    def _replace(self, layer: str, old: list[Item], new: list[Item]) -> None:
        gone = {id(item) for item in old}
        kept = (item for item in self.layers.get(layer, []) if id(item) not in gone)
        self.layers[layer] = _sorted([*kept, *new])

    def _group(self, gives_way: list[Item]) -> int:
        """Return the group, as this run counts them, of a quotation in the place of others."""
        groups = [item["group"] for item in self.layers.get("quotes", [])]
        return int(gives_way[0]["group"]) if gives_way else max(groups, default=-1) + 1

    def _standing(self, correction: Correction, span: Span) -> Item | None:
        """Return the finding at ``span`` that nobody has judged yet, or None."""
        kind = (correction.line.get("found") or {}).get("kind")
        there = [item for item in self._unjudged(correction.layer) if _at(item) == span]
        return next((item for item in there if item.get("kind") == kind), next(iter(there), None))

    def _overlapping(self, layer: str, span: Span) -> list[Item]:
        """Return the findings that share characters with ``span`` and that nobody has judged."""
        return [
            item
            for item in self._unjudged(layer)
            if (at := _at(item)) is not None and at[0] < span[1] and span[0] < at[1]
        ]

    def _unjudged(self, layer: str) -> list[Item]:
        return [item for item in self.layers.get(layer, []) if id(item) not in self.judged]

    def _speaker(self, name: str) -> str:
        """Return the id of the speaker with this name, who is added where there is none."""
        speakers = self.layers.setdefault("speakers", [])
        for speaker in speakers:
            if speaker["name"] == name:
                return str(speaker["id"])
        taken = {speaker["id"] for speaker in speakers}
        number = next(n for n in range(1, len(taken) + 2) if f"s{n}" not in taken)
        speakers.append(new_speaker(f"s{number}", name))
        return f"s{number}"


def _at(item: Item) -> Span | None:
    return (item["start"], item["end"]) if "start" in item and "end" in item else None


def _sorted(items: Iterable[Item]) -> list[Item]:
    return sorted(items, key=lambda item: _at(item) or (0, 0))


def _quoted(speakers: Iterable[Item], quotes: Iterable[Item]) -> list[Item]:
    wanted = {quote["speaker"] for quote in quotes}
    return [speaker for speaker in speakers if speaker["id"] in wanted]


def _speakers_kept(editor: _RecordEditor) -> dict[str, list[Item]]:
    """Return the layer ``speakers`` without those who have lost their last quotation."""
    if "speakers" not in editor.layers:
        return {}
    before = {quote.get("speaker") for quote in editor.before["annotations"].get("quotes", [])}
    now = {quote.get("speaker") for quote in editor.layers.get("quotes", [])}
    kept = [one for one in editor.layers["speakers"] if one["id"] not in before - now]
    return {"speakers": kept}
