"""How marks look on a terminal: readable on a light and on a dark one alike."""

from functools import cache

from rich.style import Style

from textflow.looking.colours import HUE_COLOURS

#: A style for each line pattern of the report: two speakers of one hue are told apart by it.
_PATTERNS = ("", "underline", "italic", "underline2", "italic underline")
_GREY = "#767676"

_KINDS = {
    "mention": "bold",
    "cue": "italic",
    "amount": "underline",
    "summary": "bold",
    "other": "underline",
}


@cache  # there are as many as there are looks
def style_of(look: str) -> Style:
    """
    Return the style of the classes that the report gives a piece of text.

    The first eight speakers have a colour each, those behind them a line as well.

    >>> str(style_of("quote c0 p0")), str(style_of("quote c0 p3"))
    ('#0277e6', 'underline2 #0277e6')
    """
    return Style.combine([Style.null(), *map(_part, look.split()), _line(look)])


def badge_of(look: str) -> Style:
    """Return the style of a label: white on the colour of its mark."""
    hue = next((_part(name).color for name in look.split() if _is_hue(name)), None)
    return Style(color="#ffffff", bgcolor=hue.name if hue else _GREY, bold=True)


def _part(name: str) -> Style:
    if _is_hue(name):
        return Style(color=HUE_COLOURS[int(name[1:])])
    return Style.parse(_KINDS.get(name, ""))


def _line(look: str) -> Style:
    """Return the line of a speaker whose hue somebody else has already."""
    numbers = {name[0]: int(name[1:]) for name in look.split() if name[1:].isdigit()}
    hue, pattern = numbers.get("c", 0) % len(_PATTERNS), numbers.get("p", 0)
    is_first = hue == pattern
    return Style.null() if is_first else Style.parse(_PATTERNS[pattern or hue])


def _is_hue(name: str) -> bool:
    return name[0] == "c" and name[1:].isdigit()
