"""
Cells: what a cell of a table may hold, by the type of its field.

- `str`: any text, at least one character
- `str | None`: the same, or empty
- `int`, `Decimal`: a number
- `Literal["m", "f"]`, a `StrEnum`: one of these words
- `tuple[str, ...]`: words parted by spaces, `_` for a space within one; may be empty
- `frozenset[...]` of one of these two: some of the words, parted by spaces; may be empty
- `tuple[tuple[..., str], ...]` of one of these two: pairs such as `past:said`, parted by spaces
"""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache, partial
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

Converter = Callable[[str], Any]
#: The words that a cell may hold, and what they are read as.
Names = Mapping[str, str]
T = TypeVar("T")
#: The type of a field that is no part of the key: what the record says of the key.
Beside = Annotated[T, "beside the key"]


class CellError(Exception):
    """A cell is not what its column allows; the words say what is."""


class Column(NamedTuple):
    """What reads the cells of a field."""

    name: str
    convert: Converter
    #: Whether no two records may be equal in it, and in the others that are of the key.
    is_key: bool


@cache  # there are so many kinds of table
def columns_of(kind: type[NamedTuple]) -> tuple[Column, ...]:
    """Return what reads the cell of each field of `kind`, in order."""
    return tuple(_column(*field) for field in get_type_hints(kind, include_extras=True).items())


def _column(name: str, hint: Any) -> Column:
    """
    Return what reads the cells of one field.

    >>> _column("gender", Beside[str]).is_key, _column("word", str).is_key
    (False, True)
    """
    beside = get_origin(hint) is Annotated
    return Column(name, _converter(get_args(hint)[0] if beside else hint), not beside)


def _converter(hint: Any) -> Converter:
    simple: dict[Any, Converter] = {str: as_written, int: _integer, Decimal: _decimal}
    if hint in simple:
        return simple[hint]
    makers: dict[Any, Callable[[tuple[Any, ...]], Converter]] = {
        UnionType: _optional,
        Union: _optional,  # what `Literal[...] | None` is
        tuple: _several,
        frozenset: lambda of: partial(_set_of, _names(of[0])),
    }
    maker = makers.get(get_origin(hint))
    return maker(get_args(hint)) if maker else partial(_one_of, _names(hint))


def _names(hint: Any) -> Names:
    """Return what the words of a `Literal` or of an enumeration stand for."""
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {one.value: one for one in hint}
    return {name: name for name in get_args(hint)}


def _optional(options: tuple[Any, ...]) -> Converter:
    (hint,) = (one for one in options if one is not NoneType)
    return partial(_or_none, _converter(hint))


def _several(of: tuple[Any, ...]) -> Converter:
    if of[0] is str:
        return _words
    return partial(_pairs, _names(get_args(of[0])[0]))


def as_written(cell: str) -> str:
    """Return the cell, which must not be empty."""
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


def _one_of(names: Names, cell: str) -> str:
    if cell not in names:
        message = f"one of {', '.join(names)}"
        raise CellError(message)
    return names[cell]


def _words(cell: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in _distinct(cell))


def _set_of(names: Names, cell: str) -> frozenset[str]:
    return frozenset(_one_of(names, word) for word in _distinct(cell))


def _pairs(names: Names, cell: str) -> tuple[tuple[str, str], ...]:
    pairs = (word.partition(":") for word in _distinct(cell))
    return tuple((_one_of(names, name), as_written(word)) for name, _, word in pairs)


def _distinct(cell: str) -> list[str]:
    words = cell.split()
    if len(set(words)) < len(words):
        message = "each word once"
        raise CellError(message)
    return words
