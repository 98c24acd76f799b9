"""Two runs side by side: their records by id, and what their manifests say."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any

import attrs
import orjson

from textflow.errors import InputError
from textflow.judging.comparison import Compared, Difference, compare
from textflow.plugins.schemas import Validator, read_schema
from textflow.records import beside, read_lines
from textflow.wording import cut

#: Plugins that are named of those that have changed alike.
_MOST = 3

Record = dict[str, Any]
Couple = tuple[Record | None, Record | None]


@attrs.frozen
class Told:
    """One difference, and the document that it is in."""

    document: str
    difference: Difference
    before: Record
    after: Record


@attrs.define
class Tally:
    """How two runs differ."""

    both: int = 0
    different: int = 0
    only_before: list[str] = attrs.field(factory=list)
    only_after: list[str] = attrs.field(factory=list)
    texts: int = 0
    metas: int = 0
    #: ``(layer, what)`` to how many; ``what`` is ``same``, ``added``, ``lost`` or ``changed``.
    counts: Counter[tuple[str, str]] = attrs.field(factory=Counter)
    told: list[Told] = attrs.field(factory=list)
    #: Every layer that either run has.
    layers: set[str] = attrs.field(factory=set)

    @property
    def is_same(self) -> bool:
        """Whether there is no difference at all."""
        return not (self.different or self.only_before or self.only_after)

    def add(self, couple: Couple, layers: frozenset[str], most: int) -> None:
        """Count one document; keep ``most`` differences to be told."""
        before, after = couple
        if before is None or after is None:
            side, alone = (self.only_after, after) if before is None else (self.only_before, before)
            side.append(str(alone["id"]) if alone else "")
            return
        self.both += 1
        self.layers |= {*before["annotations"], *after["annotations"]}
        compared = compare(before, after, layers)
        self._count(compared, whole=not layers)
        room = most - len(self.told)
        self.told += [
            Told(before["id"], one, before, after) for one in compared.differences[: max(0, room)]
        ]

    def _count(self, compared: Compared, *, whole: bool) -> None:
        """Count what differs; text and meta only where the whole record is compared."""
        text, meta = whole and compared.text_changed, whole and compared.meta_changed
        self.texts += text
        self.metas += meta
        self.different += bool(compared.differences) or text or meta
        for layer, count in compared.same.items():
            self.counts[layer, "same"] += count
        for one in compared.differences:
            self.counts[one.layer, one.what] += 1


def couples(before: str, after: str, wanted: frozenset[str]) -> Iterator[Couple]:
    """
    Yield the records of two files, those of one id together; raises InputError.

    Files in the same order, as those of two runs over the same documents are, need no more
    memory than a record; of others, what has no fellow yet is kept.
    """
    waiting: tuple[dict[str, Record], dict[str, Record]] = ({}, {})
    for pair in zip_longest(_records(before, wanted), _records(after, wanted)):
        for side, record in enumerate(pair):
            if record is None:
                continue
            fellow = waiting[1 - side].pop(record["id"], None)
            if fellow is None:
                waiting[side][record["id"]] = record
            else:
                yield (record, fellow) if side == 0 else (fellow, record)
    yield from ((one, None) for one in waiting[0].values())
    yield from ((None, one) for one in waiting[1].values())


def _records(path: str, wanted: frozenset[str]) -> Iterator[Record]:
    validator = Validator(read_schema("record.json"))
    for place, line in read_lines(path):
        if not validator.fits(line):
            violation = next(iter(validator.violations(line)), None)
            said = f"{violation.pointer}: {violation.message}" if violation else "no record"
            raise InputError(
                uri=place,
                found=f"is not what a run writes: {cut(said)}",
                wanted="wanted the records of `textflow run`, one JSON object a line",
                fix="give the file that the run wrote, unchanged",
            )
        if not wanted or line["id"] in wanted:
            yield line


@attrs.frozen
class Manifests:
    """What is known of two runs beside their records."""

    before: Mapping[str, Any]
    after: Mapping[str, Any]

    @classmethod
    def of(cls, before: str, after: str) -> "Manifests":
        """Read what lies beside the records; empty where nothing does."""
        return cls(beside(before).manifest, beside(after).manifest)

    def stage_of(self, layer: str) -> str:
        """Return the stage that gives a layer, the latest of several; empty if unknown."""
        for one in (self.after, self.before):
            givers = one.get("layers", {}).get(layer)
            if givers:
                return str(givers[-1]["stage"])
        return ""

    def changes(self) -> Iterator[str]:
        """Yield what the runs did otherwise: versions, word lists, stages and options."""
        if not (self.before and self.after):
            return
        one, other = (_plugins(each) for each in (self.before, self.after))
        changed: dict[str, list[str]] = {}
        for name in sorted({*one, *other}):
            there = one.get(name, "not there"), other.get(name, "not there")
            if there[0] != there[1]:
                changed.setdefault(" -> ".join(there), []).append(name)
        for change, names in changed.items():
            more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
            yield f"{change} ({', '.join(names[:_MOST])}{more})"
        yield from self._pipelines()

    def _pipelines(self) -> Iterator[str]:
        one, other = (each.get("pipeline", {}) for each in (self.before, self.after))
        for key in ("source", "stages", "corrections"):
            there = [_as_list(each.get(key)) for each in (one, other)]
            yield from (f"{key}: - {_json(row)}" for row in there[0] if row not in there[1])
            yield from (f"{key}: + {_json(row)}" for row in there[1] if row not in there[0])


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _plugins(manifest: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in manifest.get("plugins", ()):
        files = f", files {one['files'][:12]}" if "files" in one else ""
        found[one["plugin"]] = f"{one['distribution']} {one['version']}{files}"
    return found


def _json(value: Any) -> str:
    return cut(orjson.dumps(value).decode(), 120)
