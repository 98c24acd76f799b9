"""
Bring what a stage returns to plain JSON, and check that every span is true.

The quick walk copies and checks in one go and says only *that* something is
wrong; ``explain`` then walks again, slowly, and says where and what to do.
"""

from collections.abc import Callable, Mapping, Sequence
from math import isfinite
from types import MappingProxyType
from typing import Any, NamedTuple

import orjson

from textflow.document import FrozenList, Rejected
from textflow.running.collecting import Collected, bytes_of
from textflow.wording import pointed, shown

_SCALARS = frozenset({str, int, bool, type(None)})
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


def json_copier(text: str) -> Callable[[Any], Any]:
    """
    Return a function that copies a value as plain JSON whose spans are true in ``text``.

    Raises NotPlainError.
    """
    size = len(text)

    def copy(value: Any) -> Any:
        kind = type(value)
        if kind in _DICTS:
            made = dict(value)
            for key in _beyond_scalars(made):
                made[key] = copy(made[key])
            if "start" in made and not _span_is_true(made, text, size):
                raise NotJsonError
            return made
        if kind in _LISTS:
            are_scalars = _SCALARS.issuperset(map(type, value))
            return list(value if are_scalars else map(copy, value))
        return value if kind in _SCALARS else _finite(value)

    return copy


def _beyond_scalars(value: dict[Any, Any]) -> Sequence[Any]:
    """Return the keys behind which there is more than a scalar: none, most often."""
    if _SCALARS.issuperset(map(type, value.values())):
        return ()
    return [key for key, inner in value.items() if type(inner) not in _SCALARS]


def _finite(value: Any) -> float:
    if type(value) is float and isfinite(value):
        return value
    raise NotJsonError


def to_json(value: Any, text: str) -> Any:
    """
    Return ``value`` as plain JSON, checked against ``text``.

    Raises NotPlainError; ``explain`` says what it was.
    """
    try:
        made = json_copier(text)(value)
        orjson.dumps(made)  # finds lone surrogates, huge integers, keys that are no strings
    except (NotJsonError, RecursionError, orjson.JSONEncodeError) as error:
        raise NotJsonError from error
    return made


def to_json_items(items: list[Any], text: str) -> list[Any]:
    """
    Return ``items`` as plain JSON, checked against ``text``; raises NotPlainError.

    A list of the engine's own gives each item up for its copy, so that a million items are
    never there twice. ``json_bytes`` finds what this does not.
    """
    made = items if type(items) is Collected else list(items)
    copy = json_copier(text)
    try:
        for at, item in enumerate(made):
            made[at] = copy(item)
    except RecursionError as error:
        raise NotJsonError from error
    return list(made)


def json_bytes(items: list[Any]) -> int:
    """Return how many bytes of JSON ``items`` are; raises NotPlainError."""
    try:
        return bytes_of(items)  # finds lone surrogates, huge integers, keys that are no strings
    except orjson.JSONEncodeError as error:
        raise NotJsonError from error


def _span_is_true(item: dict[str, Any], text: str, size: int) -> bool:
    start, end = item.get("start"), item.get("end")
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
    if not _span_is_true(dict(value), text, len(text)):
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
