"""
Charts as inline SVG: shapes and words only, coloured by the page's style.

ElementTree writes them, so that no word of a document can become markup.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from xml.etree import ElementTree as ET

import attrs
from markupsafe import Markup

from textflow.looking.timeline import Step

_WIDTH = 460
#: Columns of a logarithmic scale for each power of ten.
_PER_DECADE = 3


@attrs.frozen
class Bar:
    """A named number, made of parts."""

    name: str
    #: Style class to the part of the number.
    parts: Mapping[str, float]
    #: The number as it is written.
    said: str
    #: Classes of a swatch before the name.
    look: str = ""

    @property
    def total(self) -> float:
        """The number."""
        return sum(self.parts.values())


def bars(title: str, rows: Sequence[Bar], *, names: int = 150) -> Markup:
    """Draw horizontal bars, one a row, each with its name and number."""
    height = 26 * len(rows) + 4
    top = max((row.total for row in rows), default=0) or 1
    svg = _svg(title, height)
    for number, row in enumerate(rows):
        y = 26 * number + 4
        _word(svg, (names - 10, y + 13), _short(row.name, names // 7), anchor="end")
        x = float(names)
        for look, part in row.parts.items():
            width = (_WIDTH - names - 70) * part / top
            _rect(svg, (x, y, max(width, 0.5 if part else 0), 18), f"bar {look}")
            x += width
        _word(svg, (x + 6, y + 13), row.said, look="number")
    return _written(svg)


def _named_every(columns: int) -> int:
    """Return of how many columns one has its name below it."""
    return math.ceil(columns * 76 / _WIDTH) if columns > 12 else 1  # noqa: PLR2004 - what fits


def columns(title: str, rows: Sequence[tuple[str, int]]) -> Markup:
    """Draw vertical columns, each with its number on top and its name below, if there is room."""
    top = max((number for _, number in rows), default=0) or 1
    svg = _svg(title, 150)
    step = min((_WIDTH - 8) / max(len(rows), 1), 48)
    every = _named_every(len(rows))
    for at, (name, number) in enumerate(rows):
        x, height = 4 + at * step, 100 * number / top
        drawn = _rect(svg, (x, 120 - height, max(step - 2, 1), height), "bar")
        _add_title(drawn, f"{name}: {number:,}")
        if number and step > 18:  # noqa: PLR2004 - what fits
            _word(svg, (x + step / 2 - 1, 114 - height), f"{number:,}", "number", "middle")
        if at % every == 0:
            middle = (x + (step / 2 - 1), "middle") if every == 1 else (x + 0, "start")
            _word(svg, (middle[0], 138), name, "axis", middle[1])
    _line(svg, (4, 120.5, 4 + max(len(rows), 1) * step, 120.5))
    return _written(svg)


def over_time(title: str, steps: Sequence[Step]) -> Markup:
    """Draw the quotations of each day, month or year."""
    return columns(title, [(step.label, step.quotes) for step in steps])


def _bars(
    svg: ET.Element, place: tuple[int, float, int], name: str, counts: Mapping[int, int]
) -> None:
    """Draw one row of columns: its base line, the width of a column, the first decade."""
    base, scale, low = place
    top = max(counts.values())
    for at, number in sorted(counts.items()):
        x = 60 + (at - low * _PER_DECADE) * scale
        height = max(44 * number / top, 2)
        drawn = _rect(svg, (x, base - height, max(scale - 1, 1), height), "bar")
        _add_title(drawn, f"{name}, from {_round(at)}: {number:,}")
        if number == top:
            _word(svg, (x + scale / 2, base - height - 3), f"{number:,}", "number", "middle")


def log_scale(title: str, values: Mapping[str, Mapping[Decimal, int]]) -> Markup:
    """Draw how many amounts there are of each size: a row of columns for each currency."""
    bins = {name: _bins(counts) for name, counts in values.items() if counts}
    if not bins:
        return Markup()
    low, high = _decades(at for counts in bins.values() for at in counts)
    svg = _svg(title, 64 * len(bins) + 30)
    scale = (_WIDTH - 80) / ((high - low) * _PER_DECADE)
    for row, (name, counts) in enumerate(bins.items()):
        base = 64 * row + 60
        _word(svg, (50, base - 4), _short(name, 6), anchor="end")
        _line(svg, (60, base + 0.5, _WIDTH - 20, base + 0.5))
        _bars(svg, (base, scale, low), name, counts)
    _scale(svg, (low, high), 64 * len(bins) + 16)
    return _written(svg)


def _bins(counts: Mapping[Decimal, int]) -> dict[int, int]:
    """Return the number of amounts in each third of a power of ten."""
    found: dict[int, int] = {}
    for value, number in counts.items():
        at = math.floor(_log10(value) * _PER_DECADE + 1e-9)
        found[at] = found.get(at, 0) + number
    return found


def _log10(value: Decimal) -> float:
    """Return the logarithm of a value that may be too large for a float."""
    exponent = value.adjusted()
    return exponent + math.log10(float(value.scaleb(-exponent)))


def _decades(bins: Iterable[int]) -> tuple[int, int]:
    """Return the powers of ten that contain all ``bins``."""
    every = list(bins)
    return math.floor(min(every) / _PER_DECADE), math.floor(max(every) / _PER_DECADE) + 1


def _scale(svg: ET.Element, decades: tuple[int, int], y: float) -> None:
    low, high = decades
    wide = (_WIDTH - 80) / (high - low)
    every = math.ceil((high - low) / 4)
    for power in range(low, high + 1, every):
        _word(svg, (60 + (power - low) * wide, y), _power(power), "axis", "middle")


def _power(power: int) -> str:
    """
    Return a power of ten as it is said.

    >>> _power(6), _power(4), _power(-2)
    ('1 million', '10,000', '0.01')
    """
    names = {6: "million", 9: "billion", 12: "trillion"}
    if power >= 15 or power < -3:  # noqa: PLR2004 - no word for it
        return f"1e{power}"
    if power >= 6:  # noqa: PLR2004 - a million
        return f"{10 ** (power % 3)} {names[power - power % 3]}"
    return f"{10**power:,}" if power >= 0 else f"{10.0**power:.{-power}f}"


def _round(at: int) -> str:
    return f"{10 ** (at / _PER_DECADE):,.3g}" if abs(at) < 900 else f"1e{at // _PER_DECADE}"  # noqa: PLR2004 - a float's range


def _short(word: str, most: int) -> str:
    return word if len(word) <= most else f"{word[: most - 1]}\N{HORIZONTAL ELLIPSIS}"


def _svg(title: str, height: float) -> ET.Element:
    svg = ET.Element("svg", {"viewBox": f"0 0 {_WIDTH} {height:g}", "role": "img"})
    svg.set("aria-label", title)
    return svg


def _rect(svg: ET.Element, box: tuple[float, float, float, float], look: str) -> ET.Element:
    names = ("x", "y", "width", "height")
    sizes = {name: f"{size:.4g}" for name, size in zip(names, box, strict=True)}
    return ET.SubElement(svg, "rect", {**sizes, "class": look})


def _line(svg: ET.Element, ends: tuple[float, float, float, float]) -> None:
    names = ("x1", "y1", "x2", "y2")
    sizes = {name: f"{size:.4g}" for name, size in zip(names, ends, strict=True)}
    ET.SubElement(svg, "line", {**sizes, "class": "rule"})


def _word(
    svg: ET.Element, at: tuple[float, float], words: str, look: str = "", anchor: str = "start"
) -> None:
    place = {"x": f"{at[0]:.4g}", "y": f"{at[1]:.4g}", "text-anchor": anchor}
    word = ET.SubElement(svg, "text", place | ({"class": look} if look else {}))
    word.text = words


def _add_title(shape: ET.Element, words: str) -> None:
    """Add the words that a pointer on the shape shows."""
    ET.SubElement(shape, "title").text = words


def _written(svg: ET.Element) -> Markup:
    return Markup(ET.tostring(svg, encoding="unicode"))  # noqa: S704 - ElementTree has escaped it
