"""Find the amounts of a text."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import attrs

from textflow_plugins.amounts.candidates import Candidate, CandidateReader
from textflow_plugins.amounts.digits import CONTEXT, LONGEST
from textflow_plugins.amounts.language import decimal_mark, known_tag, lexicon
from textflow_plugins.amounts.minor_units import MinorUnits
from textflow_plugins.amounts.modifiers import Bound, Direction, Modifiers, modifier_reader
from textflow_plugins.amounts.number_builder import Shape
from textflow_plugins.amounts.prices import LONGEST as LONGEST_TAG
from textflow_plugins.amounts.prices import price
from textflow_plugins.amounts.ranges import range_reader
from textflow_plugins.amounts.screening import screen
from textflow_plugins.amounts.signs import bracketed

_MARKS = {"point": ".", "comma": ","}
_LONGEST_SIGN = 9


class Amount(NamedTuple):
    """A sum, a percentage, a number or a quantity and where the text states it."""

    start: int
    end: int
    kind: str
    #: Exact digits; None where the words name no number, or a range.
    value: str | None = None
    low: str | None = None
    high: str | None = None
    currency: str | None = None
    unit: str | None = None
    #: What a sum or a percentage is per: week, tonne.
    per: str | None = None
    approx: bool = False
    bound: Bound | None = None
    direction: Direction | None = None


#: What is said of an amount.
FIELDS = Amount._fields


@attrs.frozen
class Settings:
    """How a text is to be read."""

    kinds: Sequence[str] = ("money", "percent")
    #: Sign or name to ISO code.
    currency: Mapping[str, str] = attrs.field(factory=dict[str, str])
    #: BCP 47.
    language: str = "en"
    #: ``auto``, ``point`` or ``comma``.
    number_format: str = "auto"

    def point(self) -> str:
        """Return the decimal mark."""
        return _MARKS.get(self.number_format) or decimal_mark(self.language)


def plain(value: Decimal | None) -> str | None:
    """
    Write a value as digits, without exponent or idle zeros; None where it is too long.

    >>> plain(Decimal("1.50E+3")), plain(Decimal("-0.50")), plain(Decimal("1E+999999"))
    ('1500', '-0.5', None)
    """
    if value is None or not value.is_finite() or abs(value.adjusted()) >= LONGEST:
        return "0" if value == 0 else None
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    whole, _, fraction = text.lstrip("-").partition(".")
    if max(len(whole), len(fraction)) > LONGEST:
        return None
    return "0" if text == "-0" else text


#: Marks of other scripts, and marks of direction, which are read as spaces.
_PERCENT_SIGNS = dict.fromkeys("\u066a\ufe6a\uff05", "%")
_DIRECTIONS = dict.fromkeys("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e", "\xa0")
_WIDE = {"\uff0c": ",", "\uff0e": ".", "\uff0d": "-", "\u060c": ","}
_FOREIGN = (*_PERCENT_SIGNS, *_DIRECTIONS, *_WIDE, "\u066b", "\u066c")


def fold(text: str, point: str = ".") -> str:
    """
    Return ``text`` in small letters, character by character, so that offsets stay.

    Marks of other scripts become those that numbers are read with, where ``point`` is the
    decimal mark.

    >>> fold("1\u066c234\u066b5 \u066a", ",")
    '1.234,5 %'
    """
    low = _lower(text)
    if low.isascii() or not any(mark in low for mark in _FOREIGN):
        return low
    group = "," if point == "." else "."
    marks = {"\u066b": point, "\u066c": group}
    table = _PERCENT_SIGNS | _DIRECTIONS | _WIDE | marks
    return low.translate({ord(mark): read for mark, read in table.items()})


def _lower(text: str) -> str:
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(letter.lower()[0] for letter in text)  # I with a dot: i


class _Finder:
    """Goes through one text from number to number."""

    def __init__(self, text: str, settings: Settings) -> None:
        self.low, self.kinds = fold(text, settings.point()), frozenset(settings.kinds)
        self.counting = bool({"number", "quantity"} & self.kinds)
        tag = known_tag(settings.language)
        self.words, self.ranges, self.modifiers = (
            lexicon(tag),
            range_reader(tag),
            modifier_reader(tag),
        )
        #: In a longer text, a number needs a neighbour to be money.
        screening = not self.counting and len(text) > LONGEST_TAG
        self.screen = screen(tag) if screening else None
        self.reader = CandidateReader(
            text, self.low, self.words, point=settings.point(), currency=settings.currency
        )
        self.minor = MinorUnits(self.reader)

    def amounts(self) -> Iterator[Amount]:
        """Yield the amounts of the kinds asked for, in order."""
        at = used = 0
        scan = self.words.scan_ascii if self.low.isascii() else self.words.scan
        while seen := scan.search(self.low, at):
            start, at = seen.span()
            if self.screen and self.screen.idle(self.low, start, at):
                continue
            found = self.reader.numerals.seen(start)
            if found is None:
                continue
            candidate = self._candidate(found, used)
            if candidate is None:
                at = found.end()
                continue
            amount, used = self._amount(candidate)
            at = max(used, start + 1)
            if amount is not None:
                yield amount

    def _candidate(self, found: re.Match[str], used: int) -> Candidate | None:
        """Return the amount whose number ``found`` begins, with its cents."""
        candidate = self.reader.read(found, used)
        return self.minor.added(candidate) if candidate else None

    def _amount(self, candidate: Candidate) -> tuple[Amount | None, int]:
        """Return the amount that a candidate, alone or with its neighbour, makes; and its end."""
        measured = self._measured(candidate)
        known = measured or candidate
        amount = self._joined(known) or self._alone(measured)
        used = (amount or known).end
        return amount if amount and amount.kind in self.kinds else None, used

    def _measured(self, candidate: Candidate, *, joined: bool = False) -> Candidate | None:
        if candidate.kind != "number":
            return candidate
        return self.reader.measured(candidate, joined=joined) if self.counting else None

    def _alone(self, of: Candidate | None) -> Amount | None:
        """Return the amount that a candidate makes without a neighbour, if it is asked for."""
        return self._single(of) if of is not None and of.kind in self.kinds else None

    def _single(self, of: Candidate) -> Amount:
        said = self.modifiers.around(self.low, of.start, of.end)
        if of.numeral.shape is Shape.VAGUE:
            said = said._replace(approx=True)
        start, end, value = of.start, of.end, of.value
        if of.kind in ("money", "percent") and bracketed(self.low, start, end):
            start, end, value = start - 1, end + 1, value and CONTEXT.minus(value)
        return _amount(of, said, start=start, end=end, value=plain(value), per=self._per(of, end))

    def _per(self, of: Candidate, end: int) -> str | None:
        return self.reader.units.rate(end) if of.kind in ("money", "percent") else None

    def _joined(self, first: Candidate) -> Amount | None:
        if first.numeral.suffix is not None and first.kind == "number":
            first = self._multiplied(first, first.numeral.suffix)
        joint = self.ranges.joint.match(self.low, first.end) if first.value is not None else None
        second = self._second(first, joint) if joint else None
        both = self.ranges.joined(self.low, first, second, joint) if second and joint else None
        if both is None:
            return None
        said = self.modifiers.around(self.low, both.start, both.end)
        low, high = plain(both.low), plain(both.high)
        per = self._per(both.of, both.end)
        return _amount(both.of, said, start=both.start, end=both.end, low=low, high=high, per=per)

    def _multiplied(self, first: Candidate, suffix: Decimal) -> Candidate:
        """Return a bare number with the letters behind it, if a range goes on: 8k-12k dollars."""
        numeral = first.numeral
        if first.value is None or first.end == numeral.suffix_end:
            return first
        if not self.ranges.joint.match(self.low, numeral.suffix_end):
            return first
        value = CONTEXT.multiply(first.value, suffix)
        return first._replace(value=value, end=numeral.suffix_end)

    def _second(self, first: Candidate, joint: re.Match[str]) -> Candidate | None:
        """Return the amount that begins right behind ``joint``."""
        found = self._near(joint.end())
        second = self._candidate(found, joint.end()) if found else None
        if second is None or second.start != joint.end():
            return None
        if first.kind in ("number", "quantity"):
            return self._measured(second, joined=True) or second
        return second

    def _near(self, at: int) -> re.Match[str] | None:
        """Return the number that begins at ``at`` or, behind a sign, just after it."""
        seen = self.words.scan.search(self.low, at, at + _LONGEST_SIGN)
        return self.reader.numerals.seen(seen.start()) if seen else None


def _amount(of: Candidate, said: Modifiers, **found: Any) -> Amount:
    """Return what was found as an amount of the currency or unit of a candidate."""
    return Amount(
        kind=of.kind,
        currency=of.code,
        unit=of.unit,
        approx=said.approx,
        bound=said.bound,
        direction=said.direction,
        **found,
    )


def each_amount(text: str, settings: Settings) -> Iterator[Amount]:
    """
    Yield the amounts that ``text`` states, in order, one by one.

    >>> of = each_amount("It cost US$1.2bn, not 50p.", Settings())
    >>> [(a.value, a.currency) for a in of]
    [('1200000000', 'USD'), ('0.5', 'GBP')]
    """
    tag = price(text, settings.point()) if "money" in settings.kinds else None
    amounts = _Finder(text, settings).amounts()
    found = list(amounts) if tag else []  # a price tag is short
    if tag is None or any(amount.kind in ("money", "percent") for amount in found):
        yield from found or amounts
        return
    start, end, number, code = tag
    yield Amount(start=start, end=end, kind="money", value=plain(number.value), currency=code)
