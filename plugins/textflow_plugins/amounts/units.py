"""Units beside a number: kilometres per hour, 45-acre, 14-storey."""

import re
from collections.abc import Iterator
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from textflow_plugins.amounts.language import LANGUAGES, WORD, Lexicon, lexicon
from textflow_plugins.amounts.number_builder import Numeral, Shape
from textflow_plugins.amounts.tries import one_of
from textflow_plugins.languages import Rule, language, late

_GAP = late(r"[ \xa0\u202f]{0,2}\n?[-\N{HYPHEN}\N{NON-BREAKING HYPHEN}]?[ ]?[(\[{<]?")
_NAME = late(r"[^\W\d_]{1,40}(?:[ -][^\W\d_]{1,40})?'?")
_SIGN = late(r"[^\s\d,;:!?()\[\]{}<>]{1,6}(?:[23]|(?<=[-\u2212])1)?|[\xb0\xba] ?[CF](?!\w)")
#: Made-up measures: a 14-storey building, a two-run homer.
_ADJECTIVE = late(r"-([a-z]{3,})(?![\w'])")
_CLOSING = {"(": ")", "[": "]", "{": "}", "<": ">"}
_MEASURED = (Shape.DIGITS, Shape.WORDS, Shape.PART)


class Unit(NamedTuple):
    """A unit and where its name ends."""

    name: str
    end: int
    time: bool = False


class _Known(NamedTuple):
    """What a name or sign of a unit means."""

    name: str
    time: bool


@cache
def _prefixes() -> list[tuple[str, str]]:
    return [("", ""), *((one.name, one.sign) for one in language("und").si_prefixes)]


def _prefixed(kind: str | None) -> list[tuple[str, str]]:
    return _prefixes() if kind == "si" else _prefixes()[:1]


@cache
def _signs() -> dict[str, _Known]:
    found: dict[str, _Known] = {}
    for one in language("und").unit_signs:
        for prefix, letter in _prefixed(one.kind):
            for sign in one.signs:
                found.setdefault(letter + sign, _Known(prefix + one.unit, one.kind == "time"))
    return found


def _named(words: Lexicon) -> Iterator[tuple[str, _Known]]:
    for tables in reversed(words.spoken):
        for one in tables.unit_names:
            for prefix, _ in _prefixed(one.kind):
                known = _Known(prefix + one.unit, one.kind == "time")
                yield from ((prefix + name, known) for name in one.names)


def _rate_units(words: Lexicon) -> Iterator[tuple[str, str]]:
    """Yield what sums are per: units that have a name, and what is none elsewhere."""
    for tables in words.spoken:
        for one in (*tables.unit_names, *tables.rate_units):
            yield from ((name, one.unit) for name in one.names)


class _Patterns:
    """What makes a measure of a number in one language."""

    def __init__(self, words: Lexicon) -> None:
        per = one_of(words.union(lambda one: one.measures.per))
        article_unit = one_of(words.union(lambda one: one.measures.article_unit))
        period = one_of(words.union(lambda one: one.measures.period))
        old = words.union(lambda one: one.measures.age_after)
        people = one_of(words.union(lambda one: one.words.people))
        plural = one_of(words.union(lambda one: one.endings.plural))
        article = words.articles
        self.per = late(rf"[ ]?/[ ]?|[ ]{per}[ ]|[ ]{article}[ ](?={article_unit})")
        self.rate = late(rf"(?:[ ][a-z]+)?[ ](?:{article}|{per})[ ]({period})\b")
        self.old = late(rf"[- ]{one_of(old)}\b")
        #: Nouns that millions are of, not metres.
        self.people = late(rf"[ ](?:{people}|[a-z]+(?<!s){plural}\b(?!-))")
        self.makes_measures = words.says(Rule.MEASURES)
        self.no_measure = words.union(lambda one: one.measures.no_measure)
        self.quarters = tuple(words.union(lambda one: one.counting.quarter))
        rate = words.union(lambda one: one.measures.rate)
        elided = one_of(word for word in rate if not word[-1].isalpha() and word[-1] != ".")
        self._before_rate = rf"(?:{one_of(rate)}[ ]|{elided})"
        #: What every rate begins with: a pattern of a few words, where `rates` is of all units.
        self.rate_opening = late(rf"[ ]?/|[ ]{self._before_rate}")
        self.unknown_rate = late(rf"[ ]{per}[ ](?P<unit>{WORD})")
        self._words = words
        self.names: dict[str, _Known] = {}
        for name, known in _named(words):
            self.names.setdefault(name, known)

    @cached_property
    def rate_names(self) -> dict[str, str]:
        """Name of what a sum is per to its unit."""
        return dict(_rate_units(self._words))

    @cached_property
    def rates(self) -> re.Pattern[str]:
        """Finds what sums are per."""
        unit = one_of(self.rate_names)
        return re.compile(rf"[ ]?/[ ]?|[ ]{self._before_rate}(?P<unit>{unit})\b")


@lru_cache(maxsize=LANGUAGES)
def _patterns(tag: str) -> _Patterns:
    return _Patterns(lexicon(tag))


class UnitReader:
    """Reads the units of one text."""

    def __init__(self, text: str, low: str, words: Lexicon) -> None:
        self.text, self.low, self.patterns = text, low, _patterns(words.tag)

    def after(self, numeral: Numeral, end: int) -> Unit | None:
        """Return the unit that follows ``end``, the end of ``numeral``."""
        gap = _GAP.match(self.low, end)
        at = gap.end() if gap else end
        unit = self._named(at) or self._signed(at, tight=at == end)
        if unit is None:
            return self._adjective(numeral) or self._rate(numeral)
        return self._closed(self._per(self._aged(unit)), at)

    def _named(self, at: int) -> Unit | None:
        name = _NAME.match(self.low, at)
        if name is None:
            return None
        for words in (name[0], name[0].rstrip("'"), re.split(r"[ -]", name[0])[0].rstrip("'")):
            known = self.patterns.names.get(words)
            if known is not None:
                return Unit(known.name, at + len(words), known.time)
        return None

    def _signed(self, at: int, *, tight: bool) -> Unit | None:
        sign = _SIGN.match(self.text, at)
        if sign is None:
            return None
        for end in range(sign.end(), at, -1):
            known = _signs().get(self.text[at:end])
            if known is not None and not self.text[end : end + 1].isalnum():
                unit = Unit(known.name, end, known.time)
                return None if end - at == 1 and self._doubtful(unit, tight=tight) else unit
        return None

    def _doubtful(self, unit: Unit, *, tight: bool) -> bool:
        """Return whether one letter is rather no unit: the 1990s, 1.2b, 2.5m viewers."""
        letter, after = self.text[unit.end - 1], self.text[unit.end : unit.end + 1]
        if not tight:
            return letter.isalpha() and after in ("-", "'", "&")
        if letter == "m":
            return bool(self.patterns.people.match(self.low, unit.end))
        return letter in "bB" or (letter == "s" and self.text[unit.end - 2] == "0")

    def _adjective(self, numeral: Numeral) -> Unit | None:
        word = _ADJECTIVE.match(self.low, numeral.end) if self.patterns.makes_measures else None
        if word is None or word[1] in self.patterns.no_measure or numeral.shape not in _MEASURED:
            return None
        if self.low.endswith(self.patterns.quarters, 0, numeral.end):
            return None  # the quarter-finals
        return Unit(word[1], word.end())

    def _rate(self, numeral: Numeral) -> Unit | None:
        """Read how often: 300,000 a month, four times per week."""
        if numeral.shape is Shape.PART:
            return None  # half a day
        rate = self.patterns.rate.match(self.low, numeral.end)
        return Unit(f"per {rate[1]}", rate.end()) if rate else None

    def rate(self, end: int) -> str | None:
        """Return what the sum that ends at ``end`` is per: a week, per tonne."""
        if self.low[end : end + 1] not in (" ", "/"):
            return None
        may_be = self.patterns.rate_opening.match(self.low, end)
        found = self.patterns.rates.match(self.low, end) if may_be else None
        if found is None:
            other = self.patterns.unknown_rate.match(self.low, end)
            return other["unit"] if other else None
        if found["unit"]:
            return self.patterns.rate_names[found["unit"]]
        unit = self._named(found.end()) or self._signed(found.end(), tight=True)  # 5 €/kg
        return unit.name if unit else None

    def _aged(self, unit: Unit) -> Unit:
        old = self.patterns.old.match(self.low, unit.end) if unit.time else None
        return unit._replace(end=old.end(), time=False) if old else unit

    def _per(self, unit: Unit) -> Unit:
        per = self.patterns.per.match(self.low, unit.end)
        under = per and (self._named(per.end()) or self._signed(per.end(), tight=True))
        if not under:
            return unit
        return Unit(f"{unit.name} per {under.name}", under.end)

    def _closed(self, unit: Unit, at: int) -> Unit:
        """Take the bracket that closes round a unit: 20 (kg)."""
        closing = _CLOSING.get(self.text[at - 1])
        if closing and self.text.startswith(closing, unit.end):
            return unit._replace(end=unit.end + 1)
        return unit
