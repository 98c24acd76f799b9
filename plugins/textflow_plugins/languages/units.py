"""Units: the tables of units of measure, and of the words that make a measure."""

from typing import Literal

import attrs

Set = frozenset[str]
_NONE: Set = frozenset()


@attrs.frozen(eq=False)
class UnitNames:
    """`unit_names.tsv`, `rate_units.tsv`: a unit in English, and its names in small letters."""

    unit: str
    #: `si`: takes the prefixes of the SI; `time`: a length of time.
    kind: Literal["si", "time"] | None = attrs.field(eq=False)
    names: tuple[str, ...] = attrs.field(eq=False)


@attrs.frozen(eq=False)
class UnitSigns:
    """`unit_signs.tsv` of `und`: a unit and its signs, as written."""

    unit: str
    kind: Literal["si", "time"] | None = attrs.field(eq=False)
    signs: tuple[str, ...] = attrs.field(eq=False)


@attrs.frozen(eq=False)
class Prefix:
    """`si_prefixes.tsv` of `und`: a prefix of the SI, and its sign."""

    name: str
    sign: str


@attrs.frozen(eq=False, repr=False)
class Measures:
    """`measures.tsv`: words that make a measure of a number, or none, in small letters."""

    #: Before a second unit: per.
    per: Set = _NONE
    #: Before what a sum is paid for each time: (5 euros) a (week).
    rate: Set = _NONE
    #: Units that an article is enough before: (60 km) an hour.
    article_unit: Set = _NONE
    #: Units of how often: four times a day.
    period: Set = _NONE
    #: Behind a hyphen these are no measure: a two-day visit.
    no_measure: Set = _NONE
    #: What makes an age of a time: old.
    age_after: Set = _NONE
    #: What makes an age of a bare number: aged.
    age_before: Set = _NONE
