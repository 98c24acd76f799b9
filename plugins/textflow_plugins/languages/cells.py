"""
Cells: what a cell of a table may hold, by the type of its field.

- `str`: any text, at least one character
- `str | None`: the same, or empty
- `int`, `Decimal`: a number
- `Literal["m", "f"]`: one of these words
- `tuple[str, ...]`: words parted by spaces, `_` for a space within one; may be empty
- `frozenset[Literal["that", "zero"]]`: some of these words, parted by spaces; may be empty
- `tuple[tuple[Literal["past"], str], ...]`: pairs such as `past:said`, parted by spaces
"""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import partial
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import attrs

Converter = Callable[[str], Any]


class CellError(Exception):
    """A cell is not what its column allows; the words say what is."""


def converters(kind: type[attrs.AttrsInstance]) -> dict[str, Converter]:
    """Return what reads the cell of each field of `kind`, in order."""
    hints = get_type_hints(kind)
    return {field.name: _converter(hints[field.name]) for field in attrs.fields(kind)}


def _converter(hint: Any) -> Converter:
    simple: dict[Any, Converter] = {str: _text, int: _integer, Decimal: _decimal}
    if hint in simple:
        return simple[hint]
    makers: dict[Any, Callable[[tuple[Any, ...]], Converter]] = {
        Literal: lambda names: partial(_one_of, names),
        UnionType: _optional,
        Union: _optional,  # what `Literal[...] | None` is
        tuple: _several,
        frozenset: lambda of: partial(_set_of, get_args(of[0])),
    }
    return makers[get_origin(hint)](get_args(hint))


def _optional(options: tuple[Any, ...]) -> Converter:
    (hint,) = (one for one in options if one is not NoneType)
    return partial(_or_none, _converter(hint))


def _several(of: tuple[Any, ...]) -> Converter:
    if of[0] is str:
        return _words
    return partial(_pairs, get_args(get_args(of[0])[0]))


def _text(cell: str) -> str:
    if not cell:
        message = "some text"
        raise CellError(message)
    return cell


def _or_none(convert: Converter, cell: str) -> Any:
    return convert(cell) if cell else None


def _integer(cell: str) -> int:
    try:
        return int(cell)
    except ValueError:
        message = "a whole number"
        raise CellError(message) from None


def _decimal(cell: str) -> Decimal:
    try:
        number = Decimal(cell)
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite():
        message = "a number"
        raise CellError(message)
    return number


def _one_of(names: tuple[str, ...], cell: str) -> str:
    if cell not in names:
        message = f"one of {', '.join(names)}"
        raise CellError(message)
    return cell


def _words(cell: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in _distinct(cell))


def _set_of(names: tuple[str, ...], cell: str) -> frozenset[str]:
    return frozenset(_one_of(names, word) for word in _distinct(cell))


def _pairs(names: tuple[str, ...], cell: str) -> tuple[tuple[str, str], ...]:
    pairs = (word.partition(":") for word in _distinct(cell))
    return tuple((_one_of(names, name), _text(word)) for name, _, word in pairs)


def _distinct(cell: str) -> list[str]:
    words = cell.split()
    if len(set(words)) < len(words):
        message = "each word once"
        raise CellError(message)
    return words
