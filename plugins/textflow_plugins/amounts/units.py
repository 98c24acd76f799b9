"""Units beside a number: kilometres per hour, 45-acre, 14-storey."""

import re
from functools import cache

import attrs

from textflow_plugins.amounts.tables import rows
from textflow_plugins.amounts.terms import Numeral

_GAP = re.compile(r"[ \xa0\u202f]{0,2}\n?[-\N{HYPHEN}\N{NON-BREAKING HYPHEN}]?[ ]?[(\[{<]?")
_NAME = re.compile(r"[^\W\d_]{1,40}(?:[ -][^\W\d_]{1,40})?'?")
_SIGN = re.compile(r"[^\s\d,;:!?()\[\]{}<>]{1,6}(?:[23]|(?<=[-\u2212])1)?|[\xb0\xba] ?[CF](?!\w)")
_PER = re.compile(r"[ ]?/[ ]?|[ ]per[ ]|[ ]an?[ ](?=hour|second|minute)")
#: Made-up measures: a 14-storey building, a two-run homer.
_ADJECTIVE = re.compile(r"-([a-z]{3,})(?![\w'])")
_NO_MEASURE = frozenset(
    [
        "and",
        "day",
        "for",
        "hour",
        "minute",
        "month",
        "off",
        "old",
        "plus",
        "second",
        "some",
        "something",
        "the",
        "week",
        "year",
    ]
)
_RATE = re.compile(r"(?:[ ][a-z]+)?[ ](?:an?|per)[ ](minute|hour|day|week|month|year)\b")
_OLD = re.compile(r"(?:[- ]olds?\b|[ ]of[ ]age\b)")
#: Nouns that millions are of, not metres.
_PEOPLE = re.compile(r"[ ](?:people|[a-z]+(?<!s)s\b(?!-))")
_CLOSING = {"(": ")", "[": "]", "{": "}", "<": ">"}


@attrs.frozen
class Unit:
    """A unit and where its name ends."""

    name: str
    end: int
    time: bool = False


@cache
def _prefixes() -> list[tuple[str, str]]:
    return [("", ""), *((name, sign) for name, sign in rows("prefixes.tsv"))]


@cache
def _names() -> dict[str, tuple[str, bool]]:
    found: dict[str, tuple[str, bool]] = {}
    for unit, names, _, flags in rows("units.tsv"):
        for prefix, _ in _prefixes() if "si" in flags else [("", "")]:
            for name in names.split():
                found.setdefault(prefix + name.replace("_", " "), (prefix + unit, flags == "time"))
    return found


@cache
def _signs() -> dict[str, tuple[str, bool]]:
    found: dict[str, tuple[str, bool]] = {}
    for unit, _, signs, flags in rows("units.tsv"):
        for prefix, letter in _prefixes() if "si" in flags else [("", "")]:
            for sign in signs.split():
                found.setdefault(letter + sign.replace("_", " "), (prefix + unit, flags == "time"))
    return found


class Units:
    """Reads the units of one text."""

    def __init__(self, text: str, low: str) -> None:
        self.text, self.low = text, low

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
            known = _names().get(words)
            if known is not None:
                return Unit(known[0], at + len(words), known[1])
        return None

    def _signed(self, at: int, *, tight: bool) -> Unit | None:
        sign = _SIGN.match(self.text, at)
        if sign is None:
            return None
        for end in range(sign.end(), at, -1):
            known = _signs().get(self.text[at:end])
            if known is not None and not self.text[end : end + 1].isalnum():
                unit = Unit(known[0], end, known[1])
                return None if end - at == 1 and self._doubtful(unit, tight=tight) else unit
        return None

    def _doubtful(self, unit: Unit, *, tight: bool) -> bool:
        """Tell whether one letter is rather no unit: the 1990s, 1.2b, 2.5m viewers, 5 A-levels."""
        letter, after = self.text[unit.end - 1], self.text[unit.end : unit.end + 1]
        if not tight:
            return letter.isalpha() and after in ("-", "'", "&")
        if letter == "m":
            return bool(_PEOPLE.match(self.low, unit.end))
        return letter in "bB" or (letter == "s" and self.text[unit.end - 2] == "0")

    def _adjective(self, numeral: Numeral) -> Unit | None:
        if self.low.endswith("quarter", 0, numeral.end):
            return None  # the quarter-finals
        word = _ADJECTIVE.match(self.low, numeral.end)
        if (
            word is None
            or word[1] in _NO_MEASURE
            or numeral.shape not in ("digits", "words", "part")
        ):
            return None
        return Unit(word[1], word.end())

    def _rate(self, numeral: Numeral) -> Unit | None:
        """Read how often: 300,000 a month, four times per week."""
        rate = _RATE.match(self.low, numeral.end)
        return Unit(f"per {rate[1]}", rate.end()) if rate else None

    def _aged(self, unit: Unit) -> Unit:
        old = _OLD.match(self.low, unit.end) if unit.time else None
        return attrs.evolve(unit, end=old.end(), time=False) if old else unit

    def _per(self, unit: Unit) -> Unit:
        per = _PER.match(self.low, unit.end)
        under = per and (self._named(per.end()) or self._signed(per.end(), tight=True))
        if not under:
            return unit
        return Unit(f"{unit.name} per {under.name}", under.end)

    def _closed(self, unit: Unit, at: int) -> Unit:
        """Take the bracket that closes round a unit: 20 (kg)."""
        closing = _CLOSING.get(self.text[at - 1])
        if closing and self.text.startswith(closing, unit.end):
            return attrs.evolve(unit, end=unit.end + 1)
        return unit
