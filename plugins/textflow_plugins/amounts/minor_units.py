"""Add the cents to an amount: five dollars and 50 cents, 15 dollars 50, a dollar and a half."""

from decimal import Decimal
from functools import lru_cache

from textflow_plugins.amounts.candidates import Candidate, CandidateReader
from textflow_plugins.amounts.currency import CurrencyMark
from textflow_plugins.amounts.digits import CONTEXT
from textflow_plugins.amounts.language import LANGUAGES, Lexicon, lexicon
from textflow_plugins.amounts.number_builder import ONE, THOUSAND, Numeral, Shape, quotient
from textflow_plugins.amounts.tries import one_of
from textflow_plugins.languages import Care, Role, late

_FULL = Decimal(100)
_EURO = "\N{EURO SIGN}"
_TEN = 10
_TWO = 2
#: What is said behind a unit: and a half, and a quarter.
_PARTS = (2, 4)


class _Patterns:
    """What stands between an amount and its cents in one language."""

    def __init__(self, words: Lexicon) -> None:
        link = one_of(words.union(lambda one: one.money_context.minor_link))
        joint = one_of(words.of_role(Role.LINK))
        #: Behind a sign the cents need none: 3€50.
        self.link = late(rf"[ \xa0]{{1,2}}(?:{link}[ ])?|(?<=\d{_EURO})(?=\d\d(?![\d.,%]))")
        #: After a bare number of cents nothing may follow that it could count.
        done = rf"\s?(?:\Z|[.,;:!?)\"](?!\d))|[ ]{joint}\b"
        self.done = late(done)
        part = one_of(word for word, of in words.entries(Role.PART) if of.value in _PARTS)
        #: The part of a unit: a dollar and a half.
        self.part = late(rf"[ ]{link}[ ](?:{words.articles}[ ])?(?P<part>{part})(?={done})")


@lru_cache(maxsize=LANGUAGES)
def _patterns(tag: str) -> _Patterns:
    return _Patterns(lexicon(tag))


class MinorUnits:
    """Adds cents to the amounts of one text."""

    def __init__(self, reader: CandidateReader) -> None:
        self.reader, self.low = reader, reader.low
        self.patterns = _patterns(reader.lexicon.tag)

    def added(self, made: Candidate) -> Candidate:
        """Return an amount of whole units with the cents that follow it."""
        if made.value is None or not self._may_have(made, made.value):
            return made
        if part := self.patterns.part.match(self.low, made.end):
            share = quotient(ONE, self.reader.lexicon.words[part["part"]].value)
            return made._replace(value=CONTEXT.add(made.value, share), end=part.end())
        joint = self.patterns.link.match(self.low, made.end)
        minor = self._minor(joint.end()) if joint else None
        return self._plus(made, made.value, minor, joint[0]) if joint and minor else made

    def _may_have(self, made: Candidate, value: Decimal) -> bool:
        if made.kind != "money" or made.numeral.shape is Shape.ORDINAL:
            return False
        exact = not made.numeral.scaled or value % THOUSAND != 0  # 1,234, not two million
        whole = exact and value == value.to_integral_value()
        return whole and (made.per == 1 or made.leads)

    def _minor(self, at: int) -> Numeral | None:
        """Return the number of cents at ``at``."""
        found = self.reader.numerals.seen(at)
        minor = self.reader.numerals.read(found) if found else None
        if minor is None or minor.shape not in (Shape.DIGITS, Shape.WORDS):
            return None
        return minor if minor.value is not None and minor.value < _FULL else None

    def _plus(self, made: Candidate, value: Decimal, minor: Numeral, joint: str) -> Candidate:
        mark = self.reader.currencies.after(minor.end, minor)
        end, per = self._cents(made, mark, minor)
        if mark is None and not self._pairs(made, minor, joint):
            return made
        if per is None:
            return made
        cents = CONTEXT.divide(minor.value or Decimal(0), per)
        return made._replace(value=CONTEXT.add(value, cents), end=end)

    def _cents(
        self, made: Candidate, mark: CurrencyMark | None, minor: Numeral
    ) -> tuple[int, Decimal | None]:
        """Return where the cents end, and how many make one unit; None if they are no cents."""
        if mark is None:
            return minor.end, _FULL if self._is_done(minor.end) else None
        belong = Care.MINOR in mark.care or mark.code == made.code
        return mark.end, mark.per if belong and mark.per > 1 else None

    def _is_done(self, end: int) -> bool:
        """Return whether nothing follows that bare cents could count, or what they are for."""
        return bool(self.patterns.done.match(self.low, end) or self.reader.units.rate(end))

    def _pairs(self, made: Candidate, minor: Numeral, joint: str) -> bool:
        """Return whether a bare number after an amount counts its cents: 15 dollars 50."""
        value, spaced = minor.value or ONE, joint.isspace()
        if minor.scaled or value != value.to_integral_value():
            return False
        if minor.shape is Shape.DIGITS:
            return minor.end - minor.start == _TWO and (spaced or not made.leads)
        return not spaced or _may_adjoin(made, value)


def _may_adjoin(made: Candidate, cents: Decimal) -> bool:
    """Return whether cents in words need no link before them: fifteen dollars fifty."""
    return cents >= _TEN and (made.numeral.shape is Shape.WORDS or not made.leads)
