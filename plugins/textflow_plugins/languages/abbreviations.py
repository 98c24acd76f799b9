"""Abbreviations: the table of what ends in a full stop without ending a sentence."""

from typing import NamedTuple

Set = frozenset[str]
_NONE: Set = frozenset()


class Abbreviations(NamedTuple):
    """`abbreviations.tsv`: each with its full stop; small letters stand for capitals too."""

    #: Before a name; never ends a sentence.
    title: Set = _NONE
    #: Never ends a sentence.
    inner: Set = _NONE
    #: Never ends a sentence before a number; elsewhere it is an ordinary word.
    number: Set = _NONE
    #: Ends a name: ends a sentence only before a starter.
    name: Set = _NONE
    #: The same, and before a subject, and before a lone capitalised word with a verb behind it.
    last: Set = _NONE
    #: Ends a sentence before any capital, but for words of dates and times.
    end: Set = _NONE
    #: Ends no sentence before a small letter; elsewhere it is an ordinary word.
    small: Set = _NONE
