"""One record on a terminal: its text with every finding in place, and the findings in tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import attrs
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from textflow.looking.findings import Dropped, Finding, paragraphs, without_place
from textflow.looking.marking import Mark, Piece, blocks, initials, look_of, marks, value_of
from textflow.looking.shown import Shown
from textflow.looking.why import Reason
from textflow.terminal.looks import badge_of, style_of
from textflow.terminal.screen import UNBROKEN, Screen, heading, indented, table, words
from textflow.wording import safe

#: Findings in one table.
_ROWS = 500
#: Characters of a text that are shown: what is longer nobody reads on a terminal.
_LONGEST = 200_000
#: Layers of which all is said where they are in the text.
_IN_PLACE = frozenset({"summary", "dropped"})


@attrs.frozen(slots=False)
class DocumentScreen:
    """A record, and the terminal that it is shown on."""

    shown: Shown
    reasons: Sequence[Reason]
    screen: Screen
    #: Whether what was dropped still stands in the text, as before the stage that drops it.
    undropped: bool = False

    def parts(self) -> Iterator[RenderableType]:
        """Yield what is shown, from top to bottom."""
        yield words(self.shown.heading, "bold")
        yield words(" · ".join(self.shown.facts), "dim")
        for block in self._blocks():
            yield Text()
            yield Text.assemble(*self._pieces(block))
        left = len(self.shown.record["text"]) - _LONGEST
        if left > 0:
            yield words(f"... and {left:,} more characters; `textflow report` shows them", "dim")
        yield from self._tables()

    @cached_property
    def _numbers(self) -> dict[int, int]:
        """The numbers of the entries by identity: of what was dropped, two may be alike."""
        return {id(one): number for number, one in enumerate(self.shown.entries, 1)}

    def _blocks(self) -> Iterator[list[Piece]]:
        text = self.shown.record["text"]
        spans = [(start, min(end, _LONGEST)) for start, end in self._spans() if start < _LONGEST]
        gone = [one for one in self.shown.dropped if one.at <= _LONGEST]
        yield from blocks(text, spans, self._marks(), gone)

    def _spans(self) -> Iterator[tuple[int, int]]:
        """Yield the paragraphs; before there are any, what is between blank lines."""
        if "paragraphs" in self.shown.record["annotations"]:
            yield from paragraphs(self.shown.record)
            return
        at = 0
        for piece in self.shown.record["text"].split("\n\n"):
            if piece.strip():
                yield at, at + len(piece)
            at += len(piece) + 2

    def _marks(self) -> Iterator[Mark]:
        """Yield the marks of the findings, the label of each with its number."""
        for number, one in enumerate(self.shown.entries, 1):
            if isinstance(one, Finding):
                main, *parts = marks([one], self.shown.names, self.shown.numbers)
                yield _numbered(main, number, one)
                yield from parts

    def _pieces(self, block: Iterable[Piece]) -> Iterator[Text]:
        for piece in block:
            if piece.dropped:
                yield from self._dropped(piece.dropped)
                continue
            for look, said in piece.heads:
                yield self._badge(look, said)
                yield Text(" ")
            yield Text(safe(piece.text), style=style_of(piece.look))
            for look, said in piece.tails:
                yield Text(" ")
                yield self._badge(look, said)

    def _dropped(self, one: Dropped) -> Iterator[Text]:
        more = f" ... {one.more:,} more characters" if one.more else ""
        yield Text(f"{safe(one.text)}{more}", style="" if self.undropped else "strike dim")
        if not self.undropped:
            yield Text(" ")
            yield self._badge("", f"{self._numbers[id(one)]}: dropped: {one.rule}")
        yield Text(" ")

    def _badge(self, look: str, said: str) -> Text:
        whole = f" {safe(said)} " if self.screen.has_colours else f"[{safe(said)}]"
        style = badge_of(look) if self.screen.has_colours else ""
        return Text.assemble((whole.replace(" ", UNBROKEN), style))

    def _tables(self) -> Iterator[RenderableType]:
        by_layer: dict[str, list[Reason]] = {}
        for one in self.reasons:
            by_layer.setdefault(one.layer, []).append(one)
        quotes, amounts = by_layer.pop("quotes", []), by_layer.pop("amounts", [])
        speakers = self.shown.record["annotations"].get("speakers", ())
        yield from _section("Speakers", self._speakers(), len(speakers))
        yield from _section("Quotations", self._quotes(quotes), len(quotes))
        yield from _section("Amounts", self._amounts(amounts), len(amounts))
        for layer, found in by_layer.items():
            if layer not in _IN_PLACE:
                yield from _section(layer, _others(found), len(found))
        for layer, items in without_place(self.shown.record).items():
            yield from _section(f"{layer}, of the whole document", _loose(items), len(items))

    def _speakers(self) -> Table:
        made = table("", "name", "type", "role", "quoted", numbers=["quoted"])
        counts: dict[str, int] = {}
        for one in self.shown.findings:
            if one.layer == "quotes":
                speaker = str(one.fields.get("speaker"))
                counts[speaker] = counts.get(speaker, 0) + 1
        for one in self.shown.record["annotations"].get("speakers", ())[:_ROWS]:
            name = str(one.get("name", ""))
            look = self._look(name)
            made.add_row(
                self._badge(look, initials(name)),
                words(name, longest=60),
                words(one.get("type") or "", longest=20),
                words(one.get("role") or "", longest=80),
                str(counts.get(str(one.get("id")), 0)),
            )
        return made

    def _quotes(self, found: Sequence[Reason]) -> Table:
        made = table("no.", "speaker", "kind", "words", "sure", numbers=["no.", "sure"])
        for one in found[:_ROWS]:
            name = str(one.fields.get("speaker") or "")
            label = self._badge(self._look(name), initials(name) if name else "?")
            made.add_row(
                str(one.number),
                label if self.screen.is_narrow else words(name or "not known", longest=40),
                words(one.fields.get("kind", ""), longest=20),
                _styled(words(one.words, longest=120), self._look(name)),
                words(one.fields.get("confidence", ""), longest=8),
            )
        return made

    def _amounts(self, found: Sequence[Reason]) -> Table:
        made = table("no.", "value", "words", "kind", "more", numbers=["no.", "value"])
        for one in found[:_ROWS]:
            made.add_row(
                str(one.number),
                words(value_of(one.fields), longest=40),
                words(one.words, longest=60),
                words(one.fields.get("kind", ""), longest=20),
                words(_more(one.fields), longest=60),
            )
        return made

    def _look(self, name: str) -> str:
        return look_of(self.shown.numbers.get(name)) if name else "nobody"


def _section(title: str, made: Table, count: int) -> Iterator[RenderableType]:
    """Yield a table under its title, and how many rows it lacks."""
    if made.row_count:
        yield heading(title)
        yield indented(made)
    if count > _ROWS:
        yield indented(words(f"... and {count - _ROWS:,} more; --json has them all", "dim"))


def _styled(text: Text, look: str) -> Text:
    """Return ``text`` alone in a look, not the room around it in a table."""
    text.stylize(style_of(look))
    return text


def _numbered(mark: Mark, number: int, one: Finding) -> Mark:
    """Return a mark whose label begins with the number of its finding."""
    if mark.tail:
        return attrs.evolve(mark, tail=f"{number}: {mark.tail}")
    said = {"quotes": mark.head, "summary": f"summary {mark.head}"}.get(one.layer, one.layer)
    return attrs.evolve(mark, head=f"{number}: {said}")


def _loose(items: Sequence[Mapping[str, object]]) -> Table:
    """Return the table of items that point at no place of the text."""
    made = table("fields")
    for item in items[:_ROWS]:
        made.add_row(words(_fields(item), longest=200))
    return made


def _fields(item: Mapping[str, object]) -> str:
    return ", ".join(f"{key}: {value}" for key, value in item.items())


def _others(found: Sequence[Reason]) -> Table:
    """Return the table of a layer of which nothing is known but its fields."""
    made = table("no.", "words", "fields", numbers=["no."])
    for one in found[:_ROWS]:
        fields = words(_fields(one.fields), longest=120)
        made.add_row(str(one.number), words(one.words, longest=60), fields)
    return made


def _more(fields: Mapping[str, object]) -> str:
    """Return what an amount says beside its value, such as `per week, min`."""
    said = {"approx": "about", "per": f"per {fields.get('per')}"}
    known = ("approx", "bound", "direction", "per")
    return ", ".join(said.get(key, str(fields[key])) for key in known if fields.get(key))
