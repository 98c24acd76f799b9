"""What is printed for people: on a terminal in colours and by pages, elsewhere as plain text."""

import os
import sys
from collections.abc import Iterable

import attrs
import click
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from textflow.wording import safe

#: Printed as a space at which no line ends; rich would end one at every space there is.
UNBROKEN = "\N{BRAILLE PATTERN BLANK}"
#: Columns beyond which lines are hard to read.
_WIDEST = 100


@attrs.frozen
class Screen:
    """Standard output as people see it."""

    console: Console

    @classmethod
    def open(cls) -> "Screen":
        """Return standard output as it is: a terminal of some width, or none."""
        console = Console(file=sys.stdout, markup=False, highlight=False, emoji=False)
        console.width = min(console.width, _WIDEST)
        return cls(console)

    @property
    def has_colours(self) -> bool:
        """Whether colours are seen; where not, brackets and words say what they would."""
        return self.console.color_system is not None and not self.console.no_color

    @property
    def is_narrow(self) -> bool:
        """Whether columns that can be done without have no room."""
        return self.console.width < 80  # noqa: PLR2004 - what a terminal has of old

    @property
    def bar(self) -> str:
        """The character that bars are made of."""
        return "\N{FULL BLOCK}" if self.console.encoding.startswith("utf") else "#"

    def print(self, parts: Iterable[RenderableType], *, paged: bool) -> None:
        """Print ``parts`` one below the other; by pages where they are longer than the screen."""
        with self.console.capture() as captured:
            for part in parts:
                self.console.print(part)
        text = "\n".join(
            line.rstrip(" ") for line in captured.get().replace(UNBROKEN, " ").split("\n")
        )
        if paged and self._is_long(text):
            os.environ.setdefault("LESS", "-FRX")  # colours as they are, nothing cleared behind
            click.echo_via_pager(text)
        else:
            click.echo(text, nl=False, color=True)

    def _is_long(self, text: str) -> bool:
        both = sys.stdin.isatty() and sys.stdout.isatty()
        return both and text.count("\n") >= self.console.height


def words(text: object, style: str = "", *, longest: int = 0) -> Text:
    r"""
    Return ``text`` on one line, harmless to a terminal, cut at ``longest`` characters.

    >>> words("one\n two\x1b[31m").plain
    'one two\\x1b[31m'
    """
    whole = str(text)
    line = " ".join((whole[: longest * 4] if longest else whole).split())
    if longest and len(line) > longest:
        line = f"{line[: longest - 2]} \N{HORIZONTAL ELLIPSIS}"
    return Text(safe(line), style=style)


def heading(text: str) -> Text:
    """Return the heading of a section."""
    return Text.assemble("\n", (safe(text), "bold"))


def table(*columns: str, numbers: Iterable[str] = ()) -> Table:
    """Return a table without lines; the columns of ``numbers`` end on the right."""
    made = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    right = set(numbers)
    for name in columns:
        made.add_column(name, justify="right" if name in right else "left", overflow="fold")
    return made


def indented(part: RenderableType) -> Padding:
    """Return ``part`` two columns in."""
    return Padding(part, (0, 0, 0, 2))
