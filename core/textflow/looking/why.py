"""Why a finding is there: who gave it, by which rule or cue, and where it was in the raw text."""

from collections.abc import Mapping
from typing import Any

import attrs

from textflow.looking.findings import Dropped, Finding
from textflow.looking.shown import Shown

Giver = Mapping[str, str]

#: The layer of what was taken out.
_DROPPED = "dropped"
_NOBODY: Giver = {"stage": "not known", "plugin": "not known", "version": "not known"}


@attrs.frozen
class Reason:
    """One finding of a document, numbered, with all that is known of it."""

    number: int
    layer: str
    #: In the clean text; both the place where it was, of what was taken out.
    span: tuple[int, int]
    raw: tuple[int, int]
    words: str
    #: Stage, plugin and version.
    giver: Giver
    #: Its other fields: a speaker by name, a place in the text as ``[start, end]``.
    fields: Mapping[str, Any]

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return {
            "number": self.number,
            "layer": self.layer,
            "start": self.span[0],
            "end": self.span[1],
            "raw_start": self.raw[0],
            "raw_end": self.raw[1],
            "text": self.words,
            **self.giver,
            "fields": dict(self.fields),
        }


def reasons(shown: Shown, givers: Mapping[str, Giver]) -> list[Reason]:
    """Return the findings of a document in text order, with who gave them by layer."""
    return [_reason(shown, at, one, givers) for at, one in enumerate(shown.entries, 1)]


def _reason(
    shown: Shown, number: int, one: Finding | Dropped, givers: Mapping[str, Giver]
) -> Reason:
    if isinstance(one, Dropped):
        fields = {"rule": one.rule} | ({"characters left out here": one.more} if one.more else {})
        raw = (one.raw_start, one.raw_end)
        giver = givers.get(_DROPPED, _NOBODY)
        return Reason(number, _DROPPED, (one.at, one.at), raw, one.text, giver, fields)
    span = (one.start, one.end)
    words = shown.record["text"][one.start : one.end]
    fields = shown.named_fields(one)
    giver = givers.get(one.layer, _NOBODY)
    return Reason(number, one.layer, span, shown.ground.to_raw(span), words, giver, fields)
