"""The figures over all records, counted while they go by."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import attrs

from textflow.looking.findings import findings, speaker_names, title
from textflow.looking.timeline import day_of

_NUMBER = re.compile(r"[0-9]{1,400}(?:\.[0-9]{1,400})?")
#: Quotations of one speaker, and amounts of one currency, that the page repeats.
_SAMPLES = 6


@attrs.frozen
class Sample:
    """A finding to be shown as an example, and the document it is in."""

    document: int
    title: str
    text: str
    kind: str


@attrs.define
class Speaking:
    """What one name has said in all documents."""

    kinds: Counter[str] = attrs.field(factory=Counter)
    documents: int = 0
    samples: list[Sample] = attrs.field(factory=list)


@attrs.define
class Corpus:
    """The figures over all records."""

    #: Documents that are shown whole; later ones are counted only.
    limit: int
    documents: int = 0
    #: Layer to its number of findings.
    layers: Counter[str] = attrs.field(factory=Counter)
    #: Name to what it says.
    speakers: dict[str, Speaking] = attrs.field(factory=dict)
    #: Currency to value to how often.
    money: dict[str, Counter[Decimal]] = attrs.field(factory=dict)
    #: Quotations in a document to the number of such documents.
    quotes: Counter[int] = attrs.field(factory=Counter)
    #: Day to the documents of that day, and their quotations.
    days: dict[date, tuple[int, int]] = attrs.field(factory=dict)
    characters: int = 0
    dropped: int = 0
    #: Rule to the number of pieces that it dropped.
    rules: Counter[str] = attrs.field(factory=Counter)

    def add(self, record: Mapping[str, Any]) -> None:
        """Count one record."""
        annotations = record["annotations"]
        number = self.documents
        self.documents += 1
        self.layers.update({layer: len(items) for layer, items in annotations.items()})
        self.characters += len(record["text"])
        for one in annotations.get("dropped", ()):
            self.dropped += len(one.get("text", ""))
            self.rules[str(one.get("rule", ""))] += 1
        self._add_quotes(record, number)
        self._add_money(annotations.get("amounts", ()))
        self._add_date(record)

    def ranked(self) -> list[tuple[str, Speaking]]:
        """Return the speakers, those with most quotations first."""
        return sorted(self.speakers.items(), key=lambda one: (-one[1].kinds.total(), one[0]))

    def _add_quotes(self, record: Mapping[str, Any], number: int) -> None:
        names = speaker_names(record)
        quotes = [one for one in findings(record) if one.layer == "quotes"]
        self.quotes[len(quotes)] += 1
        heard: set[str] = set()
        for quote in quotes:
            name = names.get(str(quote.fields.get("speaker")), "")
            if name:
                speaking = self.speakers.setdefault(name, Speaking())
                kind = str(quote.fields.get("kind", ""))
                speaking.kinds[kind] += 1
                speaking.documents += name not in heard
                heard.add(name)
                if len(speaking.samples) < _SAMPLES and number < self.limit:
                    words = record["text"][quote.start : quote.end][:300]
                    speaking.samples.append(Sample(number, title(record), words, kind))

    def _add_money(self, amounts: Any) -> None:
        for amount in amounts:
            if amount.get("kind") == "money" and _NUMBER.fullmatch(str(amount.get("value"))):
                value, currency = Decimal(amount["value"]), amount.get("currency") or "?"
                if value > 0:
                    self.money.setdefault(currency, Counter())[value] += 1

    def _add_date(self, record: Mapping[str, Any]) -> None:
        day = day_of(record["meta"].get("date"))
        if day:
            documents, quotes = self.days.get(day, (0, 0))
            self.days[day] = (documents + 1, quotes + len(record["annotations"].get("quotes", ())))
