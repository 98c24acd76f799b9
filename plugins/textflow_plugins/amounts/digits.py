"""Numbers in digits: which marks group and which one is the decimal mark."""

import re
from decimal import Context, Decimal
from functools import cache
from typing import NamedTuple

from textflow_plugins.amounts.tries import locked

#: Long enough for any number that we report. What cannot be reckoned becomes NaN, never an error.
CONTEXT = Context(prec=1000, traps=[])
#: A number with more digits before or after the point has the value None.
LONGEST = 400
_SPACE = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"
_APOSTROPHE = "'\N{RIGHT SINGLE QUOTATION MARK}"

_PARTS = locked("parts", rf"(?: [.,{_APOSTROPHE}] \d+ )*")
#: A run of digits and of the marks that may belong to it.
RUN = rf"""
    (?: \d{{1,3}} (?: [{_SPACE}] \d{{3}} )+ (?! \d ) (?: [.,] \d+ )?  # 1 234 567,89
      | \d+ {_PARTS} )
    # $119. 95 and 130, 38 at the end of a text, 4 . 8 % anywhere
    (?: [ ] \. [ ] \d\d? (?= [ ]?% ) | [ ]? \. [ ] \d\d (?= \s?\Z )
      | , [ ] \d\d (?= \s?\Z | [ ](?:z|€) ) )?
"""


@cache  # there are two decimal marks
def _shapes(point: str) -> re.Pattern[str]:
    """Find a number whose decimal mark is ``point``, and its parts."""
    group, point = re.escape("." if point == "," else ","), re.escape(point)
    return re.compile(
        rf"""
    \d+
  | (?! 0 {group} \d{{3}} \Z )  # no group begins with nothing: 0,246
    (?P<grouped> \d{{1,3}} (?: {group} \d{{3}} )+ ) (?: {point} (?P<rest1> \d+ ) )?
  | (?P<indian> \d{{1,2}} (?: {group} \d{{2}} )+ {group} \d{{3}} ) (?: {point} (?P<rest2> \d+ ) )?
  | (?P<spaced> \d{{1,3}} (?: [{_SPACE}{_APOSTROPHE}] \d{{3}} )+ ) (?: [.,] (?P<rest3> \d+ ) )?
  | (?P<other> \d{{1,3}} (?: {point} \d{{3}} )+ ) {group} (?P<rest4> \d+ )
  | (?P<thousands> \d{{1,3}} (?: {point} \d{{3}} ){{2,}} )
  | (?P<whole> \d+ ) [ ]? {point} [ ]? (?P<rest5> \d+ )
  | (?P<comma> \d+ ) [ ]? {group} [ ]?
    (?P<rest6> \d{{1,2}} | \d{{4,}} | (?<= 0 {group} ) \d{{3}} )
    """,
        re.VERBOSE,
    )


_PIECE = re.compile(r"\d+")
_NO_DIGIT = re.compile(r"\D+")
#: Digits that are grouped together: thousands.
_GROUP = 3


class Digits(NamedTuple):
    """A number in digits."""

    #: None where it is too long to be reported.
    value: Decimal | None
    #: How many characters of the run belong to it.
    length: int
    #: Read as a decimal fraction of three digits, which may group thousands after all: 12.500.
    doubtful: bool = False


def _decimal(whole: str, fraction: str) -> Decimal | None:
    if len(whole) > LONGEST or len(fraction) > LONGEST:
        return None
    return Decimal(f"{whole}.{fraction}" if fraction else whole)


def read_digits(run: str, point: str) -> Digits | None:
    """
    Read a run of digits and marks where ``point`` is the decimal mark of the language.

    What can only be read one way is read so, whatever the language. A list
    (22,24,26) gives its first number; a version, a date or an address None.

    >>> read_digits("1.234,5", ".").value, read_digits("1.234", ",").value
    (Decimal('1234.5'), Decimal('1234'))
    """
    shape = _shapes(point).fullmatch(run)
    if shape is None:
        return _first_listed(run)
    last = shape.lastgroup
    if last is None:
        return Digits(_decimal(run, ""), len(run))
    fraction = shape[last] if last.startswith("rest") else ""
    whole = _NO_DIGIT.sub("", run[: shape.start(last)] if fraction else run)
    doubtful = last == "rest5" and _may_group(whole, fraction)
    return Digits(_decimal(whole, fraction), len(run), doubtful)


def _first_listed(run: str) -> Digits | None:
    """Return the first number of a list: 22,24,26; None of a version, a date or an address."""
    piece = _PIECE.match(run)
    if piece is None or "." in run:
        return None
    return Digits(_decimal(piece[0], ""), piece.end())


def _may_group(whole: str, fraction: str) -> bool:
    """Return whether the point between two runs of digits may group thousands: 12.500."""
    return len(fraction) == _GROUP and len(whole) <= _GROUP and whole != "0"
