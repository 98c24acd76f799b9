"""
Bring what a stage returns to plain JSON, and check that every span is true.

The quick walk copies and checks level by level and says only *that* something is
wrong; ``explain`` then walks again, slowly, and says where and what to do.
"""

from collections.abc import Iterable, Mapping
from itertools import chain
from math import isfinite
from types import MappingProxyType
from typing import Any, NamedTuple

import orjson

from textflow.document import FrozenList, Rejected
from textflow.running.collecting import PIECE, Collected, pieces_of
from textflow.wording import pointed, shown

_SCALARS = frozenset({str, int, bool, type(None)})
_ONLY_DICTS = {dict}
_DICTS = (dict, MappingProxyType)
_LISTS = (list, FrozenList, Collected)
_DEEPEST = 250

#: What to return instead of what people return by mistake.
_INSTEAD = {
    "tuple": "return a list",
    "set": "sets have no order; return a sorted list",
    "frozenset": "sets have no order; return a sorted list",
    "generator": "wrap it in list()",
    "coroutine": "stages are plain functions; drop `async`",
    "Decimal": "return str(value)",
    "bytes": "return text, decoded",
    "datetime": "return value.isoformat()",
    "date": "return value.isoformat()",
    "ndarray": "return value.tolist()",
    "Match": "return its start() and end()",
}


class NotJsonError(Exception):
    """Something in a result is not plain JSON or a span is not true."""


class JsonFault(NamedTuple):
    """Where a result is wrong, what is there, and what is wanted."""

    pointer: str
    found: str
    wanted: str
    #: True where the value is fine but its span does not lead to its text.
    span: bool = False


def to_json(value: Any, text: str) -> Any:
    """
    Return ``value`` as plain JSON, checked against ``text``.

    Raises NotPlainError; ``explain`` says what it was.
    """
    try:
        made = _copied(value, text)
        orjson.dumps(made)  # finds lone surrogates, huge integers, keys that are no strings
    except (NotJsonError, RecursionError, orjson.JSONEncodeError) as error:
        raise NotJsonError from error
    return made


def to_json_items(items: list[Any], text: str) -> list[Any]:
    """
    Return ``items`` as plain JSON, checked against ``text``; raises NotPlainError.

    A list of the engine's own gives its items up for their copies, some at a time, so that a
    million items are never there twice. ``json_of`` finds what this does not.
    """
    made = items if type(items) is Collected else list(items)
    try:
        for at in range(0, len(made), PIECE):
            made[at : at + PIECE] = _copies(made[at : at + PIECE], text)
    except RecursionError as error:
        raise NotJsonError from error
    return list(made)


def json_of(items: list[Any]) -> list[bytes]:
    """Return ``items`` as lists in JSON, some at a time; raises NotPlainError."""
    try:
        return pieces_of(items)  # finds lone surrogates, huge integers, keys that are no strings
    except orjson.JSONEncodeError as error:
        raise NotJsonError from error


def _copies(values: list[Any], text: str) -> list[Any]:
    """Return copies of ``values``, a list of ours; most lists are of dicts, or of scalars."""
    kinds = set(map(type, values))
    if kinds <= _SCALARS:
        return values
    if kinds == _ONLY_DICTS:
        return _copied_dicts(values, text)
    return [_copied(value, text) for value in values]


def _copied(value: Any, text: str) -> Any:
    kind = type(value)
    if kind in _DICTS:
        return _copied_dicts((value,), text)[0]
    if kind in _LISTS:
        return _copies(list(value), text)
    return value if kind in _SCALARS else _finite(value)


def _copied_dicts(values: Iterable[Mapping[Any, Any]], text: str) -> list[dict[Any, Any]]:
    """Return copies of dicts, looked at together: few have more than scalars in them."""
    made: list[dict[Any, Any]] = list(map(dict, values))
    if not _SCALARS.issuperset(map(type, chain.from_iterable(map(dict.values, made)))):
        for one in made:
            _copy_within(one, text)
    size = len(text)
    for one in made:
        if "start" in one and not _span_is_true(one, text, size):
            raise NotJsonError
    return made


def _copy_within(made: dict[Any, Any], text: str) -> None:
    """Put copies in the place of what is no scalar."""
    for key, inner in made.items():
        kind = type(inner)
        if kind is float:
            _finite(inner)
        elif kind not in _SCALARS:
            made[key] = _copied(inner, text)


def _finite(value: Any) -> float:
    if type(value) is float and isfinite(value):
        return value
    raise NotJsonError


def _span_is_true(item: dict[str, Any], text: str, size: int) -> bool:
    start, end = item["start"], item.get("end")
    if type(start) is not int or type(end) is not int:
        return True  # no span of ours: the schema judges it
    if not 0 <= start <= end <= size:
        return False
    stated = item.get("text")
    return stated is None or text[start:end] == stated


def explain(value: Any, text: str) -> JsonFault:
    """Return the first fault of ``value`` in reading order."""
    found = _explain(value, text, "", 0)
    return found or JsonFault("", "a value that is not JSON", "return plain JSON values")


def _explain(value: Any, text: str, pointer: str, depth: int) -> JsonFault | None:
    if depth > _DEEPEST:
        return JsonFault(
            pointer[:100], f"nested deeper than {_DEEPEST}, or contains itself", "return flat items"
        )
    if isinstance(value, Mapping) and type(value) in _DICTS:
        return _mapping_fault(value, text, pointer, depth)
    if type(value) in _LISTS:
        inner = (_explain(v, text, f"{pointer}/{at}", depth + 1) for at, v in enumerate(value))
        return next((found for found in inner if found), None)
    return _scalar_fault(value, pointer)


def _mapping_fault(
    value: Mapping[Any, Any], text: str, pointer: str, depth: int
) -> JsonFault | None:
    for key, inner in value.items():
        if type(key) is not str:
            return JsonFault(pointer, f"a dict with the key {shown(key)}", "use strings as keys")
        found = _explain(inner, text, f"{pointer}/{pointed(key)}", depth + 1)
        if found:
            return found
    if "start" in value and not _span_is_true(dict(value), text, len(text)):
        return _span_fault(value, text, pointer)
    return None


def _span_fault(value: Mapping[Any, Any], text: str, pointer: str) -> JsonFault:
    start, end = value["start"], value["end"]
    if not 0 <= start <= end <= len(text):
        return JsonFault(
            pointer,
            f"has the span {start}..{end}",
            f"the text has {len(text)} characters; wanted 0 <= start <= end <= {len(text)}",
            span=True,
        )
    return JsonFault(
        pointer,
        f"says {shown(value.get('text'))}, but text[{start}:{end}] is {shown(text[start:end])}",
        "return the text that is at the span",
        span=True,
    )


def _scalar_fault(value: Any, pointer: str) -> JsonFault | None:
    name = type(value).__name__
    if type(value) is float:
        wanted = "JSON has no such number; return None"
        return None if isfinite(value) else JsonFault(pointer, f"{value}", wanted)
    if type(value) is int and not -(2**63) <= value < 2**64:
        return JsonFault(pointer, "an integer of more than 64 bits", "return it as a string")
    if type(value) is str:
        return _surrogate_fault(value, pointer)
    if type(value) in _SCALARS:
        return None
    if type(value) is Rejected:
        found = f"rejected by the stage itself: {shown(value.reason, 300)}"
        return JsonFault(pointer, found, "write `invalid: reject` beside it to go on without")
    instead = _INSTEAD.get(name, "return str, int, float, bool, None, list or dict")
    return JsonFault(
        pointer, f"a {type(value).__module__}.{name}".replace("builtins.", ""), instead
    )


def _surrogate_fault(value: str, pointer: str) -> JsonFault | None:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        return JsonFault(
            pointer,
            f"text with a lone surrogate at {error.start}",
            "it cannot be written to a file; slice text only between whole characters",
        )
    return None
