"""One record as it is shown, wherever that is: its text in marked pieces, its findings numbered."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import attrs

from textflow.looking.findings import (
    Dropped,
    Finding,
    dropped,
    findings,
    paragraphs,
    speaker_names,
    title,
)
from textflow.looking.marking import Piece, blocks, marks
from textflow.review.ground import Ground
from textflow.review.items import is_span


@attrs.frozen(slots=False)
class Shown:
    """A record, ready to be shown."""

    record: Mapping[str, Any]
    #: Speaker to the number that says how they look.
    numbers: Mapping[str, int]
    #: What was found, in text order.
    findings: list[Finding] = attrs.field(
        default=attrs.Factory(lambda self: findings(self.record), takes_self=True)
    )
    #: The speakers by id.
    names: Mapping[str, str] = attrs.field(
        default=attrs.Factory(lambda self: speaker_names(self.record), takes_self=True)
    )

    @cached_property
    def dropped(self) -> list[Dropped]:
        """What was taken out."""
        return dropped(self.record)

    @cached_property
    def ground(self) -> Ground:
        """The text, and the way to the raw text."""
        return Ground.of(self.record)

    @cached_property
    def entries(self) -> list[Finding | Dropped]:
        """Findings and what was taken out, in text order: the first is number 1."""
        every: list[Finding | Dropped] = [*self.dropped, *self.findings]
        return sorted(every, key=lambda one: one.at if isinstance(one, Dropped) else one.start)

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
        rejected = self.record.get("rejected", ())
        skipped += [f"{len(rejected):,} rejected"] if rejected else []
        name = self.record["id"] if self.heading != self.record["id"] else ""
        return [*filter(None, [name]), *known, *skipped, f"{len(self.record['text']):,} characters"]

    def blocks(self) -> list[list[Piece]]:
        """Return the paragraphs as marked pieces."""
        on = list(marks(self.findings, self.names, self.numbers))
        return list(blocks(self.record["text"], paragraphs(self.record), on, self.dropped))

    def named_fields(self, one: Finding) -> dict[str, Any]:
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
