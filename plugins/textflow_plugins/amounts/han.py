"""Read numbers in Chinese characters, as Chinese and Japanese write them: 三万五千."""

import re
from decimal import Decimal

_DIGITS = dict(zip("〇零一二三四五六七八九两兩", (0, 0, *range(1, 10), 2, 2), strict=True))
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_ALL = "".join((*_DIGITS, *_TENS, *_MYRIADS))
#: A run of such characters, with decimals.
HAN = rf"[{_ALL}]{{1,24}}(?:[点點][{''.join(_DIGITS)}]{{1,12}})?"
#: Before or within a number they say that nobody counted, that it is a rank, or that it goes on.
_INEXACT = re.compile(rf"[\d{_ALL}数數几幾何上成第]\Z")
#: A ten may stand without the one before it.
_OPENING = "十"
_SEVERAL = 2


def han_value(run: str, opening: str = "") -> Decimal | None:
    """
    Return the value of a run of characters, None where it is a year or begins within a number.

    ``opening`` are the characters that, beside ten, may stand without a one before them.

    >>> han_value("三万五千"), han_value("十二"), han_value("三点五"), han_value("二〇二六")
    (Decimal('35000'), Decimal('12'), Decimal('3.5'), None)
    """
    whole, _, places = run.replace("點", "点").partition("点")
    spelt = "".join(str(_DIGITS[digit]) for digit in places)
    named = whole[:1] in _DIGITS or whole[:1] in f"{_OPENING}{opening}"
    count = _count(whole) if named else None
    return None if count is None else Decimal(f"{count}.{spelt}" if spelt else count)


def _count(run: str) -> int | None:
    """Return the whole number that a run means, None where two digits stand side by side."""
    unit = max(run, key=_unit, default="")
    if not _unit(unit):
        digits = run.lstrip("零〇")
        return _DIGITS.get(digits, 0) if len(digits) < _SEVERAL else None
    before, _, after = run.rpartition(unit)
    many, rest = _count(before), _count(after)
    if many is None or rest is None or rest >= _unit(unit):
        return None
    return (many or 1) * _unit(unit) + rest


def _unit(letter: str) -> int:
    """Return what a character multiplies by, 0 for a digit."""
    return _TENS.get(letter) or _MYRIADS.get(letter, 0)


def is_inexact(before: str) -> bool:
    """
    Return whether the text before a number leaves it without a value: several ten thousand.

    >>> is_inexact("数"), is_inexact("约")
    (True, False)
    """
    return _INEXACT.search(before) is not None
