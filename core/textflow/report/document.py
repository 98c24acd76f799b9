"""One document as the page shows it."""

from collections.abc import Mapping
from typing import Any

import attrs

from textflow.looking.findings import (
    Dropped,
    Finding,
    Said,
    dropped,
    paragraphs,
    speaker_names,
    title,
    without_place,
)
from textflow.looking.marking import Piece, blocks, look_of, marks, value_of
from textflow.review.ground import Ground
from textflow.review.items import is_span

#: Findings in the table below the text.
_ROWS = 500
#: Characters of a finding that its row repeats.
_ROW = 80


@attrs.frozen
class Row:
    """A finding in the table below the text: what it is, and where it came from."""

    layer: str
    text: str
    kind: str
    #: The speaker, or the value.
    said: str
    look: str
    confidence: str
    raw: tuple[int, int]
    #: What gold says of it.
    gold: str


@attrs.frozen
class Shown:
    """A record, ready to be written as HTML and as JSON."""

    record: Mapping[str, Any]
    numbers: Mapping[str, int]
    names: Mapping[str, str]
    findings: list[Finding]
    dropped: list[Dropped]
    ground: Ground

    @property
    def title(self) -> str:
        """What it is called."""
        return title(self.record)

    @property
    def heading(self) -> str:
        """What is above its text, which may begin with the title itself."""
        return self.title if self.record["meta"].get("title") else self.record["id"]

    @property
    def facts(self) -> list[str]:
        """What is known of it, in a few words each."""
        meta = self.record["meta"]
        known = [str(meta[key])[:100] for key in ("date", "language") if meta.get(key)]
        skipped = [f"without {one['stage']}" for one in self.record.get("skipped", ())]
        name = self.record["id"] if self.heading != self.record["id"] else ""
        return [*filter(None, [name]), *known, *skipped, f"{len(self.record['text']):,} characters"]

    def blocks(self) -> list[list[Piece]]:
        """Return the paragraphs as marked pieces."""
        on = list(marks(self.findings, self.names, self.numbers))
        return list(blocks(self.record["text"], paragraphs(self.record), on, self.dropped))

    def rows(self) -> list[Row]:
        """Return a row for each finding, up to a number that can still be read."""
        return [self._row(one) for one in self.findings[:_ROWS]]

    def to_json(self) -> dict[str, Any]:
        """Return it as the page's script reads it."""
        record = self.record
        held = {
            "id": record["id"],
            "run": record["run"],
            "uri": record["source"]["uri"],
            "title": self.title,
            "heading": self.heading,
            "facts": self.facts,
            "text": record["text"],
            "rows": record["raw_map"],
            "paragraphs": paragraphs(record),
            "layers": list(record["annotations"]),
            "speakers": list(dict.fromkeys(self.names.values())),
            "findings": [self._finding(one) for one in self.findings],
            "dropped": [one.to_json() for one in self.dropped],
        }
        loose = without_place(record)
        return held | ({"loose": loose} if loose else {})

    def _finding(self, one: Finding) -> list[Any]:
        """Return one finding as the page's script reads it."""
        row = [one.layer, one.start, one.end, self._named_fields(one)]
        return [*row, one.said.to_json()] if one.said else row

    def _row(self, one: Finding) -> Row:
        named = self._named_fields(one)
        name = str(named.get("speaker", "")) if one.layer == "quotes" else ""
        words = self.record["text"][one.start : one.end] or (one.said.words if one.said else "")
        return Row(
            layer=one.layer,
            text=words if len(words) <= _ROW else f"{words[: _ROW - 2]} …",
            kind=str(one.fields.get("kind", ""))[:_ROW],
            said=name or (value_of(one.fields) if one.layer == "amounts" else ""),
            look=look_of(self.numbers.get(name)) if name else "",
            confidence=str(one.fields.get("confidence", "")),
            raw=self.ground.to_raw((one.start, one.end)),
            gold=_told(one.said) if one.said else "",
        )

    def _named_fields(self, one: Finding) -> dict[str, Any]:
        """Return the fields of a finding; a quotation's speaker by name, its parts as spans."""
        if one.layer != "quotes":
            return dict(one.fields)
        named = dict(one.fields)
        if "speaker" in named:
            named["speaker"] = self.names.get(str(named["speaker"]), str(named["speaker"]))
        for part in ("mention", "cue"):
            if is_span(named.get(part)):
                named[part] = [named[part]["start"], named[part]["end"]]
        return named


def _told(said: Said) -> str:
    """Return what gold says, with what it has where a field is wrong."""
    wanted = "; ".join(f"{name}: {value}" for name, value in said.wanted.items())
    return f"{said.what}: {wanted}" if wanted else said.what


def shown_document(
    record: Mapping[str, Any], numbers: Mapping[str, int], found: list[Finding]
) -> Shown:
    """
    Return ``record`` as it is shown.

    ``numbers`` are those of the speakers by name; ``found`` is what is marked in it.
    """
    names = _missed_names(found) | speaker_names(record)
    return Shown(record, numbers, names, found, dropped(record), Ground.of(record))


def _missed_names(found: list[Finding]) -> dict[str, str]:
    """Return the names that only gold has: what was missed has names in place of ids."""
    missed = (one for one in found if one.said and one.said.what == "missed")
    names = (one.fields.get("speaker") for one in missed)
    return {name: name for name in names if isinstance(name, str)}
