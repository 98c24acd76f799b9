"""
Parse one JSON object so strictly that nothing is lost or invented on the way.

Refused, beyond what JSON refuses: duplicate keys (parsers keep the last), integers
beyond 64 bits and numbers beyond doubles (many readers turn them into others),
NaN and Infinity, lone surrogates, nesting deeper than ``DEPTH``.
"""

import json
import math
import re
from collections.abc import Iterable
from typing import Any, NoReturn, TypeGuard

#: Levels of nesting that are allowed.
DEPTH = 100

#: An escape; two halves of a character that belong together are one.
_ESCAPE = re.compile(
    r"""
    \\ (?: u [dD] [89abAB] [0-9a-fA-F]{2} \\ u [dD] [c-fC-F] [0-9a-fA-F]{2}
         | (?P<half> u [dD] [89a-fA-F] [0-9a-fA-F]{2} )
         | . )
    """,
    re.VERBOSE,
)
_SPACE = re.compile(r"[ \t\n\r]*")
_DIGITS = 20  # of the largest 64-bit integer, sign included
_LEAST, _MOST = -(2**63), 2**64 - 1


class StrictJsonError(ValueError):
    """A line is no JSON object that we can keep exactly."""


def parse_object(text: str) -> dict[str, Any]:
    """
    Return the JSON object that ``text`` contains.

    >>> parse_object('{"id": 7}')
    {'id': 7}
    """
    start = space_end(text, 0)
    value, end = parse_start(text, start)
    end = space_end(text, end)
    if end < len(text):
        message = f"Extra data (character {end + 1})"
        raise StrictJsonError(message)
    return as_object(value, text)


def parse_start(text: str, start: int) -> tuple[Any, int]:
    """Return the JSON value that begins at ``start``, and where it ends."""
    try:
        value, end = _DECODER.raw_decode(text, start)
        _check_halves(text, start, end)
    except RecursionError:
        raise StrictJsonError(_TOO_DEEP) from None
    except json.JSONDecodeError as error:
        message = f"{error.msg} (character {error.pos + 1})"
        raise StrictJsonError(message) from error
    return value, end


def as_object(value: Any, text: str) -> dict[str, Any]:
    """Return ``value``, which ``text`` says, if it is an object that does not nest too deep."""
    if not _is_object(value):
        message = f"it is {article(value)}"
        raise StrictJsonError(message)
    if text.count("{") + text.count("[") > DEPTH and _depth(value) > DEPTH:
        raise StrictJsonError(_TOO_DEEP)
    return value


def _check_halves(text: str, start: int, end: int) -> None:
    """Raise for half a character (a lone surrogate), which the standard library lets pass."""
    if text.find("\\ud", start, end) < 0 and text.find("\\uD", start, end) < 0:
        return
    for escape in _ESCAPE.finditer(text, start, end):
        if escape["half"]:
            message = f"half a character is escaped (character {escape.start() + 1})"
            raise StrictJsonError(message)


def space_end(text: str, start: int) -> int:
    """Return where the white space ends that begins at ``start``."""
    found = _SPACE.match(text, start)
    return found.end() if found else start


def article(value: object) -> str:
    """
    Return what JSON calls ``value``, with its article.

    >>> article(None), article([1])
    ('null', 'an array')
    """
    return _CALLED[type(value)]


_TOO_DEEP = f"it nests deeper than {DEPTH} levels"
_CALLED: dict[type, str] = {
    type(None): "null",
    bool: "a boolean",
    int: "a number",
    float: "a number",
    str: "a string",
    list: "an array",
    dict: "an object",
}


def _is_object(value: Any) -> TypeGuard[dict[str, Any]]:
    return type(value) is dict


def _depth(value: Any) -> int:
    depth = 0
    level: list[Any] = [value]
    while level and depth <= DEPTH:
        depth += 1
        level = [inner for row in level for inner in _inside(row) if type(inner) in (dict, list)]
    return depth


def _inside(row: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return row.values() if isinstance(row, dict) else row


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for at, key in enumerate(keys) if key in keys[:at])
        message = f"the key {twice[:60]!r} is in one object twice"
        raise StrictJsonError(message)
    return row


def _integer(digits: str) -> int:
    if len(digits) > _DIGITS or not _LEAST <= (value := int(digits)) <= _MOST:
        message = f"the integer {digits[:24]} does not fit 64 bits"
        raise StrictJsonError(message)
    return value


def _number(digits: str) -> float:
    value = float(digits)
    if math.isinf(value):
        message = f"the number {digits[:24]} does not fit a double"
        raise StrictJsonError(message)
    return value


def _refuse(constant: str) -> NoReturn:
    message = f"{constant} is no JSON"
    raise StrictJsonError(message)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_unique,
    parse_int=_integer,
    parse_float=_number,
    parse_constant=_refuse,
)
