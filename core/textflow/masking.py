"""
Secrets never show: each is replaced by the reference that it came from.

This is the one place that knows them, and ``textflow.wording`` asks it before
anything is said. A long value is replaced wherever it occurs. A short one, such as
``en``, occurs in half of all sentences, so it is replaced only where it is a word
of its own, and one of three characters or fewer only between quotation marks.
"""

import json
import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

import attrs

#: A value of so many characters is replaced wherever it occurs.
_LONG = 8
#: One of so many where no letter or digit touches it.
_WORD = 4


@attrs.define(eq=False, repr=False)
class _Known:
    """Every secret of this process: each pipeline adds to them, none is forgotten."""

    #: Value, in every way in which it may be written, to ``${env:NAME}``.
    names: dict[str, str] = attrs.field(factory=dict[str, str])
    pattern: re.Pattern[str] | None = None
    longest: int = 0


_KNOWN = _Known()


def hide(secrets: Mapping[str, str]) -> None:
    """Replace these values, by the name of their environment variable, from now on."""
    for name, value in secrets.items():
        _KNOWN.names |= dict.fromkeys(filter(None, _forms(value)), f"${{env:{name}}}")
    longest_first = sorted(_KNOWN.names, key=lambda value: (-len(value), value))
    _KNOWN.pattern = re.compile("|".join(map(_pattern, longest_first))) if longest_first else None
    _KNOWN.longest = max(map(len, longest_first), default=0)


def forget() -> None:
    """Forget every secret: for tests, whose secrets are words of other tests."""
    _KNOWN.names.clear()
    hide({})


def masked(text: str) -> str:
    """
    Return ``text`` with every secret replaced by the reference that it came from.

    >>> hide({"API_KEY": "sesame-4711"})
    >>> masked("401 for key sesame-4711")
    '401 for key ${env:API_KEY}'
    >>> forget()
    """
    if _KNOWN.pattern is None:
        return text
    return _KNOWN.pattern.sub(lambda found: _KNOWN.names[found.group()], text)


def masked_start(text: str, size: int) -> str:
    """Return the first ``size`` characters of the masked ``text``, however long it is."""
    return masked(text[: size + _KNOWN.longest])[:size]


def _forms(value: str) -> Iterator[str]:
    """Yield ``value`` as messages may write it."""
    yield value
    yield repr(value)[1:-1]
    yield json.dumps(value)[1:-1]
    yield quote(value, safe="")


def _pattern(value: str) -> str:
    if len(value) >= _LONG:
        return re.escape(value)
    if len(value) >= _WORD:
        return rf"(?<!\w){re.escape(value)}(?!\w)"
    return rf"(?<=['\"`]){re.escape(value)}(?=['\"`])"
