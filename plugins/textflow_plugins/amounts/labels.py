"""The currencies and the percent beside a number."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from textflow_plugins.amounts.lexicon import Lexicon
from textflow_plugins.amounts.tables import SIGNS, Money, code_roles
from textflow_plugins.amounts.terms import ONE, Numeral
from textflow_plugins.amounts.weights import weighs

_AFTER = re.compile(
    r"(?:[-\N{HYPHEN}\N{NON-BREAKING HYPHEN}]|[ \t\xa0\u202f]{0,2}\n?)"
    r"(?P<of>(?:worth[ ])?of[ ]|de[ ]|d['\u2019]|di[ ]|von[ ])?"
)
_WORD = re.compile(r"[^\W\d_]{1,40}")
_SPACES = " \t\xa0\u202f"
_MOST_SPACES = 2
_LONGEST_SIGN = 9
_LONGEST_NAME = 14
_LONGEST_CODE = 4
_BIG = 100
_SHORT = 40
#: Letters that are no state's before "$" and a space: a $4 billion deal.
_LONE_LETTERS = frozenset("abgjmnrstz")
#: A number that looks like a price.
_PRICE = re.compile(
    r"\d{1,3}[.,' \xa0\u202f\u2019]\d{3}(?!\d)|\d+[.,]\d\d(?!\d)|\d+(?:[.,]\d+)?[ ]?(?:[mb]|tr)illi"
)
#: A noun follows: a grand jury, a nickel mine.
_NOUN = re.compile(
    r"[ -](?!(?:a|an|and|as|at|but|by|each|for|from|if|in|is|more|of|on|or|out|per|so|than|that"
    r"|the|to|was|when|with)\b)[^\W\d_]"
)
_YEAR = re.compile(r"(?:19|20)\d\d(?![\d.,]*\d)")
#: A code goes on: RS-25.
_MODEL = re.compile(r"-\d")
_METRIC = {"m": Decimal(1_000_000), "k": Decimal(1000), "t": Decimal(1000)}


class Label(NamedTuple):
    """A currency beside a number."""

    start: int
    end: int
    code: str | None
    #: How many make one unit of the currency.
    per: Decimal
    flags: frozenset[str]
    #: Counts so many at once: 30 MUSD.
    scale: Decimal = ONE
    #: The sign that the code was taken for; "" where the text names the currency itself.
    sign: str = ""


class Labeller:
    """Reads the currencies and the percent beside the numbers of one text."""

    def __init__(self, text: str, low: str, lexicon: Lexicon, currency: Mapping[str, str]) -> None:
        self.text, self.low, self.lexicon = text, low, lexicon
        self.money = lexicon.money
        self.currency = {key.lower(): code for key, code in currency.items()}

    def _stops(self, end: int) -> bool:
        return not self.low[end : end + 1].isalnum()

    # percent

    def percent(self, end: int) -> tuple[int, Decimal] | None:
        """Return where the percent after ``end`` ends and how many of it make one percent."""
        gap = _AFTER.match(self.low, end)
        at = gap.end() if gap and not gap["of"] else end
        sign = self.low[at : at + 1]
        if sign in ("%", "\N{PER MILLE SIGN}"):
            per = ONE if sign == "%" else Decimal(10)
            return (at + 1, per) if self._stops(at + 1) else None
        word = _WORD.match(self.low, at)
        for name, per in self.lexicon.percents.get(word[0], ()) if word else ():
            if self.low.startswith(name, at) and self._stops(at + len(name)):
                return at + len(name), per
        return None

    # one sign or name

    def _code(self, key: str, meaning: Money) -> str | None:
        sign = meaning.code or ""
        told = self.currency.get(key) or self.currency.get(sign.lower())
        return told or SIGNS.get(sign, meaning.code)

    def _label(self, start: int, end: int, key: str) -> Label | None:
        meaning, written = self.money[key], self.text[start:end]
        if meaning.form and written != meaning.form:
            return None
        if "code" in meaning.flags and not self._is_code(written):
            return None
        sign = meaning.code if meaning.code in SIGNS else ""
        return Label(
            start, end, self._code(key, meaning), meaning.per, meaning.flags, sign=sign or ""
        )

    def _is_code(self, written: str) -> bool:
        if written.isupper():
            return True
        plain = written.islower() or len(self.text) <= _SHORT  # CHf, on a tag
        return plain and code_roles().get(written.upper()) == "common"

    def _metric(self, start: int, end: int) -> Label | None:
        """Read a scale and a code in one: MUSD, kEUR."""
        code, scale = self.text[start + 1 : end], _METRIC.get(self.low[start])
        if scale is None or not code.isupper() or code_roles().get(code) != "common":
            return None
        return Label(start, end, code, ONE, frozenset(["left"]), scale)

    # after the number

    def after(self, end: int, numeral: Numeral) -> Label | None:
        """Return the currency that follows ``end``, the end of ``numeral``."""
        gap = _AFTER.match(self.low, end)
        at = gap.end() if gap else end
        if gap and gap["of"] and not self._may_be_of(numeral):
            at = gap.start("of")
        label = self._named(at) or self._signed(at)
        if label is None or not self._fits(label, numeral, gap=at - end):
            return None
        return None if at > end and self._is_ahead(label) else label

    def _is_ahead(self, label: Label) -> bool:
        """Tell whether a sign belongs to the number behind it: in 2008 $60bn."""
        after = self.low[label.end : label.end + 1]
        return after.isdigit() and not self.low[label.end - 1].isalpha()

    def _may_be_of(self, numeral: Numeral) -> bool:
        return numeral.scaled or numeral.shape == "part" or self.lexicon.language != "en"

    def _named(self, at: int) -> Label | None:
        word = _WORD.match(self.low, at)
        if word is None:
            return None
        for name in self.lexicon.phrases.get(word[0], ()):
            if self.low.startswith(name, at) and self._stops(at + len(name)):
                return self._label(at, at + len(name), name)
        for end in (word.end() + 2, word.end() + 1, word.end()):
            if end > len(self.low):
                continue
            key = self.low[at:end]
            if key in self.money and not (key[-1].isalpha() and not self._stops(end)):
                return self._label(at, end, key)
        return self._metric(at, word.end())

    def _signed(self, at: int) -> Label | None:
        for end in range(min(at + _LONGEST_SIGN, len(self.low)), at, -1):
            key = self.low[at:end]
            if key in self.money and not (key[-1].isalpha() and self.low[end : end + 1].isalpha()):
                return self._label(at, end, key)
        return None

    def _fits(self, label: Label, numeral: Numeral, *, gap: int) -> bool:
        """Tell whether the flags of a currency allow it after this number."""
        checks = {
            "lead": False,
            "tight": not gap and numeral.shape == "digits" and self._stops(label.end),
            "scaled": numeral.scaled,
            "big": numeral.scaled or (numeral.shape == "digits" and (numeral.value or 0) >= _BIG),
        }
        if not all(passed for flag, passed in checks.items() if flag in label.flags):
            return False
        if _MODEL.match(self.low, label.end) or not self._codes(label, numeral):
            return False
        if "mark" in label.flags and self.low.startswith("the ", numeral.start - 4):
            return False
        if "final" in label.flags and _NOUN.match(self.low, label.end):
            return False
        return "weight" not in label.flags or not weighs(self.low, numeral, label.end)

    def _codes(self, label: Label, numeral: Numeral) -> bool:
        """Tell whether a code may follow this number: not the BND of "ein BND-Mann"."""
        if "code" not in label.flags or numeral.shape == "digits" or numeral.scaled:
            return True
        return code_roles().get(label.code or "") == "common"

    # before the number

    def before(self, start: int, *, names: bool = False) -> Label | None:
        """Return the sign or code that stands before ``start``; with ``names``, the name."""
        at = self._back(start)
        if not at or self.low[at - 1].isdigit():
            return None
        label = self._word_before(at, names=names) if self.low[at - 1].isalpha() else None
        if label is None and not names:
            label = self._sign_before(at)
        if label is None or not self._leads(label, start):
            return None
        return label if names or not label.sign else self._with_state(label)

    def _back(self, start: int) -> int:
        at = start - (self.low[start - 1 : start] == ":")
        while at and start - at < _MOST_SPACES and self.low[at - 1] in _SPACES:
            at -= 1
        return at

    def _leads(self, label: Label, start: int) -> bool:
        """Tell whether this may be money: N500 and TOP 10 only where a price follows."""
        tight = "tight" in label.flags
        if tight and label.end < start:
            return False
        if "name" in label.flags and (label.end == start or _YEAR.match(self.low, start)):
            return False  # Euro 2020
        written = self.text[label.start : label.end]
        if tight or ("code" in label.flags and code_roles().get(written.upper()) == "word"):
            return bool(_PRICE.match(self.low, start))
        return True

    def _word_before(self, at: int, *, names: bool) -> Label | None:
        begin = at
        while begin and at - begin < _LONGEST_NAME and self.low[begin - 1].isalpha():
            begin -= 1
        if names:
            return self._name_before(begin, at)
        meaning = self.money.get(self.low[begin:at])
        if meaning is None:
            return self._metric(begin, at)
        if "left" not in meaning.flags or "name" in meaning.flags:
            return None
        return self._label(begin, at, self.low[begin:at])

    def _name_before(self, begin: int, at: int) -> Label | None:
        earlier = self.low[max(0, begin - 24) : begin].rstrip().rpartition(" ")[2]
        start = begin - len(earlier) - 1
        name = self.low[max(0, start) : at]
        if earlier and name in self.money:
            return self._label(start, at, name)
        meaning = self.money.get(self.low[begin:at])
        if meaning is None or "name" not in meaning.flags:
            return None
        return self._label(begin, at, self.low[begin:at])

    def _sign_before(self, at: int) -> Label | None:
        for begin in range(max(0, at - _LONGEST_SIGN), at):
            key = self.low[begin:at]
            meaning = self.money.get(key)
            if meaning is None or "left" not in meaning.flags or "name" in meaning.flags:
                continue
            if not key[0].isalpha() or not begin or not self.low[begin - 1].isalnum():
                return self._label(begin, at, key)
        return None

    def _with_state(self, label: Label) -> Label:
        """Take the state or the code before a bare sign: NZD $100, US $5."""
        at = label.start - (self.low[label.start - 1 : label.start] == " ")
        begin = at
        while begin and at - begin < _LONGEST_CODE and self.low[begin - 1].isalpha():
            begin -= 1
        word, sign = self.low[begin:at], self.low[label.end - 1]
        if not word or (begin and self.low[begin - 1].isalnum()):
            return label
        meaning = self.money.get(word + sign)
        if meaning is None or (at < label.start and word in _LONE_LETTERS):
            meaning = self.money.get(word)
            if meaning is None or not self._is_code(self.text[begin:at]):
                return label
        return Label(begin, label.end, self._code(word, meaning), label.per, label.flags)
