"""Read what a part is of: half a MILLION, one tenth of 1 percent, hundreds of MILLIONS."""

import re
from decimal import Decimal
from functools import lru_cache

from textflow_plugins.amounts.conjunctions import DASH
from textflow_plugins.amounts.digits import CONTEXT, RUN, read_digits
from textflow_plugins.amounts.language import LANGUAGES, WORD, Lexicon, Word, lexicon
from textflow_plugins.amounts.number_builder import ONE, THOUSAND, NumberBuilder
from textflow_plugins.amounts.tries import one_of
from textflow_plugins.languages import Care, Role, late

_SCALES = (Role.SCALE, Role.SHORT, Role.HUNDRED)
_VAGUE = (Role.PLURAL, Role.PLURAL_OF, *_SCALES)
#: What is surely money behind a few, or a half of one.
_SURE = frozenset(
    (Care.LEFT, Care.NAME, Care.SMALL, Care.NORM, Care.MINOR, Care.ONE, Care.COIN, Care.FINAL)
)


class _Patterns:
    """What stands between a part and its whole in one language."""

    def __init__(self, words: Lexicon) -> None:
        one = one_of(word for word, meaning in words.entries(Role.UNIT) if meaning.value == ONE)
        of = one_of(words.of_role(Role.OF))
        single = rf"(?:{words.articles}|{one})"
        self.percent = late(
            rf"[ ]{of}[ ](?:{single}|(?P<digits>{RUN}))(?=[ ](?:{words.percent_names}|%))",
            re.VERBOSE,
        )
        self.scale = late(rf"(?:[ ]{of})?(?:[ ]{single})?[ {DASH}](?P<word>[^\W\d_]{{1,40}})")
        self.of = late(rf"[ ]{of}[ ]")
        #: What stands before the currency or the percent of which there is a part, or are a few.
        self.one = late(rf"(?:[ ]{of})?(?:[ ]{single})?(?=[ ](?P<word>{WORD}))")


@lru_cache(maxsize=LANGUAGES)
def _patterns(tag: str) -> _Patterns:
    return _Patterns(lexicon(tag))


class WholeReader:
    """Reads what the parts in ``text`` (in small letters) are of."""

    def __init__(self, text: str, lexicon: Lexicon, point: str) -> None:
        self.text, self.lexicon, self.point = text, lexicon, point
        self.patterns = _patterns(lexicon.tag)

    def follows(self, end: int) -> bool:
        """Return whether a whole is named behind ``end``: scores of."""
        return self.patterns.of.match(self.text, end) is not None

    def counted(self, end: int) -> int | None:
        """Return where what stands before a currency or percent ends: half A dollar, a few OF."""
        found = self.patterns.one.match(self.text, end)
        return found.end() if found and self._is_counted(found["word"], found.end() + 1) else None

    def _is_counted(self, word: str, at: int) -> bool:
        """Return whether a word is money and no weight, or opens a name of percent."""
        meaning = self.lexicon.money.get(word)
        if meaning is not None:
            return meaning.code is not None and meaning.care <= _SURE
        names = self.lexicon.percents.get(word, ())
        return any(self.text.startswith(one.name, at) for one in names)

    def take(self, number: NumberBuilder) -> None:
        """Multiply a fraction by what it is of."""
        if whole := self.patterns.percent.match(self.text, number.end):
            digits = read_digits(whole["digits"] or "1", self.point)
            if digits is not None and digits.value is not None:
                number.become(CONTEXT.multiply(number.total(), digits.value), Role.PART)
                number.end = whole.end()
            return
        scale, value = self._scale(number.end, _SCALES)
        if scale:
            number.become(CONTEXT.multiply(number.total(), value), Role.PART)
            number.scaled = value >= THOUSAND
        number.end = scale.end() if scale else self.counted(number.end) or number.end

    def take_scales(self, number: NumberBuilder) -> bool:
        """Move the end of a vague number behind the scales it is of; return whether any is."""
        begin = number.end
        while scale := self._scale(number.end, _VAGUE)[0]:
            number.end = scale.end()
        return number.end > begin

    def _scale(self, end: int, roles: tuple[Role, ...]) -> tuple[re.Match[str] | None, Decimal]:
        found = self.patterns.scale.match(self.text, end)
        meaning: Word | None = self.lexicon.words.get(found["word"]) if found else None
        known = meaning is not None and meaning.role in roles
        return (found, meaning.value) if meaning and known else (None, ONE)
