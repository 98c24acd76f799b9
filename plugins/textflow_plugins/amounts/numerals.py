"""Read one number where it begins: digits, words, fractions and scales together."""

import re
from decimal import Decimal
from functools import lru_cache

from textflow_plugins.amounts.continuations import Continuation
from textflow_plugins.amounts.digits import CONTEXT, read_digits
from textflow_plugins.amounts.fractions import completed
from textflow_plugins.amounts.han import han_value, is_inexact
from textflow_plugins.amounts.language import LANGUAGES, Lexicon, Word, lexicon
from textflow_plugins.amounts.number_builder import (
    ONE,
    THOUSAND,
    NumberBuilder,
    Numeral,
    Shape,
    quotient,
    vulgar,
)
from textflow_plugins.amounts.tries import one_of
from textflow_plugins.amounts.wholes import WholeReader
from textflow_plugins.languages import Role, Rule, late

_SUFFIX = re.compile(r"[ ]?([a-z]{1,2})(?!\w)")
_VAGUE = (Role.PLURAL, Role.PLURAL_OF, Role.FEW)
_WHOLES = (Role.SCALE, Role.HUNDRED)
_LONGEST_ARTICLE = 4
_HUNDRED = Decimal(100)
_TWO = Decimal(2)
_AGAIN = late(r"[ ]\((?P<digits>\d[\d.,]{0,30})\)")


class _Patterns:
    """What may stand beside the number words of one language."""

    def __init__(self, words: Lexicon) -> None:
        self.ordinal = late(rf"{words.ordinals}(?!\w)")
        link = one_of(words.of_role(Role.LINK))
        none = one_of(words.union(lambda one: one.money_context.no_cents))
        #: The cents of a cheque: fifty and NO/100.
        self.cents = late(rf"[ ]{link}[ ](?:{none}|(?P<cents>\d\d))/100\b")
        self.plural_scales = tuple(words.counted.endings.scales)
        self.bare_fractions = words.about(Rule.BARE_FRACTION)
        self.many = tuple(words.about(Rule.MANY))


@lru_cache(maxsize=LANGUAGES)
def _patterns(tag: str) -> _Patterns:
    return _Patterns(lexicon(tag))


class NumeralReader:
    """Reads the numbers of ``text`` (in small letters) with the words of a language."""

    def __init__(self, text: str, lexicon: Lexicon, point: str) -> None:
        self.text, self.lexicon, self.point = text, lexicon, point
        self.patterns = _patterns(lexicon.tag)
        self.wholes = WholeReader(text, lexicon, point)
        self.continuation = Continuation(text, lexicon, self.wholes)
        #: End of a run of digits that was found to be a list: 1,2,3.
        self.listed = 0

    def seen(self, at: int) -> re.Match[str] | None:
        """Return the beginning of the number at ``at``."""
        pattern = self.lexicon.piece if at < self.listed else self.lexicon.anchor
        return pattern.match(self.text, at)

    def read(self, found: re.Match[str]) -> Numeral | None:
        """Return the number that begins at ``found``, a match of the lexicon's anchor."""
        number = NumberBuilder(found.start(), found.end(), spelt=bool(found["word"]))
        if found["digits"]:
            return self._digits(number, found["digits"])
        if found["vulgar"]:
            number.add(vulgar(found["vulgar"]), Role.PART)
            return self._finish(number, Shape.PART)
        if found.lastgroup == "han":
            return self._han(number, found["han"])
        return self._words(number, found["word"])

    def _han(self, number: NumberBuilder, run: str) -> Numeral | None:
        """Read Chinese characters that count money or percent; most others count nothing."""
        start, end = number.start, number.end
        counted = end - start > 1 and self.lexicon.unspaced_money.match(self.text, end)
        if not counted and not self._is_percentage(start, end):
            return None
        inexact = is_inexact(self.text[max(0, start - 1) : start])
        value = None if inexact else han_value(run, self._han_opening)
        if value is None:
            return None
        return Numeral(start, end, value, Shape.WORDS, scaled=value >= THOUSAND)

    def _is_percentage(self, start: int, end: int) -> bool:
        """Return whether a name of percent stands beside a number, with no space between."""
        names = self.lexicon.percents_before if self.lexicon.percent_first else ()
        led = any(self.text.endswith(name, 0, start) for name, _ in names)
        return led or self.lexicon.unspaced_percent.match(self.text, end) is not None

    @property
    def _han_opening(self) -> str:
        return "".join(self.lexicon.about(Rule.HAN))

    # digits

    def _digits(self, number: NumberBuilder, run: str) -> Numeral | None:
        digits = read_digits(run, self.point)
        if digits is None:
            return None
        if digits.length < len(run):
            self.listed = number.end
        number.end = number.start + digits.length
        if digits.value is None:
            return Numeral(number.start, number.end, None, Shape.DIGITS)
        value = self._leading_point(number, digits.value, run[: digits.length])
        if ordinal := self.patterns.ordinal.match(self.text, number.end):
            return Numeral(number.start, ordinal.end(), value, Shape.ORDINAL)
        value, number.end = completed(self.text, number.end, value)
        number.add(value, None)
        self._spell_out(number, value)
        self.continuation.extend(number)
        return self._finish(number, Shape.DIGITS, doubtful=digits.doubtful)

    def _spell_out(self, number: NumberBuilder, value: Decimal) -> None:
        """Take what contracts write behind digits: 50 (fifty)."""
        found = self.seen(number.end + 2) if self.text.startswith(" (", number.end) else None
        again = (
            self._words(NumberBuilder(*found.span()), found["word"])
            if found and found["word"]
            else None
        )
        if again and again.value == value and self.text.startswith(")", again.end):
            number.end = again.end + 1

    def _leading_point(self, number: NumberBuilder, value: Decimal, run: str) -> Decimal:
        before = self.text[max(0, number.start - 2) : number.start]
        if not before.endswith((".", self.point)) or not run.isdigit() or before[:-1].isalnum():
            return value
        number.start -= 2 if before == ".." else 1
        return Decimal(f"0.{run}")

    # words

    def _words(self, number: NumberBuilder, word: str) -> Numeral | None:
        meaning = self.lexicon.words.get(word)
        if meaning is None:
            if word in self.lexicon.money:
                return Numeral(number.start, number.start, ONE, Shape.COIN)
            return self._joined(number, word)
        if meaning.role in _VAGUE or self._is_plural(number, word, meaning):
            return self._vague(number, meaning)
        if meaning.role in (Role.PART, Role.ORDINAL):
            return self._part(number, word, meaning)
        if meaning.role in (Role.UNIT, Role.TEN):
            number.add(meaning.value, meaning.role)
        else:
            number.scale(meaning.value, meaning.role)
            number.scaled = meaning.value >= THOUSAND
            self._with_article(number)
        self.continuation.extend(number)
        self._restate(number)
        return self._finish(number, Shape.WORDS)

    def _restate(self, number: NumberBuilder) -> None:
        """Take what contracts write behind a number in words: four (4), fifty and NO/100."""
        if cents := self.patterns.cents.match(self.text, number.end):
            number.add(CONTEXT.divide(Decimal(cents["cents"] or 0), _HUNDRED), Role.POINT)
            number.end = cents.end()
        elif again := _AGAIN.match(self.text, number.end):
            digits = read_digits(again["digits"], self.point)
            if digits is not None and digits.value == number.total():
                number.end = again.end()
                self.continuation.extend(number)

    def _is_plural(self, number: NumberBuilder, word: str, meaning: Word) -> bool:
        """Return whether a scale counts nothing: des milliards d'euros, multi-million."""
        if meaning.role is not Role.SCALE or meaning.value <= THOUSAND:
            return False
        many = self.text.endswith(self.patterns.many, 0, number.start)
        return many or word.endswith(self.patterns.plural_scales)

    def _with_article(self, number: NumberBuilder) -> None:
        before = self.text[max(0, number.start - _LONGEST_ARTICLE - 1) : number.start]
        if before[-1:] not in (" ", "-"):
            return
        word = re.split(r"\W", before[:-1])[-1]
        meaning = self.lexicon.words.get(word)
        if meaning is not None and meaning.role is Role.ARTICLE:
            number.start -= len(word) + 1

    def _joined(self, number: NumberBuilder, word: str) -> Numeral | None:
        """Read a number that is one word: vierundzwanzig, quarantacinque."""
        if self.lexicon.joints is None:
            return None
        for piece in self.lexicon.joints.findall(word):
            _add_piece(number, self.lexicon.words[piece])
        if number.unsure:
            return Numeral(number.start, number.end, None, Shape.VAGUE, scaled=True)
        self.continuation.extend(number)
        return self._finish(number, Shape.WORDS)

    def _vague(self, number: NumberBuilder, first: Word) -> Numeral | None:
        """Read hundreds of millions; several million."""
        took = first.role in (Role.PLURAL, Role.SCALE)
        if first.role is Role.PLURAL_OF:
            took = self.wholes.follows(number.end)
        if not took:
            self._with_article(number)
        took = self.wholes.take_scales(number) or took
        if took:
            return Numeral(number.start, number.end, None, Shape.VAGUE, scaled=True)
        return self._few(number, first) or self._alone(number, first)

    def _few(self, number: NumberBuilder, first: Word) -> Numeral | None:
        """Read a few of what is counted: several dozen, a couple of dollars."""
        end = self.wholes.counted(number.end) if first.role is Role.FEW else None
        if not end:
            return None
        shape = Shape.ALONE if first.value else Shape.VAGUE
        return Numeral(number.start, end, first.value or None, shape)

    def _alone(self, number: NumberBuilder, first: Word) -> Numeral | None:
        """Read a word that is a number where nothing follows it: a couple."""
        alone = self.text.strip().endswith(self.text[number.start : number.end])
        if not alone or not first.value:
            return None
        return Numeral(number.start, number.end, first.value, Shape.ALONE)

    def _part(self, number: NumberBuilder, word: str, meaning: Word) -> Numeral:
        begin = number.start
        self._with_article(number)
        if self._is_rank(word, meaning, counted=number.start < begin):
            return Numeral(begin, number.end, meaning.value, Shape.ORDINAL)
        number.add(quotient(ONE, meaning.value), Role.PART)
        self.wholes.take(number)
        bare = self.patterns.bare_fractions
        part = bare or number.scaled or (meaning.value == _TWO and self.wholes.counted(number.end))
        return self._finish(number, Shape.PART if part else Shape.ORDINAL)

    def _is_rank(self, word: str, meaning: Word, *, counted: bool) -> bool:
        """Return whether a word for a part is an ordinal, where only some are parts uncounted."""
        bare = self.patterns.bare_fractions
        return bool(bare) and (meaning.role is Role.ORDINAL or not (counted or word in bare))

    # the end

    def _finish(self, number: NumberBuilder, shape: Shape, *, doubtful: bool = False) -> Numeral:
        if number.role is Role.ORDINAL:
            shape = Shape.ORDINAL
        elif number.role is Role.PART and shape is Shape.WORDS:
            shape = Shape.PART
        suffixed = shape is Shape.DIGITS and not number.scaled
        suffix, end = self._suffix(number.end) if suffixed else (None, 0)
        return Numeral(
            number.start,
            number.end,
            None if number.unsure else number.total(),
            shape,
            doubtful=doubtful and len(number.terms) == 1,
            scaled=number.scaled,
            factor=number.factor,
            suffix=suffix,
            suffix_end=end,
        )

    def _suffix(self, end: int) -> tuple[Decimal | None, int]:
        found = _SUFFIX.match(self.text, end)
        by = self.lexicon.suffixes.get(found[1]) if found else None
        return (by, found.end()) if found and by else (None, 0)


def _add_piece(number: NumberBuilder, meaning: Word) -> None:
    """Add one word of a joined number."""
    if meaning.role is Role.PLURAL:
        number.unsure = True
    elif meaning.role in _WHOLES:
        number.scale(meaning.value, meaning.role)
        number.scaled = number.scaled or meaning.value >= THOUSAND
    elif meaning.role is Role.PART:
        if number.terms and number.terms[-1] == 1:  # zweieinhalb: two, one half
            number.terms.pop()
        number.add(quotient(ONE, meaning.value), Role.PART)
    elif meaning.role is not Role.LINK:
        number.add(meaning.value, meaning.role)
