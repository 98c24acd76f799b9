"""Why one finding is there, on a terminal."""

import re
from collections.abc import Iterator
from typing import Any

import attrs
import orjson
from rich.console import RenderableType
from rich.text import Text

from textflow.looking.marking import look_of
from textflow.looking.shown import Shown
from textflow.looking.why import Reason
from textflow.terminal.looks import style_of
from textflow.terminal.screen import table, words
from textflow.wording import safe

#: Characters of the text on either side of a finding.
_AROUND = 60
_LONGEST = 600


@attrs.frozen
class WhyScreen:
    """One finding of a document."""

    shown: Shown
    reason: Reason

    def parts(self) -> Iterator[RenderableType]:
        """Yield what is shown, from top to bottom."""
        yield words(f"finding {self.reason.number} of {self.shown.record['id']}", "bold")
        yield Text()
        yield self._words()
        yield Text()
        made = table("", "")
        made.show_header = False
        for name, value in self._facts():
            made.add_row(Text(name, style="dim"), words(value, longest=_LONGEST))
        yield made

    def _words(self) -> Text:
        """Return the finding between the words around it."""
        text, (start, end) = self.shown.record["text"], self.reason.span
        before = text[max(0, start - _AROUND) : start]
        after = text[end : end + _AROUND]
        if start > _AROUND:
            before = f"\N{HORIZONTAL ELLIPSIS} {before.partition(' ')[2]}"
        if end + _AROUND < len(text):
            after = f"{after.rpartition(' ')[0]} \N{HORIZONTAL ELLIPSIS}"
        name = str(self.reason.fields.get("speaker", ""))
        look = look_of(self.shown.numbers[name]) if name in self.shown.numbers else ""
        style = "strike" if self.reason.layer == "dropped" else style_of(f"{look} summary")
        inside = words(self.reason.words, longest=_LONGEST)
        inside.stylize(style)
        if self.reason.layer == "dropped":
            after = f" {after}"
        return Text.assemble((_line(before), "dim"), "[", inside, "]", (_line(after), "dim"))

    def _facts(self) -> Iterator[tuple[str, str]]:
        reason = self.reason
        yield "layer", reason.layer
        yield "stage", reason.giver["stage"]
        yield "plugin", f"{reason.giver['plugin']} ({reason.giver['version']})"
        for key, value in reason.fields.items():
            yield key.replace("_", " "), self._said(value)
        if reason.layer != "dropped":
            yield "in the text", f"{reason.span[0]:,} to {reason.span[1]:,}"
        yield "in the raw text", f"{reason.raw[0]:,} to {reason.raw[1]:,}"
        yield "read from", str(self.shown.record["source"]["uri"])

    def _said(self, value: Any) -> str:
        """Return a field in words; a place in the text as the words there."""
        if _is_place(value):
            return f"{self.shown.record['text'][slice(*value)]} (at {value[0]:,})"
        return value if isinstance(value, str) else orjson.dumps(value).decode()


def _line(text: str) -> str:
    """Return ``text`` on one line, harmless, white space at its ends kept."""
    return safe(re.sub(r"\s+", " ", text))


def _is_place(value: Any) -> bool:
    two = isinstance(value, list) and len(value) == 2  # noqa: PLR2004 - start and end
    return two and all(isinstance(one, int) for one in value)
