"""A run at a glance, on a terminal."""

from collections.abc import Iterator, Sequence

import attrs
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from textflow.looking.glance import Glance
from textflow.looking.marking import grouped
from textflow.terminal.looks import style_of
from textflow.terminal.screen import Screen, heading, indented, table, words

#: Columns of the longest bar.
_BAR = 24
#: Layers that every document has; their number says nothing.
_PLAIN = frozenset({"paragraphs", "sentences"})
_NAMES = {"out": "written", "in": "read"}


@attrs.frozen
class GlanceScreen:
    """A run, and the terminal that it is shown on."""

    name: str
    glance: Glance
    screen: Screen

    def parts(self) -> Iterator[RenderableType]:
        """Yield what is shown, from top to bottom."""
        yield self._first_line()
        manifest = self.glance.beside.manifest
        if manifest.get("run"):
            version = manifest.get("textflow", "not known")
            yield words(f"run {manifest['run']}, textflow {version}", "dim")
        if manifest.get("complete") is False:
            yield words("not complete: the run did not read all of its input", "bold")
        for title, made in (
            ("Found", self._found()),
            ("Quoted most", self._speakers()),
            ("Sums of money", self._amounts()),
            ("Dead letters", self._dead()),
            ("Dropped, by rule", _bars(self.screen, list(self.glance.dropped().items()))),
            ("Time by stage", _bars(self.screen, list(self.glance.stages()), "s")),
        ):
            if made.row_count:
                yield heading(title)
                yield indented(made)
        yield from self._next()

    def _first_line(self) -> Text:
        counts = self.glance.counts
        said = [f"{count:,} {_NAMES.get(key, key)}" for key, count in counts.items()]
        documents = words(f"documents: {', '.join(said)}")
        return Text.assemble(words(self.name, "bold"), "  ", documents)

    def _found(self) -> Table:
        made = table("count", "layer", numbers=["count"])
        made.show_header = False
        for layer, count in self.glance.layers().items():
            if layer not in _PLAIN:
                made.add_row(f"{count:,}", words(layer, longest=60))
        return made

    def _speakers(self) -> Table:
        rows = self.glance.speakers()
        made = table("", "", "quotations", "documents", numbers=["quotations", "documents"])
        most = max((row["quotations"] for row in rows), default=1)
        for row in rows:
            made.add_row(
                words(row["name"], longest=40),
                _bar(self.screen, row["quotations"], most),
                f"{row['quotations']:,}",
                f"{row['documents']:,}",
            )
        return made

    def _amounts(self) -> Table:
        sizes = ("smallest", "median", "largest")
        made = table("", "sums", *sizes, numbers=["sums", *sizes])
        for row in self.glance.amounts():
            numbers = (words(grouped(row[size]), longest=30) for size in sizes)
            made.add_row(words(row["currency"], longest=10), f"{row['count']:,}", *numbers)
        return made

    def _dead(self) -> Table:
        made = table("reason", "in", "documents", numbers=["documents"])
        for row in self.glance.dead():
            stage = words(row["stage"] or "reading", longest=40)
            made.add_row(words(row["type"], longest=40), stage, f"{row['documents']:,}")
        return made

    def _next(self) -> Iterator[RenderableType]:
        ids = self.glance.ids
        if not ids:
            return
        left = self.glance.corpus.documents - len(ids)
        yield heading("Documents")
        made = table("")
        made.show_header = False
        for one in ids:
            made.add_row(words(one, longest=200))
        if left > 0:
            made.add_row(words(f"... and {left:,} more", "dim"))
        yield indented(made)
        if self.name != "-":
            yield Text()
            yield words(f"`textflow show {self.name} ID` shows one of them", "dim")


def _bars(screen: Screen, rows: Sequence[tuple[str, float]], unit: str = "") -> Table:
    made = table("", "", "", numbers=[])
    made.show_header = False
    most = max((number for _, number in rows), default=0) or 1
    for name, number in rows:
        said = f"{number:,.2f} {unit}" if unit else f"{number:,}"
        made.add_row(words(name, longest=40), _bar(screen, number, most), said)
    return made


def _bar(screen: Screen, number: float, most: float) -> Text:
    """Return a bar, all of one colour: those of speakers are another in each document."""
    room = _BAR // 2 if screen.is_narrow else _BAR
    return Text(
        screen.bar * max(round(room * number / most), 1 if number else 0), style=style_of("c0")
    )
