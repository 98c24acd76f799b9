"""Units: the tables of units of measure, and of the words that make a measure."""

from typing import Literal, NamedTuple

from textflow_plugins.languages.cells import Beside

Set = frozenset[str]
_NONE: Set = frozenset()


class UnitNames(NamedTuple):
    """`unit_names.tsv`, `rate_units.tsv`: a unit in English, and its names in small letters."""

    unit: str
    #: `si`: takes the prefixes of the SI; `time`: a length of time.
    kind: Beside[Literal["si", "time"] | None]
    names: Beside[tuple[str, ...]]


class UnitSigns(NamedTuple):
    """`unit_signs.tsv` of `und`: a unit and its signs, as written."""

    unit: str
    kind: Beside[Literal["si", "time"] | None]
    signs: Beside[tuple[str, ...]]


class Prefix(NamedTuple):
    """`si_prefixes.tsv` of `und`: a prefix of the SI, and its sign."""

    name: str
    sign: str


class Measures(NamedTuple):
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
