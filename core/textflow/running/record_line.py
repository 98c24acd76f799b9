"""Write one record as one line of JSON that every reader cuts at the same outputs."""

from typing import Any

import orjson

#: Line ends to some readers, such as ``str.splitlines``, though not to JSON; each behind its last
#: byte, which is found faster and is in few lines.
_LINE_ENDS = tuple(
    (end.encode()[-1:], end.encode(), escaped)
    for end, escaped in (
        ("\u0085", b"\\u0085"),
        ("\u2028", b"\\u2028"),
        ("\u2029", b"\\u2029"),
    )
)


def record_line(record: dict[str, Any]) -> bytes:
    r"""
    Return ``record`` as a line of UTF-8, keys in their order.

    The engine has seen to it that no number is NaN or infinite, which orjson would
    write as null.

    >>> record_line({"text": "a\u2028b"})
    b'{"text":"a\\u2028b"}\n'
    """
    return _cut_alike(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))


def json_fields(fields: dict[str, Any]) -> bytes:
    r"""
    Return ``fields`` as they are within such a line, without the braces around them.

    >>> json_fields({"run": "3f9c2a71b04e"})
    b'"run":"3f9c2a71b04e"'
    """
    return _cut_alike(orjson.dumps(fields)[1:-1])


def _cut_alike(line: bytes) -> bytes:
    """Return ``line`` with what some readers take for its end written as an escape."""
    for last, found, escaped in () if line.isascii() else _LINE_ENDS:
        if last in line and found in line:
            line = line.replace(found, escaped)
    return line
