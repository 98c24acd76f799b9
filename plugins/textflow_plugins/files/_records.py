"""Write one record as one line of JSON that every reader cuts at the same places."""

import math
from collections.abc import Iterable
from typing import Any

import orjson

#: Line ends to some readers, such as ``str.splitlines``, though not to JSON.
_LINE_ENDS = (
    ("\u0085".encode(), b"\\u0085"),
    ("\u2028".encode(), b"\\u2028"),
    ("\u2029".encode(), b"\\u2029"),
)

_NESTED = (dict, list, tuple)


def encode_record(record: dict[str, Any]) -> bytes:
    r"""
    Return ``record`` as a line of UTF-8, keys in their order; raise where JSON cannot say it.

    >>> encode_record({"text": "a\u2028b"})
    b'{"text":"a\\u2028b"}\n'
    """
    line = orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)
    if b"null" in line and not _all_finite(record):  # orjson writes NaN and Infinity as null
        message = "the record holds NaN or Infinity, which JSON cannot say"
        raise ValueError(message)
    for found, escaped in _LINE_ENDS:
        if found in line:
            line = line.replace(found, escaped)
    return line


def _all_finite(record: dict[str, Any]) -> bool:
    """Tell whether no number is NaN or Infinity; a loop, since it runs for every record."""
    rows: list[Any] = [record]
    while rows:
        for value in _inside(rows.pop()):
            if isinstance(value, float) and not math.isfinite(value):
                return False
            if isinstance(value, _NESTED):
                rows.append(value)
    return True


def _inside(row: dict[str, Any] | list[Any] | tuple[Any, ...]) -> Iterable[Any]:
    return row.values() if isinstance(row, dict) else row
