"""How found things are shown to people: short, on one line, harmless to a terminal."""

import difflib
import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from textflow.masking import masked, masked_start

_LONGEST = 80


@cache
def _unsafe() -> re.Pattern[str]:
    """
    Find control characters but tab and line feed, bidirectional controls, and what nobody sees.

    They could move a cursor or hide text: zero-width and other format characters.
    """
    return re.compile(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
        "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"
    )


def safe(text: str) -> str:
    r"""
    Return ``text`` without secrets, every character escaped that a terminal might obey.

    >>> safe("\x1b[31mred\u202e")
    '\\x1b[31mred\\u202e'
    """
    return _unsafe().sub(lambda found: ascii(found.group())[1:-1], masked(text))


def safe_json(text: str) -> str:
    r"""
    Return JSON as it may be shown on a terminal; it says the same.

    >>> safe_json('"a\u202eb"')
    '"a\\u202eb"'
    """
    return _unsafe().sub(lambda found: json.dumps(found.group())[1:-1], text)


def shown(value: object, longest: int = _LONGEST) -> str:
    """Return ``repr(value)``, cut in the middle of a screen line, whatever its class does."""
    try:
        if isinstance(value, str):
            value = masked_start(value, longest + 1)
        elif isinstance(value, bytes):
            value = value[: longest + 1]
        text = safe(str.__str__(repr(value)))
    except BaseException:  # noqa: BLE001 - it may be a plugin's and do anything
        return f"a {type_name(value)}"
    return text if len(text) <= longest else text[: longest - 4] + " ..."


def cut(text: str, longest: int = 300) -> str:
    """Return ``text`` made safe and no longer than ``longest`` characters."""
    text = safe(masked_start(text, longest + 1)).replace("\n", " ")
    return text if len(text) <= longest else text[: longest - 4] + " ..."


def pointed(key: str) -> str:
    """
    Return ``key`` as a step of a JSON pointer, short and harmless.

    >>> pointed("a/b")
    'a~1b'
    """
    return cut(key, 60).replace("~", "~0").replace("/", "~1")


def raised(error: BaseException) -> str:
    """
    Return type and message of an exception, whatever its ``__str__`` does.

    >>> raised(ValueError("no such day"))
    'ValueError: no such day'
    """
    kind = type_name(error)
    try:
        message = str.__str__(str(error))  # what a subclass of str overrides has no say
    except BaseException:  # noqa: BLE001 - it is a plugin's exception and may do anything
        message = "(its message cannot be read)"
    return f"{kind}: {cut(message)}" if message else kind


def type_name(value: object) -> str:
    """
    Return the name of the type of ``value``, whatever its class claims to be.

    >>> type_name(3)
    'int'
    """
    name: str = type.__dict__["__name__"].__get__(type(value))
    return cut(name, 60)


def from_here(path: Path) -> str:
    """
    Return ``path`` as it is seen from the working directory, where it is below that.

    >>> from_here(Path.cwd() / "out" / "news.jsonl")
    'out/news.jsonl'
    """
    try:
        whole, here = path.absolute(), Path.cwd()
    except FileNotFoundError:  # the working directory is gone
        return str(path)
    return whole.relative_to(here).as_posix() if whole.is_relative_to(here) else str(whole)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """
    Return a sentence that offers the nearest known words, or an empty string.

    >>> did_you_mean("sumarise", ["segment", "summarise"])
    "; did you mean 'summarise'?"
    """
    near = difflib.get_close_matches(word[:100], sorted(known), n=1, cutoff=0.6)
    return f"; did you mean {near[0]!r}?" if near else ""


def listed(words: Iterable[str]) -> str:
    """Return ``words`` sorted, as an English list of quoted names."""
    return ", ".join(shown(word) for word in sorted(words)) or "none"
