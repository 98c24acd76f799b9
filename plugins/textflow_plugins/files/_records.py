"""Write one record as one line of JSON that every reader cuts at the same places."""

import json
from typing import Any

import orjson

#: Line ends to some readers, such as ``str.splitlines``, though not to JSON.
_LINE_ENDS = (
    ("\u0085".encode(), b"\\u0085"),
    ("\u2028".encode(), b"\\u2028"),
    ("\u2029".encode(), b"\\u2029"),
)


def encode_record(record: dict[str, Any]) -> bytes:
    r"""
    Return ``record`` as a line of UTF-8, keys in their order; raise where JSON cannot say it.

    >>> encode_record({"text": "a\u2028b"})
    b'{"text":"a\\u2028b"}\n'
    """
    line = orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)
    if b"null" in line:  # orjson writes NaN and Infinity as null; the standard library refuses
        json.dumps(record, allow_nan=False)
    for found, escaped in _LINE_ENDS:
        if found in line:
            line = line.replace(found, escaped)
    return line
