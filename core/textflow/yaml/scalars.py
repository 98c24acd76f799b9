"""What an unquoted YAML value means: the core schema of YAML 1.2."""

import math
import re

Scalar = str | int | float | bool | None

MAX_DIGITS = 4_000
_FIRST_TOO_LONG = 10**MAX_DIGITS

_CONSTANTS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGERS = (
    (re.compile("[-+]?[0-9]+"), 10),  # 010 is ten, not the eight of YAML 1.1
    (re.compile("0o[0-7]+"), 8),
    (re.compile("0x[0-9a-fA-F]+"), 16),
)
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NO_NUMBER = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


class ScalarError(ValueError):
    """An unquoted value is a number that JSON cannot keep; the message says what to do."""


def _integer(text: str, base: int) -> int:
    _check_digits(len(text.lstrip("+-")))
    value = int(text, base)
    _check_digits(MAX_DIGITS + (abs(value) >= _FIRST_TOO_LONG))
    return value


def _check_digits(digits: int) -> None:
    if digits > MAX_DIGITS:
        message = f"this number has more than {MAX_DIGITS:,} digits: put it in quotes if it is text"
        raise ScalarError(message)


def _float(text: str) -> float:
    _check_digits(len(text))
    value = float(text)
    if math.isinf(value):
        message = "this number is too large (1.8e308 at most): put it in quotes if it is text"
        raise ScalarError(message)
    return value


def read_scalar(text: str) -> Scalar:
    """
    Return what an unquoted value means.

    >>> [read_scalar(text) for text in ("no", "12:30", "010", "0x1F", "1e3", "1_000", "~")]
    ['no', '12:30', 10, 31, 1000.0, '1_000', None]
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _NO_NUMBER.fullmatch(text):
        message = f"{text} is not a number that can be saved: write a number, or put it in quotes"
        raise ScalarError(message)
    for pattern, base in _INTEGERS:
        if pattern.fullmatch(text):
            return _integer(text, base)
    return _float(text) if _FLOAT.fullmatch(text) else text
