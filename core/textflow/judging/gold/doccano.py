"""Gold from doccano: JSON lines, with ``label`` rows or with ``entities`` and ``relations``."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from textflow.judging.gold.documents import Gold, Labels, Span, layers_of, part_at, span_in, unfit

_PARTS = frozenset({"cue", "mention"})
_WANTED = "a line of doccano's JSONL: `text` with `label` or `entities`"


def is_doccano(line: Mapping[str, Any]) -> bool:
    """Return whether a line looks like one of doccano."""
    return "text" in line and ("label" in line or "entities" in line or "labels" in line)


def doccano_gold(place: str, line: Mapping[str, Any], labels: Labels, known: Sequence[str]) -> Gold:
    """Return what one line holds; raises InputError."""
    text = line.get("text")
    if not isinstance(text, str):
        raise unfit(place, "it has no `text`", _WANTED)
    rows = line.get("entities", line.get("label", line.get("labels")))
    if not isinstance(rows, list):
        raise unfit(place, "its labels are no list", _WANTED)
    spans = [_span(place, text, row) for row in rows]
    linked = _linked(line, rows, spans, text)
    kept = [one for one in linked if one.label not in _PARTS]
    name = line.get("record", line.get("id", place))
    return Gold(str(name), text, layers_of(kept, text, labels, known), open=True)


def _span(place: str, text: str, row: Any) -> Span:
    if isinstance(row, dict):
        row = [row.get("start_offset"), row.get("end_offset"), row.get("label")]
    if not (isinstance(row, list) and len(row) == 3 and isinstance(row[2], str)):  # noqa: PLR2004
        raise unfit(place, f"a label is {row!r}", "[start, end, label]")
    return Span(*span_in(text, place, row[0], row[1]), row[2])


def _linked(
    line: Mapping[str, Any], rows: Sequence[Any], spans: Sequence[Span], text: str
) -> Iterator[Span]:
    """Yield the spans, each with the parts that relations lead to."""
    numbers = {row.get("id"): at for at, row in enumerate(rows) if isinstance(row, dict)}
    parts: dict[int, dict[str, Any]] = {}
    for link in line.get("relations") or ():
        one, other = numbers.get(link.get("from_id")), numbers.get(link.get("to_id"))
        if one is not None and other is not None:
            part = part_at(text, (spans[other].start, spans[other].end))
            parts.setdefault(one, {})[str(link.get("type"))] = part
    for at, span in enumerate(spans):
        yield Span(span.start, span.end, span.label, parts.get(at, {}))
