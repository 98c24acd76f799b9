"""What may stand straight after digits: a fraction, a power of ten, an uncertainty."""

import re
from decimal import Decimal

from textflow_plugins.amounts.digits import CONTEXT
from textflow_plugins.amounts.language import VULGAR
from textflow_plugins.amounts.number_builder import ENDLESS, quotient, vulgar
from textflow_plugins.languages import late

_MINUS = "-\N{MINUS SIGN}"
_VULGAR = late(rf"[ \xa0\-]?([{VULGAR}])")
#: 7-1/4, 10 1/2, 3 / 4; no date (3/4/2019) and no decimal.
_SLASH = late(
    r"(?:(?:[ \xa0]{1,2}|-)(\d{1,4}))?[ ]?[/\N{FRACTION SLASH}][ ]?(\d{1,4})(?![\d/]|[.,]\d)"
)
_POWER = late(
    rf"[ ]?[x\xd7][ ]?(?P<base>\d{{1,3}})\^?(?P<exponent>[{_MINUS}+]?\d{{1,3}})(?!\d)"
    r"|e(?P<tens>[-+]?\d{1,3})(?!\w)|\^(?P<own>[-+]?\d{1,2})(?!\d)"
)
_UNCERTAIN = late(r"[ ]?(?:\xb1|\+/-)[ ]?\d+(?:\.\d+)?")


def _powered(value: Decimal, power: re.Match[str]) -> Decimal:
    if power["own"]:
        return ENDLESS.plus(CONTEXT.power(value, Decimal(power["own"])))
    exponent = (power["exponent"] or power["tens"]).replace("\N{MINUS SIGN}", "-")
    factor = CONTEXT.power(Decimal(power["base"] or "10"), Decimal(exponent))
    return CONTEXT.multiply(value, factor)


def _slashed(value: Decimal, slash: re.Match[str]) -> Decimal:
    part = quotient(Decimal(slash[1] or value), Decimal(slash[2]))
    return CONTEXT.add(value, part) if slash[1] else part


def completed(text: str, end: int, value: Decimal) -> tuple[Decimal, int]:
    """
    Return the value of the digits that end at ``end`` with what completes them, and its end.

    >>> completed("7-1/4 per cent", 1, Decimal(7))
    (Decimal('7.25'), 5)
    """
    if after := _VULGAR.match(text, end):
        return CONTEXT.add(value, vulgar(after[1])), after.end()
    if power := _POWER.match(text, end):
        return _powered(value, power), power.end()
    slash = _SLASH.match(text, end)
    if slash and int(slash[2]) and value == value.to_integral_value():
        return _slashed(value, slash), slash.end()
    if uncertain := _UNCERTAIN.match(text, end):
        return value, uncertain.end()
    return value, end
