"""Which state of a document is shown, and what the stage before it has done."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from textflow.looking.between_stages import Moment, substitutions
from textflow.records import Line
from textflow.terminal.screen import indented, words
from textflow.wording import listed, shown

#: Substituted characters that are listed.
_SUBSTITUTIONS = 12


def moment_parts(moment: Moment | None, record: Line) -> Iterator[RenderableType]:
    """Yield what is above a document that is shown as it was at ``moment``; nothing for None."""
    if moment is None:
        return
    yield from _after(moment, record) if moment.is_after else _before(moment)
    yield Text()


def _before(moment: Moment) -> Iterator[RenderableType]:
    yield words(f"before {moment.stage}; layers so far: {listed(moment.layers)}", "bold")
    if moment.is_undropped:
        told = "What is dropped later is in its place; other characters are those after it."
        yield words(told, "dim")


def _after(moment: Moment, record: Line) -> Iterator[RenderableType]:
    counts = [f"{layer} ({len(record['annotations'].get(layer, ()))})" for layer in moment.given]
    version = next(iter(moment.given.values()), "")
    by = f" ({version})" if version else ""
    yield words(f"after {moment.stage}{by}, which gave {', '.join(counts) or 'no layer'}", "bold")
    changed = substitutions(record) if "dropped" in moment.given else []
    for text, (start, end) in changed[:_SUBSTITUTIONS]:
        told = f"{shown(text, 40)} stands for the raw characters {start:,} to {end:,}"
        yield indented(words(told))
    if len(changed) > _SUBSTITUTIONS:
        yield indented(words(f"... and {len(changed) - _SUBSTITUTIONS:,} more", "dim"))
