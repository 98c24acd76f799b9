"""Find the amounts of a text."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

import attrs

from textflow_plugins.amounts.contexts import Bound, Direction, context
from textflow_plugins.amounts.digits import CONTEXT, LONGEST
from textflow_plugins.amounts.drafts import Draft, Drafter
from textflow_plugins.amounts.lexicon import lexicon
from textflow_plugins.amounts.prices import LONGEST as LONGEST_TAG
from textflow_plugins.amounts.prices import price
from textflow_plugins.amounts.ranges import Range, joined, joint
from textflow_plugins.amounts.screening import Screen
from textflow_plugins.amounts.signs import bracketed
from textflow_plugins.amounts.tables import LANGUAGES, decimal_mark, languages

_MARKS = {"point": ".", "comma": ","}
_LONGEST_SIGN = 9


@attrs.frozen
class Amount:
    """A sum, a percentage, a number or a quantity and where the text states it."""

    start: int
    end: int
    kind: str
    #: Exact digits; None where the words name no number, or a range.
    value: str | None
    low: str | None = None
    high: str | None = None
    currency: str | None = None
    unit: str | None = None
    approx: bool = False
    bound: Bound | None = None
    direction: Direction | None = None


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
    if len(whole) > LONGEST or len(fraction) > LONGEST:
        return None
    return "0" if text == "-0" else text


def fold(text: str) -> str:
    """Return ``text`` in small letters, character by character, so that offsets stay."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)


@lru_cache(maxsize=LANGUAGES)
def screen(language: str) -> Screen:
    """Return the screen of ``language``."""
    return Screen(lexicon(language))


class _Finder:
    """Goes through one text from number to number."""

    def __init__(self, text: str, settings: Settings) -> None:
        self.low, self.kinds = fold(text), frozenset(settings.kinds)
        self.counting = bool({"number", "quantity"} & self.kinds)
        #: In a longer text, a number needs a neighbour to be money.
        self.screening = not self.counting and len(text) > LONGEST_TAG
        language = settings.language.partition("-")[0].lower()
        self.words = lexicon(language if language in languages() else "en")
        self.screen = screen(self.words.language)
        self.drafter = Drafter(
            text,
            self.low,
            self.words,
            point=settings.point(),
            currency=settings.currency,
        )

    def amounts(self) -> Iterator[Amount]:
        """Yield the amounts of the kinds asked for, in order."""
        at = used = 0
        while seen := self.words.scan.search(self.low, at):
            start, at = seen.span()
            if self.screening and self.screen.idle(self.low, start, at):
                continue
            found = self.drafter.reader.seen(start)
            draft = self.drafter.draft(found, used) if found else None
            if found is None or draft is None:
                at = found.end() if found else at
                continue
            amount, used = self._amount(draft)
            at = max(used, start + 1)
            if amount is not None and amount.kind in self.kinds:
                yield amount

    def _amount(self, draft: Draft) -> tuple[Amount | None, int]:
        """Return the amount that a draft, alone or with its neighbour, makes; and where it ends."""
        measured = self._measured(draft)
        amount = self._joined(measured or draft)
        if amount is None and measured is not None and measured.kind in self.kinds:
            amount = self._single(measured)
        return amount, amount.end if amount else (measured or draft).end

    def _measured(self, draft: Draft, *, joined: bool = False) -> Draft | None:
        if draft.kind != "number":
            return draft
        return self.drafter.measured(draft, joined=joined) if self.counting else None

    def _single(self, draft: Draft) -> Amount:
        said = context(self.low, draft.start, draft.end, self.words.language)
        start, end, value = draft.start, draft.end, draft.value
        if draft.kind in ("money", "percent") and bracketed(self.low, start, end):
            start, end, value = start - 1, end + 1, value and CONTEXT.minus(value)
        return Amount(
            start,
            end,
            draft.kind,
            plain(value),
            currency=draft.code,
            unit=draft.unit,
            approx=said.approx or draft.numeral.shape == "vague",
            bound=said.bound,
            direction=said.direction,
        )

    def _joined(self, first: Draft) -> Amount | None:
        join = (
            joint(self.words.language).match(self.low, first.end)
            if first.value is not None
            else None
        )
        found = self._near(join.end()) if join else None
        second = self.drafter.draft(found, join.end()) if join and found else None
        if not join or second is None or second.start != join.end():
            return None
        if first.kind in ("number", "quantity"):
            second = self._measured(second, joined=True) or second
        both = joined(self.low, first, second, join, self.words.language)
        return self._range(both) if both else None

    def _near(self, at: int) -> re.Match[str] | None:
        """Return the number that begins at ``at`` or, behind a sign, just after it."""
        seen = self.words.scan.search(self.low, at, at + _LONGEST_SIGN)
        return self.drafter.reader.seen(seen.start()) if seen else None

    def _range(self, both: Range) -> Amount:
        said = context(self.low, both.start, both.end, self.words.language)
        return Amount(
            both.start,
            both.end,
            both.of.kind,
            None,
            plain(both.low),
            plain(both.high),
            both.of.code,
            both.of.unit,
            said.approx,
            said.bound,
            said.direction,
        )


def amounts_in(text: str, settings: Settings | None = None) -> list[Amount]:
    """
    Return the amounts that ``text`` states, in order.

    >>> [(a.value, a.currency) for a in amounts_in("It cost US$1.2bn, not 50p.")]
    [('1200000000', 'USD'), ('0.5', 'GBP')]
    """
    return list(each_amount(text, settings or Settings()))


def each_amount(text: str, settings: Settings) -> Iterator[Amount]:
    """Yield the amounts that ``text`` states, in order, one by one."""
    tag = price(text, settings.point()) if "money" in settings.kinds else None
    amounts = _Finder(text, settings).amounts()
    found = list(amounts) if tag else []  # a price tag is short
    if tag is None or any(amount.kind in ("money", "percent") for amount in found):
        yield from found or amounts
        return
    start, end, number, code = tag
    yield Amount(start, end, "money", plain(number.value), currency=code)
