"""
One record as a piece of HTML that can stand in any page, light or dark.

All looks are in the elements themselves, and there is no script: a notebook that is not
trusted shows it as well.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from markupsafe import Markup

from textflow.looking.colours import HUE_COLOURS
from textflow.looking.findings import Finding, paragraphs
from textflow.looking.marking import Piece, blocks, look_of, marks, value_of
from textflow.looking.shown import Shown
from textflow.wording import safe

#: Characters and findings that a cell of a notebook shows.
_LONGEST, _ROWS = 20_000, 100
_ROW = 120
_GREY = "#767676"

_LOOKS = {
    "mention": "font-weight:bold",
    "cue": "font-style:italic",
    "amount": "text-decoration:underline dotted",
    "summary": "font-weight:bold",
    "other": "text-decoration:underline",
}
_BOX = "max-width:48em;line-height:1.5;text-align:start"
_LABEL = "font-size:.75em;color:#fff;padding:0 .4em;border-radius:.3em;white-space:nowrap"
_CELL = "text-align:start;vertical-align:top;padding:0 .8em 0 0"


def picture(shown: Shown) -> str:
    """Return the text of a record with its findings, and tables of them."""
    parts = [
        Markup("<strong>{}</strong>").format(safe(shown.heading)),
        Markup('<br><small style="opacity:.7">{}</small>').format(safe(" · ".join(shown.facts))),
        *(Markup("<p>{}</p>").format(Markup().join(_pieces(block))) for block in _blocks(shown)),
        _more(len(shown.record["text"]) - _LONGEST, "characters"),
        *_tables(shown),
    ]
    inside = Markup().join(parts)
    return str(Markup('<div dir="auto" style="{}">{}</div>').format(_BOX, inside))


def _blocks(shown: Shown) -> Iterator[list[Piece]]:
    spans = [span for span in paragraphs(shown.record) if span[1] <= _LONGEST]
    gone = [one for one in shown.dropped if one.at <= _LONGEST]
    on = marks(shown.findings, shown.names, shown.numbers)
    return blocks(shown.record["text"], spans, on, gone)


def _pieces(block: Iterable[Piece]) -> Iterator[Markup]:
    for piece in block:
        if piece.dropped:
            rule, text = piece.dropped.rule, piece.dropped.text
            yield Markup('<del style="opacity:.6">{}</del> ').format(safe(text))
            yield _label("", f"dropped: {rule}") + " "
            continue
        for look, said in piece.heads:
            yield _label(look, f"summary {said}" if look == "summary" else said) + " "
        yield Markup('<span style="{}">{}</span>').format(_style(piece.look), safe(piece.text))
        for look, said in piece.tails:
            yield Markup(" ") + _label(look, said)


def _label(look: str, said: str) -> Markup:
    colour = _colour(look) or _GREY
    style = f"{_LABEL};background:{colour}"
    return Markup('<span style="{}">{}</span>').format(style, safe(said))


def _style(look: str) -> str:
    colour = _colour(look)
    tint = [f"background:{colour}22;border-bottom:2px solid {colour}"] if colour else []
    return ";".join([*tint, *(_LOOKS[name] for name in look.split() if name in _LOOKS)])


def _colour(look: str) -> str:
    hues = (name for name in look.split() if name[0] == "c" and name[1:].isdigit())
    return next((HUE_COLOURS[int(name[1:])] for name in hues), "")


def _tables(shown: Shown) -> Iterator[Markup]:
    for layer, title, row in (("quotes", "quotations", _quote), ("amounts", "amounts", _amount)):
        found = [one for one in shown.findings if one.layer == layer]
        if found:
            rows = [row(shown, one) for one in found[:_ROWS]]
            yield Markup("<details><summary>{:,} {}</summary>{}{}</details>").format(
                len(found), title, _table(rows), _more(len(found) - _ROWS, "rows")
            )


def _quote(shown: Shown, one: Finding) -> list[Any]:
    name = shown.names.get(str(one.fields.get("speaker")), "")
    label = _label(look_of(shown.numbers.get(name)), name) if name else ""
    return [label, one.fields.get("kind", ""), _words(shown, one), one.fields.get("confidence", "")]


def _amount(shown: Shown, one: Finding) -> list[Any]:
    return [value_of(one.fields), one.fields.get("kind", ""), _words(shown, one)]


def _words(shown: Shown, one: Finding) -> str:
    text = shown.record["text"][one.start : one.end]
    return text if len(text) <= _ROW else f"{text[: _ROW - 2]} …"


def _table(rows: Sequence[Sequence[Any]]) -> Markup:
    lines = (Markup("<tr>{}</tr>").format(Markup().join(map(_cell, row))) for row in rows)
    return Markup("<table>{}</table>").format(Markup().join(lines))


def _cell(value: Any) -> Markup:
    held = value if isinstance(value, Markup) else safe(str(value))
    return Markup('<td dir="auto" style="{}">{}</td>').format(_CELL, held)


def _more(count: int, what: str) -> Markup:
    if count <= 0:
        return Markup()
    return Markup("<small>... and {:,} more {}</small>").format(count, what)
