"""Amount candidates: a number together with what it counts."""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import NamedTuple

from textflow_plugins.amounts.count_filter import CountFilter, count_filter, is_part
from textflow_plugins.amounts.currencies import digits_after_point
from textflow_plugins.amounts.currency import CurrencyMark, CurrencyReader
from textflow_plugins.amounts.digits import CONTEXT
from textflow_plugins.amounts.language import COINS, LANGUAGES, Lexicon, decimal_mark, lexicon
from textflow_plugins.amounts.number_builder import ONE, THOUSAND, Numeral, Shape
from textflow_plugins.amounts.numerals import NumeralReader
from textflow_plugins.amounts.percent import PercentReader
from textflow_plugins.amounts.signs import signed
from textflow_plugins.amounts.tries import one_of
from textflow_plugins.amounts.units import UnitReader
from textflow_plugins.languages import Care, Role, Rule, late

_SCALE_AFTER = late(r"[ \xa0]([^\W\d_]{1,40})")
_MINUS = ("-", "\N{MINUS SIGN}")
#: Before a percent they make an address of it.
_ADDRESS = ("%", "=")
#: Before digits, these are rather the whole of a decimal with a letter for a point.
_LETTER_POINT = re.compile(r"\d[^\W\d_]")
#: Straight behind a price, it multiplies by what we do not know: Rs 12.5L.
_CAPITAL = re.compile(r"(?<=\d)[A-Z](?!\w)")
_LONGEST_ARTICLE = 4
_TWO = 2
#: The coin that a fraction is: a quarter.
_COIN_CODE = "USD"


class Candidate(NamedTuple):
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
    #: What its sign counts at once: a million, in M€.
    scale: Decimal = ONE
    #: What it counts stands before the number.
    leads: bool = False
    #: It is the difference of two percentages.
    points: bool = False


def _shared(count: Decimal | None, per: Decimal) -> Decimal | None:
    return count if count is None or per == 1 else CONTEXT.divide(count, per)


def _times(count: Decimal | None, by: Decimal) -> Decimal | None:
    return count if count is None else CONTEXT.multiply(count, by)


class _Patterns:
    """What decides on candidates in one language."""

    def __init__(self, words: Lexicon) -> None:
        coin = one_of(words.union(lambda one: one.money_context.fraction_coin))
        self.article = late(rf"\b{words.articles}[ ]\Z")
        self.coin_alone = late(rf"\s{{0,3}}(?:(?:{words.articles}|[a-z]+)[ ])?{coin}\s{{0,3}}")
        #: Currencies and signs that are written with the other mark at home, where the mark is
        #: that of the language.
        mark = decimal_mark(words.tag)
        rule = Rule.COMMA_AT_HOME if mark == "." else Rule.POINT_AT_HOME
        self.foreign = {mark: words.about(rule)}


@lru_cache(maxsize=LANGUAGES)
def _patterns(tag: str) -> _Patterns:
    return _Patterns(lexicon(tag))


class CandidateReader:
    """Reads the amount candidates of one text, number by number."""

    def __init__(
        self, text: str, low: str, lexicon: Lexicon, *, point: str, currency: Mapping[str, str]
    ) -> None:
        self.text, self.low, self.lexicon = text, low, lexicon
        self.patterns = _patterns(lexicon.tag)
        #: The whole text is a fraction that is a coin.
        self.is_coin = self.patterns.coin_alone.fullmatch(low) is not None
        self.numerals = NumeralReader(low, lexicon, point)
        self.percents = PercentReader(low, lexicon)
        self.currencies = CurrencyReader(text, low, lexicon, currency)

    # Made where they are asked for: their patterns are many, and few texts with money need them.
    @cached_property
    def filter(self) -> CountFilter:
        """Which numbers count something."""
        return count_filter(self.lexicon.tag)

    @cached_property
    def units(self) -> UnitReader:
        """The units of the text."""
        return UnitReader(self.text, self.low, self.lexicon)

    def read(self, found: re.Match[str], used: int = 0) -> Candidate | None:
        """Return the amount whose number ``found`` begins; what lies before ``used`` is taken."""
        numeral = self.numerals.read(found)
        if numeral is None:
            return None
        if numeral.shape is Shape.COIN:
            return self._coin(numeral, used)
        return self._counted(numeral, used)

    def _counted(self, numeral: Numeral, used: int) -> Candidate:
        """Return a number with what it counts."""
        if numeral.shape is Shape.ORDINAL:
            return self._plain(numeral)
        numeral = signed(self.low, numeral, used, self.lexicon)
        mark = self.currencies.before(numeral.start)
        if mark is not None and mark.start >= used and self._may_lead(mark, numeral):
            return self._led(numeral, mark)
        return self._percent(numeral, used) or self._followed(numeral, used)

    def _may_lead(self, mark: CurrencyMark, numeral: Numeral) -> bool:
        """Return whether a sign may stand before it: no name before a small word (dlr zero)."""
        spelt = self.low[mark.end - 1].isalpha()
        return numeral.shape is Shape.DIGITS or numeral.scaled or not spelt

    def _percent(self, numeral: Numeral, used: int) -> Candidate | None:
        """Return the percentage that a number and the sign behind or before it make."""
        start, mark = numeral.start, self.percents.before(numeral, used)
        if mark is None:
            mark = self.percents.after(numeral.end)
            if mark is None or self.low[start - 1 : start] in _ADDRESS:
                return None
            if _LETTER_POINT.match(self.low, max(0, start - _TWO), start):
                return None
        return Candidate(
            min(start, mark.start),
            mark.end,
            _shared(numeral.value, mark.per),
            kind="percent",
            numeral=numeral,
            per=mark.per,
            leads=mark.start < numeral.start,
            points=mark.points,
        )

    def _money(
        self, numeral: Numeral, span: tuple[int, int], count: Decimal | None, mark: CurrencyMark
    ) -> Candidate:
        return Candidate(
            *span,
            _shared(count, mark.per),
            kind="money",
            numeral=numeral,
            code=mark.code,
            per=mark.per,
            scale=mark.scale,
            leads=mark.end <= numeral.start,
        )

    # numbers and quantities

    def measured(self, bare: Candidate, *, joined: bool = False) -> Candidate | None:
        """Return what a bare number counts: a quantity with its unit, a number, or nothing."""
        numeral = bare.numeral
        if (is_part(self.text, numeral) and not joined) or self.filter.is_time(self.low, numeral):
            return None
        if measure := self._with_unit(bare, bare.end):
            return measure
        if numeral.suffix is not None and bare.value is not None:
            return self._multiplied(bare, numeral.suffix)
        return self._without_unit(bare)

    def _without_unit(self, bare: Candidate) -> Candidate | None:
        """Return what a number counts that no unit follows: the years of an age, or things."""
        if self.filter.is_age(self.text, self.low, bare.numeral):
            return bare._replace(kind="quantity", unit="year")
        return bare if self.filter.counts(self.text, self.low, bare.numeral) else None

    def _with_unit(self, bare: Candidate, end: int) -> Candidate | None:
        if bare.numeral.shape is Shape.ORDINAL:
            return None
        unit = self.units.after(bare.numeral, end)
        return bare._replace(kind="quantity", unit=unit.name, end=unit.end) if unit else None

    def _multiplied(self, bare: Candidate, suffix: Decimal) -> Candidate | None:
        """Return the number with the letters after it: 0.5k miles, 10k."""
        end = bare.numeral.suffix_end
        bare = bare._replace(value=CONTEXT.multiply(bare.value or ONE, suffix), end=end)
        if measure := self._with_unit(bare, end):
            return measure
        counted = self.filter.counts(self.text, self.low, bare.numeral._replace(end=end))
        return bare if counted else None

    def _plain(self, numeral: Numeral) -> Candidate:
        bare = Candidate(numeral.start, numeral.end, numeral.value, kind="number", numeral=numeral)
        if self.is_coin and numeral.shape is not Shape.DIGITS:
            return bare._replace(kind="money", code=_COIN_CODE)
        return bare

    def _coin(self, numeral: Numeral, used: int) -> Candidate | None:
        """Read a coin or note that an article counts: a dime; not 105 yen a dollar."""
        mark = self.currencies.after(numeral.end, numeral)
        before = self.low[max(0, numeral.start - _LONGEST_ARTICLE) : numeral.start]
        article = self.patterns.article.search(before)
        if mark is None or article is None or not mark.care & COINS:
            return None
        if used and numeral.start - len(article[0]) - 1 <= used:
            return None
        return self._money(numeral, (numeral.start - len(article[0]), mark.end), ONE, mark)

    # the currency stands before the number

    def _led(self, numeral: Numeral, mark: CurrencyMark) -> Candidate:
        end, count = numeral.end, self._count(numeral, mark)
        if numeral.suffix is not None and count is not None:
            end, count = numeral.suffix_end, CONTEXT.multiply(count, numeral.suffix)
        elif numeral.shape is Shape.DIGITS and _CAPITAL.match(self.text, end):
            end, count = end + 1, None
        start = mark.start
        if self._is_negative(start):
            start, count = start - 1, None if count is None else CONTEXT.minus(count)
        mark, end = self._with_code(mark, numeral, end)
        return self._money(numeral, (start, end), count, mark)

    def _with_code(
        self, mark: CurrencyMark, numeral: Numeral, end: int
    ) -> tuple[CurrencyMark, int]:
        """Take the code or name behind a number, which says more than its sign: $100 CAD."""
        follower = self.currencies.after(end, numeral) if mark.sign else None
        if follower is None or follower.code == mark.code or follower.per != 1:
            return mark, end
        if Care.CODE not in follower.care and (follower.care or not self._is_name(follower)):
            return mark, end
        return mark._replace(code=follower.code), follower.end

    def _is_name(self, mark: CurrencyMark) -> bool:
        """Return whether a currency is a word with nothing joined on: pesos."""
        return self.low[mark.start : mark.end].isalpha() and self.low[mark.start - 1].isspace()

    def _is_negative(self, start: int) -> bool:
        """Return whether a minus stands before a sign of money: -$5."""
        before = self.low[max(0, start - 2) : start]
        return before[-1:] in _MINUS and not before[:-1].strip("( \n\t")

    def _count(self, numeral: Numeral, mark: CurrencyMark) -> Decimal | None:
        """Return the number, its thousands regrouped where the currency says so (12.500)."""
        grouped = numeral.doubtful and not numeral.scaled and self._groups(mark)
        count = _times(numeral.value, THOUSAND) if grouped else numeral.value
        return _times(count, mark.scale)

    def _groups(self, mark: CurrencyMark) -> bool:
        """Return whether three digits behind a point are thousands of a currency."""
        if digits_after_point().get(mark.code or "", _TWO) == 0:
            return True
        foreign = self.patterns.foreign.get(self.numerals.point, frozenset())
        signed = mark.sign in foreign and not self.low[mark.end - 1].isalpha()
        return mark.code in foreign or signed

    # the currency follows the number

    def _followed(self, numeral: Numeral, used: int) -> Candidate:
        mark, count = self.currencies.after(numeral.end, numeral), numeral.value
        if mark is not None:
            count = self._count(numeral, mark)
        elif numeral.suffix is not None and count is not None:
            mark = self.currencies.after(numeral.suffix_end, numeral._replace(scaled=True))
            count = CONTEXT.multiply(count, numeral.suffix)
        if mark is None:
            return self._named(numeral, used)
        end, count = self._with_scale(mark, count)
        return self._money(numeral, (numeral.start, end), count, mark)

    def _with_scale(self, mark: CurrencyMark, count: Decimal | None) -> tuple[int, Decimal | None]:
        """Read 75 USD million."""
        following = _SCALE_AFTER.match(self.low, mark.end) if Care.CODE in mark.care else None
        meaning = self.lexicon.words.get(following[1]) if following else None
        if not following or not meaning or meaning.role is not Role.SCALE or count is None:
            return mark.end, count
        return following.end(), CONTEXT.multiply(count, meaning.value)

    def _named(self, numeral: Numeral, used: int) -> Candidate:
        """Read a number after the name of a currency: ringgit 42."""
        if numeral.shape not in (Shape.DIGITS, Shape.WORDS):
            return self._plain(numeral)
        mark = self.currencies.name_before(numeral.start)
        if mark is None or mark.start < used:
            return self._plain(numeral)
        count = self._count(numeral, mark)
        return self._money(numeral, (mark.start, numeral.end), count, mark)
