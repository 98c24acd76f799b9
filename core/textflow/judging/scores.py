"""Count what is right, layer by layer."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from textflow.judging.grounded import Ground, Placed, placed
from textflow.judging.pairs import (
    Pair,
    judged_fields,
    near_by_words,
    one_to_one,
    pairs_by_place,
    pieces,
    right_field,
)

#: Layers compared by words, so that quotation marks and commas at their ends do not matter.
BY_WORDS = frozenset({"quotes"})
#: When a pair of quotations counts, by what it is called.
_RULES: Mapping[str, Callable[[Pair], bool]] = {
    "exact": lambda pair: pair.shared == 1.0,
    "close": lambda pair: pair.shared >= 0.8,  # noqa: PLR2004 - nearly the right words
    "covered 80 %": lambda pair: pair.covered >= 0.8,  # noqa: PLR2004 - as its name says
    "covered 30 %": lambda pair: pair.covered >= 0.3,  # noqa: PLR2004 - as its name says
    "overlap": lambda _: True,
}
#: Who speaks, of the quotations that are found at least in part.
_SPEAKER = "speaker if covered"
#: Layers that are no findings of their own.
NO_FINDINGS = frozenset({"speakers", "dropped"})
#: What a figure must be right in beside its place, said together.
_TOGETHER = {"amounts": ("value", "currency")}

#: What is measured of a layer, as ``exact`` or ``kind money``.
Row = tuple[str, str]


@attrs.define
class Count:
    """How many are there, and how many of them are right."""

    gold: int = 0
    found: int = 0
    #: Of gold, how many are found; of what is found, how many are gold.
    gold_right: int = 0
    found_right: int = 0

    def add(self, other: "Count") -> None:
        """Add another count of the same thing."""
        self.gold += other.gold
        self.found += other.found
        self.gold_right += other.gold_right
        self.found_right += other.found_right

    @property
    def precision(self) -> float | None:
        """The share of what is found that is right; None where there is nothing at all."""
        if self.found:
            return self.found_right / self.found
        return 0.0 if self.gold else None

    @property
    def recall(self) -> float | None:
        """The share of gold that is found; None where there is nothing at all."""
        if self.gold:
            return self.gold_right / self.gold
        return 0.0 if self.found else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both."""
        precision, recall = self.precision, self.recall
        if precision is None or recall is None:
            return None
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


Counts = dict[Row, Count]


@attrs.frozen
class Side:
    """A record, and its way to the ground."""

    record: Mapping[str, Any]
    ground: Ground


@attrs.frozen
class Miss:
    """Something that gold and a pipeline do not agree on."""

    document: str
    layer: str
    #: ``missed``, ``extra``, or the name of a field.
    what: str
    gold: Placed | None
    found: Placed | None


@attrs.frozen
class Scored:
    """The counts of one document, and what they do not agree on."""

    counts: Counts
    misses: tuple[Miss, ...]


@attrs.frozen
class Sheet:
    """What is to be scored of a layer."""

    layer: str
    #: Those that gold has anywhere.
    fields: tuple[str, ...]


def sheets(gold: Iterable[Mapping[str, Any]]) -> list[Sheet]:
    """Return what can be scored: every layer that any of the gold has, and its fields."""
    fields: dict[str, dict[str, None]] = {}
    for record in gold:
        for layer, items in record["annotations"].items():
            if layer not in NO_FINDINGS:
                names = (name for item in items for name in judged_fields(item))
                fields.setdefault(layer, {}).update(dict.fromkeys(names))
    return [Sheet(layer, tuple(names)) for layer, names in sorted(fields.items())]


def score(sheet: Sheet, gold: Side, found: Side) -> Scored:
    """Return the counts of one layer in one document."""
    layer = sheet.layer
    sides = (placed(gold.record, layer, gold.ground), placed(found.record, layer, found.ground))
    if layer not in BY_WORDS:
        return _Layer(sheet, *sides, str(gold.record["id"])).by_place()
    cut = (
        pieces(sides[0], gold.record["text"], gold.ground),
        pieces(sides[1], found.record["text"], found.ground),
    )
    near = near_by_words(*cut)
    every = {name: one_to_one(filter(rule, near)) for name, rule in _RULES.items()}
    items = tuple([piece.item for piece in side] for side in cut)
    return _Layer(sheet, items[0], items[1], str(gold.record["id"])).by_words(every)


@attrs.frozen
class _Layer:
    """One layer of one document, gold and what was found."""

    sheet: Sheet
    gold: Sequence[Placed]
    found: Sequence[Placed]
    document: str

    @property
    def name(self) -> str:
        return self.sheet.layer

    def by_place(self) -> Scored:
        pairs = pairs_by_place(self.gold, self.found)
        exact = [pair for pair in pairs if pair.shared == 1.0]
        counts = {
            (self.name, "exact"): self._count(exact),
            (self.name, "overlap"): self._count(pairs),
        }
        return self._scored(counts, pairs)

    def by_words(self, pairs: Mapping[str, list[Pair]]) -> Scored:
        counts = {(self.name, name): self._count(one) for name, one in pairs.items()}
        scored = self._scored(counts, pairs["close"])
        if "speaker" in self.sheet.fields:
            scored.counts[self.name, _SPEAKER] = self._speakers(pairs["covered 30 %"])
        return scored

    def _speakers(self, pairs: Sequence[Pair]) -> Count:
        """Return of how many gold says who speaks, and of how many of them that is found."""
        said = [right for pair in pairs if (right := self._right("speaker", pair)) is not None]
        return Count(len(said), len(said), sum(said), sum(said))

    def _scored(self, counts: Counts, pairs: list[Pair]) -> Scored:
        for names in self._judged():
            right = [pair for pair in pairs if self._all_right(names, pair)]
            counts[self.name, " and ".join(names)] = self._count(right)
        for kind in self._kinds():
            counts[self.name, f"kind {kind}"] = self._of_kind(kind, pairs)
        return Scored(counts, tuple(self._misses(pairs)))

    def _judged(self) -> Iterator[tuple[str, ...]]:
        """Yield the fields that are judged, alone and together."""
        by_kind = self.name not in BY_WORDS  # then only those of one kind are paired
        for name in self.sheet.fields:
            if not (by_kind and name == "kind"):
                yield (name,)
        together = _TOGETHER.get(self.name, ())
        if together and set(together) <= set(self.sheet.fields):
            yield together

    def _all_right(self, names: Sequence[str], pair: Pair) -> bool:
        return all(self._right(name, pair) is not False for name in names)

    def _count(self, pairs: Sequence[Pair]) -> Count:
        return Count(len(self.gold), len(self.found), len(pairs), len(pairs))

    def _right(self, name: str, pair: Pair) -> bool | None:
        return right_field(name, self.gold[pair.gold].fields, self.found[pair.found].fields)

    def _kinds(self) -> list[str]:
        kinds = {item.fields.get("kind") for item in (*self.gold, *self.found)}
        return sorted(kind for kind in kinds if isinstance(kind, str))

    def _of_kind(self, kind: str, pairs: Sequence[Pair]) -> Count:
        gold = {at for at, item in enumerate(self.gold) if item.fields.get("kind") == kind}
        found = {at for at, item in enumerate(self.found) if item.fields.get("kind") == kind}
        right = sum(pair.gold in gold for pair in pairs), sum(pair.found in found for pair in pairs)
        return Count(len(gold), len(found), *right)

    def _misses(self, pairs: Sequence[Pair]) -> Iterator[Miss]:
        there = {pair.gold: pair.found for pair in pairs}
        taken = set(there.values())
        for at, item in enumerate(self.gold):
            if at not in there:
                yield Miss(self.document, self.name, "missed", item, None)
                continue
            other = self.found[there[at]]
            for name in self.sheet.fields:
                if right_field(name, item.fields, other.fields) is False:
                    yield Miss(self.document, self.name, name, item, other)
        for at, item in enumerate(self.found):
            if at not in taken:
                yield Miss(self.document, self.name, "extra", None, item)


def total(documents: Iterable[Counts]) -> Counts:
    """Return the counts of all documents together."""
    made: Counts = {}
    for counts in documents:
        for row, count in counts.items():
            made.setdefault(row, Count()).add(count)
    return made
