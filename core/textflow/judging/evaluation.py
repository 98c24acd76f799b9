"""Score a pipeline, or the records of a run, against gold."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from textflow.judging.gold.documents import Gold
from textflow.judging.grounded import Ground, grounds, own_text
from textflow.judging.intervals import intervals
from textflow.judging.scores import (
    Count,
    Counts,
    Miss,
    Row,
    Sheet,
    Side,
    score,
    sheets,
    total,
)
from textflow.judging.trial import NoRecordError, Record, Trial
from textflow.review.ground import Ground as Text


@attrs.frozen
class Compared:
    """A document of gold with what was found in it."""

    gold: Gold
    #: None where there is nothing to compare it with; then nothing counts as found.
    found: Record | None
    #: Whether ``found`` was made of the text of the gold.
    tried: bool
    #: Why there is nothing to compare it with.
    trouble: str = ""


@attrs.frozen
class Figure:
    """What is measured of a layer, and between which bounds it is in 95 of 100 draws."""

    layer: str
    what: str
    count: Count
    interval: tuple[float, float] | None

    def as_json(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        count = self.count
        return {
            "precision": count.precision,
            "recall": count.recall,
            "f1": count.f1,
            "f1_interval": None if self.interval is None else list(self.interval),
            "gold": count.gold,
            "found": count.found,
            "gold_right": count.gold_right,
            "found_right": count.found_right,
        }


@attrs.frozen
class Evaluation:
    """What a pipeline is worth, as far as the gold can say."""

    documents: int
    figures: tuple[Figure, ...]
    misses: tuple[Miss, ...]
    #: Document and reason, where one could not be compared.
    troubles: tuple[tuple[str, str], ...]


def tried(gold: Iterable[Gold], trial: Trial) -> Iterator[Compared]:
    """Yield each document of gold with what the stages find in its text now."""
    for one in gold:
        try:
            record = trial.on_text(one.text, one.id, one.meta)
        except NoRecordError as error:
            yield Compared(one, None, tried=True, trouble=str(error))
        else:
            yield Compared(one, record, tried=True)


def looked_up(gold: Iterable[Gold], records: Iterable[Record]) -> Iterator[Compared]:
    """Yield each document of gold with its record in a run that was made before."""
    wanted = {one.id: one for one in gold}
    for record in records:
        one = wanted.pop(record["id"], None)
        if one is None:
            continue
        if grounds(_record(one), record, tried=False) is None:
            yield Compared(one, None, tried=False, trouble="its record has another text")
        else:
            yield Compared(one, record, tried=False)
    for one in wanted.values():
        yield Compared(one, None, tried=False, trouble="no record has its id")


def evaluated(compared: Iterable[Compared], resamples: int) -> Evaluation:
    """Return the figures of all documents together, and all that is not as the gold has it."""
    every = sorted(compared, key=lambda one: one.gold.id)
    wanted = sheets(_record(one.gold) for one in every)
    counts: list[Counts] = []
    misses: list[Miss] = []
    for one in every:
        counts.append({})
        for sheet in wanted:
            if sheet.layer in one.gold.layers:
                scored = score(sheet, *_sides(one))
                counts[-1] |= scored.counts
                misses += scored.misses
    troubles = tuple((one.gold.id, one.trouble) for one in every if one.trouble)
    return Evaluation(
        len(every), tuple(_figures(counts, wanted, resamples)), tuple(misses), troubles
    )


def to_found(one: Compared) -> Ground:
    """Return the way from the ground to the text in which something was found."""
    _, found = _sides(one)
    return own_text if found.ground is own_text else Text.of(found.record).to_text


def _record(gold: Gold) -> Mapping[str, Any]:
    return {**gold.record(), "mapped": gold.raw_map is not None}


def _sides(one: Compared) -> tuple[Side, Side]:
    gold = _record(one.gold)
    found: Mapping[str, Any] = one.found or {**gold, "annotations": {}}
    ways = grounds(gold, found, tried=one.tried)
    if ways is None:  # pragma: no cover - `looked_up` has seen to it
        raise TypeError
    return Side(gold, ways[0]), Side(found, ways[1])


def _figures(counts: Sequence[Counts], wanted: Sequence[Sheet], resamples: int) -> Iterator[Figure]:
    sums = total(counts)
    for sheet in wanted:
        rows = sorted((row for row in sums if row[0] == sheet.layer), key=_kinds_last)
        drawn = intervals([_by_document(row, counts) for row in rows], resamples)
        for row, bounds in zip(rows, drawn, strict=True):
            yield Figure(*row, sums[row], bounds)


def _kinds_last(row: Row) -> tuple[bool, str]:
    is_kind = row[1].startswith("kind ")
    return is_kind, row[1] if is_kind else ""


def _by_document(row: Row, counts: Sequence[Counts]) -> list[Count]:
    """Return the counts of a row in all documents whose layer was judged, of a kind too."""
    judged = (one for one in counts if (row[0], "exact") in one)
    return [one.get(row, Count()) for one in judged]
