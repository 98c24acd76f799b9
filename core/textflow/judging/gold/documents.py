"""A document with what people have found in it, whatever format it came in."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from textflow.errors import InputError
from textflow.wording import cut, shown

Item = dict[str, Any]
Labels = Mapping[str, str]


@attrs.frozen
class Gold:
    """One document of gold."""

    #: As the record is called, or the file.
    id: str
    text: str
    #: Layer to its findings. A layer that is not here has not been judged.
    layers: Mapping[str, Sequence[Item]]
    meta: Mapping[str, Any] = attrs.field(factory=dict[str, Any])
    #: Rows to the raw text; None where the text is all that there is.
    raw_map: Sequence[Sequence[int]] | None = None
    #: Whether layers that nobody has marked anything of here are judged, where others have them.
    open: bool = False

    def record(self) -> dict[str, Any]:
        """Return it in the form of a record."""
        size = len(self.text)
        whole = [[0, size, 0, size]] if size else []
        rows = whole if self.raw_map is None else self.raw_map
        layers = {name: list(items) for name, items in self.layers.items()}
        return {"id": self.id, "text": self.text, "raw_map": rows, "annotations": layers}


@attrs.frozen
class Span:
    """A labelled span as an annotation program gives it."""

    start: int
    end: int
    label: str
    #: What else is said of it.
    fields: Mapping[str, Any] = attrs.field(factory=dict[str, Any])


def layer_and_kind(label: str, labels: Labels, known: Sequence[str] = ()) -> tuple[str, str | None]:
    """
    Return the layer that a label means, and the kind of finding.

    ``labels`` says what labels of other names mean. A layer of a third party has a dot in its
    own name; ``known`` lists those.

    >>> layer_and_kind("quotes-direct", {}), layer_and_kind("MONEY", {"MONEY": "amounts.money"})
    (('quotes', 'direct'), ('amounts', 'money'))
    """
    name = labels.get(label, label).replace("-", ".")
    for layer in known:
        if f"{name}.".startswith(f"{layer}."):
            return layer, name[len(layer) + 1 :] or None
    layer, _, kind = name.partition(".")
    return layer, kind or None


def layers_of(
    spans: Iterator[Span] | Sequence[Span], text: str, labels: Labels, known: Sequence[str]
) -> dict[str, list[Item]]:
    """Return the findings that the spans are, layer by layer, in text order."""
    found: dict[str, list[Item]] = {}
    for one in spans:
        layer, kind = layer_and_kind(one.label, labels, known)
        said = {"kind": kind} if kind else {}
        place = {"start": one.start, "end": one.end, "text": text[one.start : one.end]}
        found.setdefault(layer, []).append({**place, **said, **one.fields})
    return {name: sorted(items, key=lambda item: item["start"]) for name, items in found.items()}


def unfit(place: str, found: str, wanted: str) -> InputError:
    """Return the error for gold that cannot be read."""
    return InputError(
        uri=place,
        found=f"is no gold: {cut(found)}",
        wanted=f"wanted {wanted}",
        fix="export it again from the program that made it",
    )


def span_in(
    text: str, place: str, start: object, end: object, words: object = None
) -> tuple[int, int]:
    """
    Return a span in code points, which must lead to ``words`` where they are given.

    Programs written in JavaScript may count an emoji as two: where the words fit then
    only, that is what was meant. Raises InputError.
    """
    for span in _spans(text, start, end):
        if words is None or _same(text[slice(*span)], words):
            return span
    found = f"a span of {shown(start)}..{shown(end)} does not lead to {shown(words or 'a text')}"
    raise unfit(place, found, f"a span within the {len(text):,} characters of its text")


def part_at(text: str, span: tuple[int, int]) -> Item:
    """Return the part of a finding that is at ``span``."""
    return {"start": span[0], "end": span[1], "text": text[slice(*span)]}


def _spans(text: str, start: object, end: object) -> Iterator[tuple[int, int]]:
    """Yield what may be meant by a start and an end, the likeliest first."""
    if not (isinstance(start, int) and isinstance(end, int)) or not 0 <= start <= end:
        return
    for span in ((start, end), _from_utf16(text, start, end)):
        if span[1] <= len(text):
            yield span


def _same(one: str, other: object) -> bool:
    """Return whether the words are the same; line ends may have become spaces."""
    if not isinstance(other, str):
        return False
    return one == other or one.split() == other.replace("\\n", "\n").split()


def _from_utf16(text: str, start: int, end: int) -> tuple[int, int]:
    units = text.encode("utf-16-le", "surrogatepass")
    before = units[: 2 * start].decode("utf-16-le", "replace")
    within = units[2 * start : 2 * end].decode("utf-16-le", "replace")
    past = end > len(units) // 2
    return len(before), len(text) + 1 if past else len(before) + len(within)
