"""Amounts in the making: a number together with what it counts."""

import re
from collections.abc import Mapping
from decimal import Decimal

import attrs

from textflow_plugins.amounts.counts import counts, is_age, is_part, is_time
from textflow_plugins.amounts.digits import CONTEXT
from textflow_plugins.amounts.labels import Label, Labeller
from textflow_plugins.amounts.lexicon import Lexicon
from textflow_plugins.amounts.numerals import Reader
from textflow_plugins.amounts.signs import signed
from textflow_plugins.amounts.tables import digits_after_point
from textflow_plugins.amounts.terms import ONE, Numeral
from textflow_plugins.amounts.units import Units

_ARTICLE = re.compile(r"\ba[ ]\Z")
_MINOR = re.compile(r"[ \xa0]{1,2}(?:(?:and|und|et|y|e|en|con|com|mit)[ ])?")
#: After a bare number of cents nothing may follow that it could count.
_DONE = re.compile(r"\s?(?:\Z|[.,;:!?)\"](?!\d))|[ ]and\b")
_SCALE_AFTER = re.compile(r"[ \xa0]([^\W\d_]{1,40})")
_COIN_ALONE = re.compile(r"\s{0,3}(?:(?:an?|[a-z]+)[ ])?quarters?\s{0,3}")
_FULL = 100
_TEN = 10
_TWO = 2
_THOUSAND = Decimal(1000)


@attrs.frozen
class Draft:
    """A number and what it counts."""

    start: int
    end: int
    value: Decimal | None
    #: ``money``, ``percent``, ``quantity`` or ``number``.
    kind: str
    numeral: Numeral
    code: str | None = None
    unit: str | None = None
    #: How many make one: 100 for cents and basis points.
    per: Decimal = ONE
    #: The currency stands before the number.
    leads: bool = False


def _shared(count: Decimal | None, per: Decimal) -> Decimal | None:
    return count if count is None or per == 1 else CONTEXT.divide(count, per)


class Drafter:
    """Drafts the amounts of one text, number by number."""

    def __init__(
        self, text: str, low: str, lexicon: Lexicon, *, point: str, currency: Mapping[str, str]
    ) -> None:
        self.text, self.low, self.lexicon = text, low, lexicon
        self.units = Units(text, low)
        self.reader = Reader(low, lexicon, point)
        self.labels = Labeller(text, low, lexicon, currency)

    def draft(self, found: re.Match[str], used: int = 0) -> Draft | None:
        """Return the amount whose number ``found`` begins; what lies before ``used`` is taken."""
        numeral = self.reader.read(found)
        if numeral is None:
            return None
        if numeral.shape == "coin":
            return self._coin(numeral)
        if numeral.shape == "ordinal":
            return self._plain(numeral)
        numeral = signed(self.low, numeral, used, self.lexicon)
        label = self.labels.before(numeral.start)
        if label is not None and label.start >= used and self._may_lead(label, numeral):
            return self._led(numeral, label)
        percent = self.labels.percent(numeral.end)
        if percent and self.low[numeral.start - 1 : numeral.start] not in ("%", "="):  # an address
            return self._percent(numeral, *percent)
        return self._followed(numeral, used)

    def _may_lead(self, label: Label, numeral: Numeral) -> bool:
        """Tell whether a sign may stand before a number: no name before a small word (dlr zero)."""
        spelt = self.low[label.end - 1].isalpha()
        return numeral.shape == "digits" or numeral.scaled or not spelt

    def _percent(self, numeral: Numeral, end: int, per: Decimal) -> Draft:
        return Draft(numeral.start, end, _shared(numeral.value, per), "percent", numeral, per=per)

    def _money(
        self, numeral: Numeral, span: tuple[int, int], count: Decimal | None, label: Label
    ) -> Draft:
        value = _shared(count, label.per)
        leads = label.end <= numeral.start
        return Draft(*span, value, "money", numeral, label.code, None, label.per, leads)

    def measured(self, draft: Draft, *, joined: bool = False) -> Draft | None:
        """Return what a bare number counts: a quantity with its unit, a number, or nothing."""
        numeral = draft.numeral
        if (is_part(self.text, numeral) and not joined) or is_time(self.low, numeral):
            return None
        if numeral.shape != "ordinal" and (unit := self.units.after(numeral, numeral.end)):
            return attrs.evolve(draft, kind="quantity", unit=unit.name, end=unit.end)
        if numeral.suffix is not None and draft.value is not None:
            return self._multiplied(draft, numeral.suffix)
        if is_age(self.text, numeral):
            return attrs.evolve(draft, kind="quantity", unit="year")
        return draft if counts(self.text, self.low, numeral) else None

    def _multiplied(self, draft: Draft, suffix: Decimal) -> Draft | None:
        """Return the number with the letters after it: 0.5k miles, 10k."""
        end = draft.numeral.suffix_end
        draft = attrs.evolve(draft, value=CONTEXT.multiply(draft.value or ONE, suffix), end=end)
        if unit := self.units.after(draft.numeral, end):
            return attrs.evolve(draft, kind="quantity", unit=unit.name, end=unit.end)
        return draft if counts(self.text, self.low, draft.numeral._replace(end=end)) else None

    def _plain(self, numeral: Numeral) -> Draft:
        draft = Draft(numeral.start, numeral.end, numeral.value, "number", numeral)
        if "quarter" in self.low[numeral.start : numeral.end] and _COIN_ALONE.fullmatch(self.low):
            return attrs.evolve(draft, kind="money", code="USD")
        return draft

    def _coin(self, numeral: Numeral) -> Draft | None:
        """Draft a coin or note that an article counts: a dime."""
        label = self.labels.after(numeral.end, numeral)
        article = _ARTICLE.search(self.low[max(0, numeral.start - 3) : numeral.start])
        if label is None or "coin" not in label.flags or article is None:
            return None
        span = numeral.start - len(article[0]), label.end
        return self._money(numeral, span, ONE, label)

    # the currency stands before the number

    def _led(self, numeral: Numeral, label: Label) -> Draft:
        end, count = numeral.end, self._count(numeral, label, after=False)
        if numeral.suffix is not None and count is not None:
            end, count = numeral.suffix_end, CONTEXT.multiply(count, numeral.suffix)
        start = label.start
        if self._minus(start):
            start, count = start - 1, None if count is None else CONTEXT.minus(count)
        follower = self.labels.after(end, numeral)
        if follower and "code" in follower.flags and label.sign and follower.code != label.code:
            label, end = label._replace(code=follower.code), follower.end  # $100 CAD
        return self._with_minor(self._money(numeral, (start, end), count, label))

    def _minus(self, start: int) -> bool:
        """Tell whether a minus stands before a sign of money: -$5."""
        before = self.low[max(0, start - 2) : start]
        return before[-1:] in ("-", "\N{MINUS SIGN}") and not before[:-1].strip("( \n\t")

    def _count(self, numeral: Numeral, label: Label, *, after: bool) -> Decimal | None:
        """Return the number, its thousands regrouped where the currency says so (12.500)."""
        value = numeral.value
        if value is None:
            return None
        places = digits_after_point().get(label.code or "", _TWO)
        continental = after and label.code == "EUR" and self.lexicon.language == "en"
        continental = continental or (label.sign == "$" and self.lexicon.language == "es")
        if numeral.doubtful and not numeral.scaled and (places == 0 or continental):
            value = CONTEXT.multiply(value, _THOUSAND)
        return CONTEXT.multiply(value, label.scale)

    # the currency follows the number

    def _followed(self, numeral: Numeral, used: int) -> Draft:
        label, count = self.labels.after(numeral.end, numeral), numeral.value
        if label is None and numeral.suffix is not None and count is not None:
            label = self.labels.after(numeral.suffix_end, numeral._replace(scaled=True))
            count = CONTEXT.multiply(count, numeral.suffix)
        elif label is not None:
            count = self._count(numeral, label, after=True)
        if label is None:
            return self._named(numeral, used)
        end, count = self._with_scale(label, count)
        made = self._money(numeral, (numeral.start, end), count, label)
        return self._with_minor(made) if label.per == 1 else made

    def _with_scale(self, label: Label, count: Decimal | None) -> tuple[int, Decimal | None]:
        """Read 75 USD million."""
        following = _SCALE_AFTER.match(self.low, label.end) if "code" in label.flags else None
        meaning = self.lexicon.words.get(following[1]) if following else None
        if not following or not meaning or count is None or meaning.role != "scale":
            return label.end, count
        return following.end(), CONTEXT.multiply(count, meaning.value)

    def _named(self, numeral: Numeral, used: int) -> Draft:
        """Draft a number after the name of a currency: ringgit 42."""
        if numeral.shape not in ("digits", "words"):
            return self._plain(numeral)
        label = self.labels.before(numeral.start, names=True)
        if label is None or label.start < used:
            return self._plain(numeral)
        count = self._count(numeral, label, after=False)
        return self._money(numeral, (label.start, numeral.end), count, label)

    # five dollars and 50 cents

    def _with_minor(self, made: Draft) -> Draft:
        value = made.value
        if value is None or made.numeral.scaled or value != value.to_integral_value():
            return made
        joint = _MINOR.match(self.low, made.end)
        found = self.reader.seen(joint.end()) if joint else None
        minor = self.reader.read(found) if found else None
        if not joint or not minor or minor.value is None or minor.value >= _FULL:
            return made
        if minor.shape not in ("digits", "words"):
            return made
        return self._plus(made, minor, joint[0])

    def _plus(self, made: Draft, minor: Numeral, joint: str) -> Draft:
        value, count = made.value or Decimal(0), minor.value or Decimal(0)
        label = self.labels.after(minor.end, minor)
        if label is not None and "minor" in label.flags and label.per > 1:
            total = CONTEXT.add(value, CONTEXT.divide(count, label.per))
            return attrs.evolve(made, value=total, end=label.end)
        if label is not None or not _DONE.match(self.low, minor.end):
            return made
        if not self._pairs(made, minor, joint):
            return made
        total = CONTEXT.add(value, CONTEXT.divide(count, Decimal(_FULL)))
        return attrs.evolve(made, value=total, end=minor.end)

    def _pairs(self, made: Draft, minor: Numeral, joint: str) -> bool:
        """Tell whether a bare number after an amount counts its cents: 15 dollars 50."""
        if minor.scaled or minor.value != (minor.value or ONE).to_integral_value():
            return False
        if minor.shape == "words" and (minor.value or 0) < _TEN and joint.isspace():
            return False
        if minor.shape == "digits":
            return minor.end - minor.start == _TWO and (joint.isspace() or not made.leads)
        return made.numeral.shape == "words" or not made.leads or not joint.isspace()
