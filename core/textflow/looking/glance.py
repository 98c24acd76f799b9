"""A run at a glance: what was found, by whom it was said, and what became of the rest."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import attrs

from textflow.looking.corpus import Corpus
from textflow.looking.deaths import deaths
from textflow.records import Beside, Line

#: Speakers, currencies and documents that are named.
_SPEAKERS, _CURRENCIES, _DOCUMENTS = 10, 8, 8


@attrs.frozen
class Glance:
    """What is known of a run from its records and from what is beside them."""

    corpus: Corpus
    beside: Beside
    #: The first documents.
    ids: tuple[str, ...]

    @classmethod
    def of(cls, records: Iterable[Line], beside: Beside) -> "Glance":
        """Count ``records`` while they go by."""
        corpus, ids = Corpus(0), list[str]()
        for record in records:
            corpus.add(record)
            if len(ids) < _DOCUMENTS:
                ids.append(record["id"])
        return cls(corpus, beside, tuple(ids))

    @property
    def counts(self) -> dict[str, int]:
        """What became of the documents; of records alone, just their number."""
        counted = self.beside.manifest.get("counts")
        return dict(counted) if isinstance(counted, dict) else {"out": self.corpus.documents}

    def layers(self) -> dict[str, int]:
        """Return the findings by layer."""
        return dict(self.corpus.layers)

    def speakers(self) -> list[dict[str, Any]]:
        """Return those who are quoted most."""
        return [
            {
                "name": name,
                "quotations": said.kinds.total(),
                "documents": said.documents,
                "kinds": dict(sorted(said.kinds.items())),
            }
            for name, said in self.corpus.ranked()[:_SPEAKERS]
        ]

    def amounts(self) -> list[dict[str, Any]]:
        """Return the sums of money by currency, those with most first."""
        every = sorted(self.corpus.money.items(), key=lambda one: (-one[1].total(), one[0]))
        return [_sums(currency, values) for currency, values in every[:_CURRENCIES]]

    def dead(self) -> list[dict[str, Any]]:
        """Return the dead letters by reason and stage."""
        return [
            {"type": kind, "stage": stage or None, "documents": count}
            for kind, stage, count in deaths(self.beside.dead)
        ]

    def dropped(self) -> dict[str, int]:
        """Return what was taken out by rule."""
        return dict(sorted(self.corpus.rules.items(), key=lambda one: (-one[1], one[0])))

    def stages(self) -> Iterator[tuple[str, float]]:
        """Yield each stage and the seconds that it took."""
        for row in self.beside.manifest.get("stages", ()):
            yield str(row.get("stage", "")), float(row.get("seconds", 0))

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return {
            "run": self.beside.manifest.get("run"),
            "textflow": self.beside.manifest.get("textflow"),
            "complete": self.beside.manifest.get("complete"),
            "counts": self.counts,
            "layers": self.layers(),
            "speakers": self.speakers(),
            "amounts": self.amounts(),
            "dead": self.dead(),
            "dropped": self.dropped(),
            "stages": [{"stage": name, "seconds": spent} for name, spent in self.stages()],
            "documents": list(self.ids),
        }


def _sums(currency: str, values: Mapping[Decimal, int]) -> dict[str, Any]:
    """Return how many sums there are, and the smallest, the middle one and the largest."""
    count = sum(values.values())
    return {
        "currency": currency,
        "count": count,
        "smallest": f"{min(values):f}",
        "median": f"{_middle(values, count):f}",
        "largest": f"{max(values):f}",
    }


def _middle(values: Mapping[Decimal, int], count: int) -> Decimal:
    """Return the value below and above which equally many are; of two, the smaller."""
    passed = 0
    for value in sorted(values):
        passed += values[value]
        if passed * 2 >= count:
            return value
    return Decimal(0)
