"""Go on with a number: twenty - five; 4 million; one hundred and two; three fifths."""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache

from textflow_plugins.amounts.conjunctions import (
    NUMBERS,
    Linked,
    NextWord,
    linked,
    next_word,
    places,
)
from textflow_plugins.amounts.digits import CONTEXT
from textflow_plugins.amounts.language import LANGUAGES, Lexicon, Word, is_unspaced, lexicon
from textflow_plugins.amounts.number_builder import ONE, THOUSAND, NumberBuilder, quotient
from textflow_plugins.amounts.tries import one_of
from textflow_plugins.amounts.wholes import WholeReader
from textflow_plugins.languages import Role, Rule, late

_UNDER = re.compile(r"[ ](\d{1,6})(?![\w.,])")
#: Longer chains of words are cut; they are no numbers.
_MOST_WORDS = 60
_ZERO = Decimal(0)
_HUNDRED = Decimal(100)
_GROUP = 3
_TEN = Decimal(10)
_TWENTY = Decimal(20)
SCALES = (Role.SCALE, Role.SHORT, Role.PLURAL, Role.PLURAL_OF)
#: What digits may go on to behind a scale: 4 thousand 3 hundred.
_SMALLER_SCALES = (Role.SCALE, Role.SHORT, Role.HUNDRED)


class _Rules:
    """What goes on with a number in one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.vigesimal = lexicon.numbers_of(Rule.VIGESIMAL)
        self.scores = lexicon.numbers_of(Rule.SCORE)
        self.least = max(lexicon.numbers_of(Rule.LINK_FROM), default=_TEN)
        self.scale_links = not lexicon.says(Rule.SCALE_UNLINKED)
        self.link_opens = not lexicon.says(Rule.LINK_WITHIN)
        self.pairs = lexicon.says(Rule.PAIRS)
        self.many_hundreds = lexicon.says(Rule.MANY_HUNDREDS)
        self.fractions = tuple(lexicon.counted.endings.fractions) or ("",)
        link = one_of(lexicon.of_role(Role.LINK))
        self.next_digits = late(
            rf"[ \xa0]{{0,2}}(?P<link>{link}[ ])?"
            r"(?P<digits>\d{1,3},\d{3}|\d{1,6})(?![\d.,a-z])"
        )
        #: What may follow a fraction in words: the end, or percent.
        self.closes = late(rf"[?.!]?\s?\Z|[ ]?%|[ ]{lexicon.percent_names}")


@lru_cache(maxsize=LANGUAGES)
def _rules(tag: str) -> _Rules:
    return _Rules(lexicon(tag))


class Continuation:
    """Goes on with the numbers of ``text`` (in small letters) in the words of a language."""

    def __init__(self, text: str, lexicon: Lexicon, wholes: WholeReader) -> None:
        self.text, self.lexicon, self.wholes = text, lexicon, wholes
        self.rules = _rules(lexicon.tag)

    def extend(self, number: NumberBuilder) -> None:
        """Take the words that go on with ``number``."""
        for _ in range(_MOST_WORDS):
            found = next_word(self.text, number.end, self.lexicon)
            take = _TAKES.get(found.meaning.role) if found else None
            if found is None or take is None or not take(self, number, found):
                break
        if number.role in (*SCALES, Role.HUNDRED):
            self._more_digits(number)

    def _meaning_at(self, end: int) -> Word | None:
        found = next_word(self.text, end, self.lexicon)
        return found.meaning if found else None

    # units, tens, hundreds, scales

    def _accept(self, number: NumberBuilder, following: NextWord) -> bool:
        number.add(following.meaning.value, following.meaning.role)
        number.end = following.end
        return True

    def take_unit(self, number: NumberBuilder, following: NextWord) -> bool:
        """Take a unit, or another word that is smaller than what may follow."""
        vigesimal = number.terms[-1] in self.rules.vigesimal
        room = _TWENTY if vigesimal else number.room  # soixante-quinze
        if number.role is None or following.meaning.value >= room:
            return False
        if number.role is Role.SCALE and not self._goes_on(number, following):
            return False
        return self._accept(number, following)

    def _goes_on(self, number: NumberBuilder, following: NextWord) -> bool:
        """Return whether a number goes on after a scale: not in $5 million two years ago."""
        if number.spelt and number.room <= THOUSAND:
            return True
        meaning = self._meaning_at(following.end)
        if meaning is None:
            return False
        opens = meaning.role is Role.LINK and self.rules.link_opens  # cinquenta e
        return opens or meaning.role in (*NUMBERS, Role.SCALE)

    def take_ten(self, number: NumberBuilder, following: NextWord) -> bool:
        """Take twenty to ninety."""
        if number.role is not Role.UNIT or len(number.terms) > 1 or number.terms[0] >= _TEN:
            return self.take_unit(number, following)
        if following.meaning.value in self.rules.scores:  # quatre-vingts
            number.become(CONTEXT.multiply(number.terms[0], following.meaning.value), Role.TEN)
            number.end = following.end
            return True
        if self.rules.pairs and not following.hyphen:  # one twenty two
            number.scale(_HUNDRED, Role.HUNDRED)
        return self.take_unit(number, following)

    def take_hundred(self, number: NumberBuilder, following: NextWord) -> bool:
        """Take a hundred, which multiplies what stands before it, or is added."""
        counts = number.role is Role.UNIT or (
            self.rules.many_hundreds and number.role in (Role.TEN, None)
        )
        if following.meaning.value != _HUNDRED or not counts or number.terms[-1] >= THOUSAND:
            return self.take_unit(number, following)
        if not self.rules.many_hundreds and self._is_many(number):
            return False  # quarante-cinq cents
        number.scale(following.meaning.value, Role.HUNDRED)
        number.end = following.end
        return True

    def _is_many(self, number: NumberBuilder) -> bool:
        """Return whether the last term is ten or more, with the ten before it."""
        tens = len(number.terms) > 1 and number.terms[-2] < _HUNDRED
        return tens or number.terms[-1] >= _TEN

    def take_scale(self, number: NumberBuilder, following: NextWord) -> bool:
        """Take a thousand and above."""
        number.scale(following.meaning.value, Role.SCALE)
        number.scaled = number.scaled or following.meaning.value >= THOUSAND
        number.end = following.end
        return True

    # fractions, ordinals and decimals

    def take_unsure(self, number: NumberBuilder, following: NextWord) -> bool:
        """Take what multiplies by nobody knows how much: the number has no value."""
        number.unsure = number.scaled = True
        number.end = following.end
        return False

    def take_part(self, number: NumberBuilder, following: NextWord) -> bool:
        """Take a denominator: three fifths, one-tenth; or an ordinal: twenty-fifth."""
        total = number.total()
        counted = following.word.endswith(self.rules.fractions)
        if number.role not in NUMBERS or (total != 1 and not counted):
            return self.take_ordinal(number, following)
        number.become(quotient(total, following.meaning.value), Role.PART)
        number.end = following.end
        self.wholes.take(number)
        return False

    def take_more(self, number: NumberBuilder, following: NextWord) -> bool:
        """Take a part that is added without a link: 2 buçuk milyar, 2 tỷ rưỡi."""
        number.end = following.end
        return _join_fraction(number, ONE, following.meaning.value)

    def take_ordinal(self, number: NumberBuilder, following: NextWord) -> bool:
        """Take the last part of an ordinal: twenty-fifth."""
        if following.meaning.value < number.room and number.role in (Role.TEN, Role.HUNDRED):
            number.add(following.meaning.value, Role.ORDINAL)
            number.end = following.end
        return False

    def take_point(self, number: NumberBuilder, following: NextWord) -> bool:
        """Take the digits after a spoken point: two point five."""
        if number.role not in NUMBERS:
            return False
        found = places(self.text, following.end, self.lexicon)
        if found is None:
            return False
        digits, number.end = found
        number.add(Decimal(f"0.{digits}"), Role.POINT)
        return True

    def take_of(self, number: NumberBuilder, following: NextWord) -> bool:
        """Take a scale that a number is "of": 20 de milioane."""
        scale = next_word(self.text, following.end, self.lexicon)
        if scale is None or scale.meaning.role not in SCALES or number.role in SCALES:
            return False
        return self.take_scale(number, scale)

    def take_over(self, number: NumberBuilder, following: NextWord) -> bool:
        """Take the lower part of a fraction that closes a phrase: one over three."""
        under, end = Decimal(0), following.end
        if digits := _UNDER.match(self.text, end):
            under, end = Decimal(digits[1]), digits.end()
        elif part := linked(self.text, end, self.lexicon):
            under, end = part.terms.total(), part.end
        if under and self.rules.closes.match(self.text, end):
            number.become(quotient(number.total(), under), Role.PART)
            number.end = end
        return False

    # and

    def take_link(self, number: NumberBuilder, following: NextWord) -> bool:
        """Take what stands after ``and``: a fraction, or a smaller number."""
        part = linked(self.text, following.end, self.lexicon)
        if part is None or not self._join(number, part):
            return False
        number.end = part.end
        return True

    def _join(self, number: NumberBuilder, part: Linked) -> bool:
        value = part.terms.total()
        if part.under is not None:
            return _join_fraction(number, value, part.under)
        if number.role is None or number.room < self.rules.least or value >= number.room:
            return False
        if number.role is not Role.TEN and not self._links(number, part.end):
            return False
        number.add(value, part.terms.role)
        return True

    def _links(self, number: NumberBuilder, end: int) -> bool:
        """Return whether ``and`` adds to a scale: not in three thousand and four thousand."""
        if not self.rules.scale_links:
            return False
        meaning = self._meaning_at(end)
        scaled = meaning is not None and meaning.role in SCALES
        return not (scaled and number.role is Role.SCALE)

    def _more_digits(self, number: NumberBuilder) -> None:
        """Take the digits that go on after a scale: 4 thousand 3 hundred and 21."""
        following = self.rules.next_digits.match(self.text, number.end)
        if following and self._are_more(number, following):
            number.add(_whole(following), None)
            number.end = following.end()
            self.extend(number)

    def _are_more(self, number: NumberBuilder, following: re.Match[str]) -> bool:
        if _whole(following) >= number.room:
            return False
        if is_unspaced(self.text[number.end - 1]):  # 20万5000円
            return True
        scale = self._scale_at(following.end())
        if following["link"]:
            return not scale and number.role is Role.HUNDRED
        return self._is_group(number, following) or _ZERO < scale < number.room

    def _scale_at(self, end: int) -> Decimal:
        """Return what a scale at ``end`` multiplies by, 0 where there is none."""
        meaning = self._meaning_at(end)
        return meaning.value if meaning and meaning.role in _SMALLER_SCALES else _ZERO

    def _is_group(self, number: NumberBuilder, following: re.Match[str]) -> bool:
        """Return whether three digits behind a thousand are its ones: 20 mil 000."""
        ends = not self.text[following.end() : following.end() + 1].isalpha()
        if not ends or number.room != THOUSAND or "," in following["digits"]:
            return False
        return len(following["digits"]) == _GROUP or bool(self.wholes.counted(following.end()))


def _whole(digits: re.Match[str]) -> Decimal:
    """Return the value of digits that a comma may group."""
    return Decimal(digits["digits"].replace(",", ""))


def _join_fraction(number: NumberBuilder, over: Decimal, under: Decimal) -> bool:
    """Add the fraction that stands after ``and``."""
    if number.role is Role.PART:
        return False
    if over >= under:  # one hundred and thirty-two fifths
        number.become(quotient(CONTEXT.add(over, number.total()), under), Role.PART)
        return True
    unit = number.room if number.role in SCALES else ONE  # two million and a half
    number.add(CONTEXT.multiply(quotient(over, under), unit), Role.PART)
    return True


#: What takes a word of each role; returns whether more may follow.
_TAKES: dict[Role, Callable[[Continuation, NumberBuilder, NextWord], bool]] = {
    Role.UNIT: Continuation.take_unit,
    Role.TEN: Continuation.take_ten,
    Role.HUNDRED: Continuation.take_hundred,
    **dict.fromkeys(SCALES, Continuation.take_scale),
    Role.UNSURE: Continuation.take_unsure,
    Role.PART: Continuation.take_part,
    Role.ORDINAL: Continuation.take_ordinal,
    Role.MORE: Continuation.take_more,
    Role.LINK: Continuation.take_link,
    Role.POINT: Continuation.take_point,
    Role.OF: Continuation.take_of,
    Role.OVER: Continuation.take_over,
}
