"""One document as the page shows it."""

from collections.abc import Mapping
from typing import Any

import attrs

from textflow.looking.findings import (
    Finding,
    Said,
    paragraphs,
    speaker_names,
    without_place,
)
from textflow.looking.marking import look_of, value_of
from textflow.looking.shown import Shown

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


@attrs.frozen(slots=False)
class PageDocument(Shown):
    """A record, ready to be written as HTML and as JSON."""

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
        row = [one.layer, one.start, one.end, self.named_fields(one)]
        return [*row, one.said.to_json()] if one.said else row

    def _row(self, one: Finding) -> Row:
        named = self.named_fields(one)
        name = str(named.get("speaker", "")) if one.layer == "quotes" else ""
        return Row(
            layer=one.layer,
            text=self._words(one),
            kind=str(one.fields.get("kind", ""))[:_ROW],
            said=name or (value_of(one.fields) if one.layer == "amounts" else ""),
            look=look_of(self.numbers.get(name)) if name else "",
            confidence=str(one.fields.get("confidence", "")),
            raw=self.ground.to_raw((one.start, one.end)),
            gold=_told(one.said) if one.said else "",
        )

    def _words(self, one: Finding) -> str:
        """Return what its row repeats; of what was dropped, the words that gold has."""
        words: str = self.record["text"][one.start : one.end]
        if not words and one.said:
            words = one.said.words
        return words if len(words) <= _ROW else f"{words[: _ROW - 2]} …"


def _told(said: Said) -> str:
    """Return what gold says, with what it has where a field is wrong."""
    wanted = "; ".join(f"{name}: {value}" for name, value in said.wanted.items())
    return f"{said.what}: {wanted}" if wanted else said.what


def page_document(
    record: Mapping[str, Any], numbers: Mapping[str, int], found: list[Finding]
) -> PageDocument:
    """
    Return ``record`` as it is shown.

    ``numbers`` are those of the speakers by name; ``found`` is what is marked in it.
    """
    return PageDocument(record, numbers, found, _missed_names(found) | speaker_names(record))


def _missed_names(found: list[Finding]) -> dict[str, str]:
    """Return the names that only gold has: what was missed has names in place of ids."""
    missed = (one for one in found if one.said and one.said.what == "missed")
    names = (one.fields.get("speaker") for one in missed)
    return {name: name for name in names if isinstance(name, str)}
