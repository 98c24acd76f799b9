"""Counting: the tables of words that tell what counts, and what is a range."""

from typing import NamedTuple

Set = frozenset[str]
_NONE: Set = frozenset()


class Counting(NamedTuple):
    """`counting.tsv`: words beside numbers that count nothing, in small letters."""

    #: The number behind is a name: page.
    label: Set = _NONE
    #: What follows the hour, with a space before it or without.
    clock: Set = _NONE
    half_day: Set = _NONE
    #: Words that are a number or a fraction, and something else as often: one, half, quarter.
    pronoun: Set = _NONE
    half: Set = _NONE
    quarter: Set = _NONE
    #: Words that are an article as often as the number one.
    article: Set = _NONE
    #: How many lines a picture has, before "p".
    lines: Set = _NONE
    #: Before these, and behind these, the pronoun counts nothing: one day; this one.
    after_pronoun: Set = _NONE
    before_pronoun: Set = _NONE
    #: Behind these, half is a part of a game: first half.
    before_half: Set = _NONE


class Ranges(NamedTuple):
    """`ranges.tsv`: words of ranges, in small letters."""

    #: May join the two ends of a range: to.
    joint: Set = _NONE
    #: Of these, those that join only behind "between", and those that join alike things: and, or.
    both: Set = _NONE
    either: Set = _NONE
    #: Before the lower end: between.  Before an end that something comes from: from, by.
    between: Set = _NONE
    start: Set = _NONE
    #: May stand before an end: about.
    hedge: Set = _NONE
