"""What gold says of what was found: right, extra, missed, or wrong in a field."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from textflow.judging.evaluation import Compared, Evaluation, Figure, to_found
from textflow.judging.grounded import Ground, Names, Placed
from textflow.judging.scores import Miss
from textflow.looking.findings import SPECIAL, Finding, Said
from textflow.records import Beside

_RIGHT = Said("right")
#: What says where a finding is, not what it is.
_PLACE = frozenset({"start", "end", "text"})

Record = Mapping[str, Any]


@attrs.frozen
class Opinion:
    """What gold says of the findings of one document."""

    #: Layers that people have judged in it.
    layers: frozenset[str]
    #: Layer and place to what is said of the finding there, if it is not right.
    said: Mapping[tuple[str, int, int], Said]
    #: What was missed, and what is extra in layers that a page does not show otherwise.
    more: tuple[Finding, ...]

    def on(self, found: Iterable[Finding]) -> list[Finding]:
        """Return what was found with what is said of it, and what was missed, in text order."""
        every = [*map(self._on_one, found), *self.more]
        return sorted(every, key=lambda one: (one.start, -one.end))

    def _on_one(self, one: Finding) -> Finding:
        if one.layer not in self.layers:
            return one
        return attrs.evolve(one, said=self.said.get((one.layer, one.start, one.end), _RIGHT))


@attrs.frozen
class Against:
    """Gold, as a page of what was found shows it."""

    name: str
    figures: tuple[Figure, ...]
    #: By the id of the document.
    opinions: Mapping[str, Opinion]


def against(name: str, found: Evaluation, compared: Iterable[Compared]) -> Against:
    """Return what gold called ``name`` says of every document."""
    misses: dict[str, list[Miss]] = defaultdict(list)
    for miss in found.misses:
        misses[miss.document].append(miss)
    opinions = {one.gold.id: _opinion(one, misses[one.gold.id]) for one in compared}
    return Against(name, found.figures, opinions)


def shown_record(one: Compared) -> dict[str, Any]:
    """Return the record that is shown of a document: what was found, else the text of gold."""
    if one.found is not None:
        return one.found
    bare = {"source": {"uri": one.gold.id}, "meta": one.gold.meta, "run": "", "annotations": {}}
    return {**one.gold.record(), **bare}


def with_troubles(left: Beside, found: Evaluation) -> Beside:
    """Return ``left`` with the documents that could not be compared among the dead letters."""
    letters = (
        {"id": name, "stage": "eval", "error": {"type": "NotCompared", "message": why}}
        for name, why in found.troubles
    )
    return attrs.evolve(left, dead=(*left.dead, *letters))


def _opinion(one: Compared, misses: Iterable[Miss]) -> Opinion:
    said: dict[tuple[str, int, int], Said] = {}
    more: dict[object, Finding] = {}
    for miss in misses:
        if miss.found is not None:
            key = (miss.layer, *miss.found.span)
            said[key] = _said(said.get(key), miss)
            if miss.layer in SPECIAL:
                more[key] = Finding(*key, {}, said[key])
        elif miss.gold is not None:  # a line of it; it is shown once
            more[id(miss.gold)] = _missed(one, miss.layer, miss.gold)
    return Opinion(frozenset(one.gold.layers), said, tuple(more.values()))


def _said(before: Said | None, miss: Miss) -> Said:
    if miss.gold is None:
        return before or Said("extra")
    wanted = before.wanted if before else {}
    return Said("wrong", {**wanted, miss.what: miss.gold.told(miss.what)})


def _missed(one: Compared, layer: str, gold: Placed) -> Finding:
    """Return what was missed, at its place in the text that is shown."""
    way = to_found(one)
    start, end = way((gold.start, gold.end))
    fields = {
        key: _plain(value, way, one) for key, value in gold.fields.items() if key not in _PLACE
    }
    kept = {key: value for key, value in fields.items() if value is not None and value is not False}
    return Finding(layer, start, end, kept, Said("missed", words=one.gold.text[slice(*gold.span)]))


def _plain(value: Any, way: Ground, one: Compared) -> Any:
    """Return a field as records have it; a name as it is, a place in the text that is shown."""
    if isinstance(value, tuple):
        start, end = way((value[0], value[1]))
        return {"start": start, "end": end, "text": shown_record(one)["text"][start:end]}
    return str(value) if isinstance(value, Names) else value
