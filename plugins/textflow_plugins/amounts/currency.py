"""The currency beside a number: its sign, its code or its name."""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from textflow_plugins.amounts.cents import cents
from textflow_plugins.amounts.currencies import (
    Money,
    careful_codes,
    common_codes,
    metric,
    sign_codes,
)
from textflow_plugins.amounts.language import (
    LANGUAGES,
    WORD,
    Lexicon,
    is_joined,
    is_unspaced,
    lexicon,
)
from textflow_plugins.amounts.number_builder import ONE, Numeral, Shape
from textflow_plugins.amounts.pound_weight import PoundWeight, pound_weight
from textflow_plugins.amounts.tries import one_of
from textflow_plugins.languages import Care, Role, Rule, language, late

_WORD = re.compile(rf"{WORD}")
_NEXT_WORD = re.compile(rf"[ ]({WORD})")
_SPACES = " \t\xa0\u202f"
_MOST_SPACES = 2
_LONGEST_SIGN = 9
_LONGEST_NAME = 14
_SHORTEST_PEOPLE = 4
_LONGEST_CODE = 4
_FIRST_OF_TWO = 24
_SHORT = 40
_MILLION = Decimal(1_000_000)
#: Letters that are no state's before "$" and a space: a $4 billion deal.
_LONE_LETTERS = frozenset("abgjmnrstz")
_YEAR = late(r"(?:19|20)\d\d(?![\d.,]*\d)")
#: A class or a norm: Euro 6 diesel.
_CLASS = late(r"\d(?![\d.,])(?=[ ]?(?:[^\W\d_]|[.,;:)\"']|\Z))")
_ROUND = late(r"[1-9](?:00|50)(?![\d.,]*\d|\w)")
#: A code goes on: RS-25.
_MODEL = re.compile(r"-\d")


class CurrencyMark(NamedTuple):
    """A currency beside a number."""

    start: int
    end: int
    code: str | None
    #: How many make one unit of the currency.
    per: Decimal
    care: frozenset[Care]
    #: Counts so many at once: 30 MUSD.
    scale: Decimal = ONE
    #: The sign that the code was taken for; "" where the text names the currency itself.
    sign: str = ""


class _Patterns:
    """What stands beside currencies in one language."""

    def __init__(self, words: Lexicon) -> None:
        of = words.union(lambda one: one.money_context.of)
        elided = one_of(word for word in of if not word[-1].isalpha())
        spaced = one_of(word for word in of if word[-1].isalpha())
        self.gap = late(
            r"(?:[-\N{HYPHEN}\N{NON-BREAKING HYPHEN}]|[ \t\xa0\u202f]{0,2}\n?)"
            rf"(?P<of>{elided}|{spaced}[ ])?"
        )
        no_noun = one_of(words.union(lambda one: one.money_context.after_coin))
        #: A noun follows: a grand jury, a nickel mine.
        self.noun = late(rf"[ -](?!{no_noun}\b)[^\W\d_]")
        self.definite = tuple(f"{word} " for word in words.union(lambda one: one.words.definite))
        self.of_scales = words.says(Rule.OF_SCALES)
        self._words = words

    @cached_property
    def price(self) -> re.Pattern[str]:
        """A number that looks like a price."""
        large = (
            one for one, meaning in self._words.entries(Role.SCALE) if meaning.value >= _MILLION
        )
        suffix = one_of(self._words.suffixes.keys() | self._words.of_role(Role.SHORT))
        return re.compile(
            r"\d{1,3}[.,' \xa0\u202f\u2019]\d{3}(?!\d)|\d+[.,]\d\d(?!\d)"
            rf"|\d+(?:[.,]\d+)?(?:[ -]?{one_of(large)}|[ ]?{suffix}(?![\w-]))"
        )


@lru_cache(maxsize=LANGUAGES)
def _patterns(tag: str) -> _Patterns:
    return _Patterns(lexicon(tag))


@cache
def _lines() -> frozenset[str]:
    """Return how many lines pictures have: 1080p."""
    return language("und").counting.lines


class CurrencyReader:
    """Reads the currencies beside the numbers of one text."""

    def __init__(self, text: str, low: str, lexicon: Lexicon, currency: Mapping[str, str]) -> None:
        self.text, self.low, self.lexicon = text, low, lexicon
        self.money, self.patterns = lexicon.money, _patterns(lexicon.tag)
        self.cents = cents(lexicon.tag)
        self.currency = {key.lower(): code for key, code in currency.items()}

    @cached_property
    def pounds(self) -> PoundWeight:
        """Which pounds weigh, made where there are pounds."""
        return pound_weight(self.lexicon.tag)

    def _stops(self, end: int) -> bool:
        after = self.low[end : end + 1]
        return not (after.isdigit() or is_joined(after))

    # one sign or name

    def _code(self, key: str, meaning: Money) -> str | None:
        sign = meaning.code or ""
        told = self.currency.get(key) or self.currency.get(sign.lower())
        if not told and self.cents.unsaid(meaning) and self._cents_of:
            return self._cents_of
        return told or sign_codes().get(sign, meaning.code)

    @cached_property
    def _cents_of(self) -> str:
        """The currency of the cents of this text, "" for dollars."""
        return self.cents.of(self.low)

    def _mark(self, start: int, end: int, key: str) -> CurrencyMark | None:
        meaning, written = self.money[key], self.text[start:end]
        if meaning.form and written != meaning.form:
            return None
        if Care.CODE in meaning.care and not self._is_code(written):
            return None
        sign = meaning.code if meaning.code in sign_codes() else ""
        code = self._code(key, meaning)
        return CurrencyMark(start, end, code, meaning.per, meaning.care, sign=sign or "")

    def _is_code(self, written: str) -> bool:
        if written.isupper():
            return True
        plain = written.islower() or len(self.text) <= _SHORT  # CHf, on a tag
        return plain and written.upper() in common_codes()

    def _multiplied(self, start: int, end: int) -> CurrencyMark | None:
        """Read a scale and a code in one: MUSD, kEUR."""
        code, scale = self.text[start + 1 : end], metric().get(self.low[start])
        if scale is None:
            return None
        if code.isupper() and code in common_codes():
            return CurrencyMark(start, end, code, ONE, frozenset((Care.LEFT,)), scale)
        sign = self._signed(end) if end == start + 1 else None
        if sign is None or self.low[end].isalnum():
            return None
        return sign._replace(start=start, scale=scale)  # 3 M€

    # after the number

    def after(self, end: int, numeral: Numeral) -> CurrencyMark | None:
        """Return the currency that follows ``end``, the end of ``numeral``."""
        at = self._gap_end(end, numeral)
        mark = self._named(at) or self._signed(at)
        if mark is None or not self._fits(mark, numeral, gap=at - end):
            return None
        return None if at > end and self._is_ahead(mark) else mark

    def _gap_end(self, end: int, numeral: Numeral) -> int:
        """Return where what stands between a number and its currency ends."""
        gap = self.patterns.gap.match(self.low, end)
        if gap is None:
            return end
        return gap.start("of") if gap["of"] and not self._may_be_of(numeral) else gap.end()

    def _is_ahead(self, mark: CurrencyMark) -> bool:
        """Return whether a sign belongs to the number behind it: in 2008 $60bn."""
        after = self.low[mark.end : mark.end + 1]
        return after.isdigit() and not self.low[mark.end - 1].isalpha()

    def _may_be_of(self, numeral: Numeral) -> bool:
        return numeral.scaled or numeral.shape is Shape.PART or not self.patterns.of_scales

    def _named(self, at: int) -> CurrencyMark | None:
        word = _WORD.match(self.low, at)
        if word is None:
            return None
        for name in self.lexicon.phrases.get(word[0], ()):
            if self.low.startswith(name, at) and self._stops(at + len(name)):
                return self._mark(at, at + len(name), name)
        noun = self._word(at, word.end())
        return self._begun(word) if noun is None else self._with_adjective(noun)

    def _begun(self, word: re.Match[str]) -> CurrencyMark | None:
        """Return the currency that a word which is no money begins: danske kroner, MUSD."""
        at, found = word.start(), self._of_state(word)
        if found is None and self.text[at].isupper():
            found = self._of_people(word)
        return found or self._multiplied(at, word.end()) or self._part(at)

    def _of_state(self, state: re.Match[str]) -> CurrencyMark | None:
        """Return the currency of a state and a noun: danske kroner."""
        code = self.lexicon.states.get(state[0])
        noun = _NEXT_WORD.match(self.low, state.end()) if code else None
        mark = self._word(noun.start(1), noun.end()) if code and noun else None
        if mark is None or mark.care - {Care.WEIGHT, Care.NAME, Care.LEFT}:
            return None
        return CurrencyMark(state.start(), mark.end, code, mark.per, frozenset())

    def _of_people(self, people: re.Match[str]) -> CurrencyMark | None:
        """Return the currency of a noun behind a people's name that no table has: Kazakh tenge."""
        if len(people[0]) < _SHORTEST_PEOPLE:
            return None
        noun = _NEXT_WORD.match(self.low, people.end())
        if noun is None or not self.text[noun.start(1)].islower():
            return None
        mark = self._word(noun.start(1), noun.end()) if noun[1] in self.money else None
        if mark is None or mark.care:
            return None
        return mark._replace(start=people.start(), code=None if mark.sign else mark.code)

    def _with_adjective(self, noun: CurrencyMark) -> CurrencyMark:
        """Return the currency of a noun and its state: kroner danske."""
        state = _NEXT_WORD.match(self.low, noun.end) if not noun.care else None
        code = self.lexicon.states.get(state[1]) if state else None
        if state is None or code is None or not self.low[noun.end - 1].isalpha():
            return noun
        return noun._replace(end=state.end(), code=code)

    def _part(self, at: int) -> CurrencyMark | None:
        """Return the name of money that other words follow without a space."""
        found = (
            self.lexicon.unspaced_money.match(self.low, at) if is_unspaced(self.low[at]) else None
        )
        return self._mark(at, found.end(), found[0]) if found else None

    def _word(self, at: int, word_end: int) -> CurrencyMark | None:
        """Return the one word that is money, with the marks that belong to it: u.s.$, kr."""
        for end in (word_end + 2, word_end + 1, word_end):
            key = self.low[at:end]
            known = end <= len(self.low) and key in self.money
            if known and not (_is_letter(key[-1]) and not self._stops(end)):
                return self._mark(at, end, key)
        return None

    def _ends(self, end: int) -> bool:
        return not is_joined(self.low[end : end + 1])

    def _signed(self, at: int) -> CurrencyMark | None:
        for end in range(min(at + _LONGEST_SIGN, len(self.low)), at, -1):
            key = self.low[at:end]
            if key in self.money and not (_is_letter(key[-1]) and not self._ends(end)):
                return self._mark(at, end, key)
        return None

    def _fits(self, mark: CurrencyMark, numeral: Numeral, *, gap: int) -> bool:
        """Return whether a currency may follow this number."""
        if _MODEL.match(self.low, mark.end) or not self._may_be_code(mark, numeral):
            return False
        return not mark.care or self._is_careful(mark, numeral, gap=gap)

    def _is_careful(self, mark: CurrencyMark, numeral: Numeral, *, gap: int) -> bool:
        """Return whether a currency may follow this number with the care that it asks for."""
        digits, care = numeral.shape is Shape.DIGITS, mark.care
        refused = {
            Care.LEAD: True,
            Care.TIGHT: bool(gap) or not digits or not self._stops(mark.end),
            Care.SCALED: not numeral.scaled,
            Care.LINES: self.low[numeral.start : numeral.end] in _lines(),
            Care.SMALL: numeral.value != ONE and self.text[mark.start].isupper(),
            Care.BIG: not numeral.is_big,
        }
        if any(refused.get(one, False) for one in care):
            return False
        return self._words_allow(mark, numeral)

    def _words_allow(self, mark: CurrencyMark, numeral: Numeral) -> bool:
        """Return whether the words beside a currency leave it one."""
        the = self.patterns.definite
        if Care.MARK in mark.care and self.low.endswith(the, 0, numeral.start):
            return False
        final = Care.FINAL in mark.care or (Care.ONE in mark.care and numeral.shape is Shape.COIN)
        if final and self.patterns.noun.match(self.low, mark.end):
            return False
        return Care.WEIGHT not in mark.care or not self.pounds.weighs(self.low, numeral, mark.end)

    def _may_be_code(self, mark: CurrencyMark, numeral: Numeral) -> bool:
        """Return whether a code may follow this number: not the BND of "ein BND-Mann"."""
        if Care.CODE not in mark.care or numeral.shape is Shape.DIGITS or numeral.scaled:
            return True
        return mark.code in common_codes()

    # before the number

    def before(self, start: int) -> CurrencyMark | None:
        """Return the sign or code that stands before ``start``."""
        at = self._back(start)
        if not at or self.low[at - 1].isdigit():
            return None
        mark = self._word_before(at) if self.low[at - 1].isalpha() else None
        mark = mark or self._sign_before(at)
        if mark is None or not self._leads(mark, start):
            return None
        return self._with_state(mark) if mark.sign else mark

    def name_before(self, start: int) -> CurrencyMark | None:
        """Return the name that stands before ``start``."""
        at = self._back(start)
        if not at or not self.low[at - 1].isalpha():
            return None
        mark = self._name_before(self._word_start(at), at)
        return mark if mark is not None and self._leads(mark, start) else None

    def _back(self, start: int) -> int:
        at = start - (self.low[start - 1 : start] == ":")
        while at and start - at < _MOST_SPACES and self.low[at - 1] in _SPACES:
            at -= 1
        return at

    def _leads(self, mark: CurrencyMark, start: int) -> bool:
        """Return whether this may be money: N500 and TOP 10 only where a price follows."""
        if Care.NAME in mark.care and (mark.end == start or _YEAR.match(self.low, start)):
            return False  # Euro 2020
        if Care.NORM in mark.care and _CLASS.match(self.low, start):
            return False
        return not self._needs_price(mark) or self._is_price(mark, start)

    def _needs_price(self, mark: CurrencyMark) -> bool:
        """Return whether letters before a number are money only where it looks like a price."""
        if Care.TIGHT in mark.care:
            return True
        written = self.text[mark.start : mark.end].upper()
        return Care.PRICE in mark.care or (Care.CODE in mark.care and written in careful_codes())

    def _is_price(self, mark: CurrencyMark, start: int) -> bool:
        """Return whether a number looks like a price: 1,200, 3.50, 2bn, or a round one."""
        if Care.TIGHT in mark.care and mark.end < start:
            return False
        if Care.ROUND in mark.care and _ROUND.match(self.low, start):
            return True
        return self.patterns.price.match(self.low, start) is not None

    def _word_start(self, at: int) -> int:
        begin = at
        while begin and at - begin < _LONGEST_NAME and self.low[begin - 1].isalpha():
            begin -= 1
        return begin

    def _word_before(self, at: int) -> CurrencyMark | None:
        begin = self._word_start(at)
        if begin > 1 and self.low[begin - 1] == "-" and self.low[begin - 2].isalnum():
            return None  # JSON-LD 1.0
        written = self.text[begin:at]
        key = written if written in self.money else self.low[begin:at]
        meaning = self.money.get(key)
        if meaning is None:
            return self._multiplied(begin, at)
        return self._mark(begin, at, key) if _is_left(meaning) else None

    def _name_before(self, begin: int, at: int) -> CurrencyMark | None:
        earlier = self.low[max(0, begin - _FIRST_OF_TWO) : begin].rstrip().rpartition(" ")[2]
        start = begin - len(earlier) - 1
        name = self.low[max(0, start) : at]
        if earlier and name in self.money:
            return self._mark(start, at, name)
        meaning = self.money.get(self.low[begin:at])
        if meaning is None or Care.NAME not in meaning.care:
            return None
        return self._mark(begin, at, self.low[begin:at])

    def _sign_before(self, at: int) -> CurrencyMark | None:
        for begin in range(max(0, at - _LONGEST_SIGN), at):
            key = self.low[begin:at]
            meaning = self.money.get(key)
            if meaning is None or not _is_left(meaning):
                continue
            if self._is_apart(begin, key):
                return self._mark(begin, at, key)
        return None

    def _is_apart(self, begin: int, key: str) -> bool:
        """Return whether a sign at ``begin`` is no part of a word: not 직원 500."""
        if not key[0].isalpha() or not begin or not self.low[begin - 1].isalnum():
            return True
        return len(key) > 1 and is_unspaced(key[0])

    def _with_state(self, mark: CurrencyMark) -> CurrencyMark:
        """Take the state or the code before a bare sign: NZD $100, US $5."""
        at = mark.start - (self.low[mark.start - 1 : mark.start] == " ")
        begin = at
        while begin and at - begin < _LONGEST_CODE and self.low[begin - 1].isalpha():
            begin -= 1
        if begin == at or (begin and self.low[begin - 1].isalnum()):
            return mark
        meaning = self._state(begin, at, mark)
        if meaning is None:
            return mark
        code = self._code(self.low[begin:at], meaning)
        return CurrencyMark(begin, mark.end, code, mark.per, mark.care)

    def _state(self, begin: int, at: int, mark: CurrencyMark) -> Money | None:
        word, sign = self.low[begin:at], self.low[mark.end - 1]
        meaning = self.money.get(word + sign)
        if meaning is not None and not (at < mark.start and word in _LONE_LETTERS):
            return meaning
        return self.money.get(word) if self._is_code(self.text[begin:at]) else None


def _is_letter(letter: str) -> bool:
    """Return whether a word that ends in this may go on."""
    return letter.isalpha() or is_joined(letter)


def _is_left(meaning: Money) -> bool:
    return Care.LEFT in meaning.care and Care.NAME not in meaning.care
