"""Modifiers: the table of words that say how exact an amount is, and where it went."""

from typing import NamedTuple

Set = frozenset[str]
_NONE: Set = frozenset()


class Modifiers(NamedTuple):
    """`modifiers.tsv`: words beside an amount, in small letters; one word is of one class."""

    # Before it
    approx: Set = _NONE
    minimum: Set = _NONE
    maximum: Set = _NONE
    up: Set = _NONE
    down: Set = _NONE
    #: May stand between the amount and such a word: rose by 3 per cent.
    filler: Set = _NONE
    #: Before a word of minus these make it a bound: au moins.
    at_least: Set = _NONE

    # After it
    approx_after: Set = _NONE
    minimum_after: Set = _NONE
    maximum_after: Set = _NONE
    #: A 3 per cent rise.
    up_after: Set = _NONE
    down_after: Set = _NONE
    #: Nothing is looked for behind these.
    stop: Set = _NONE
