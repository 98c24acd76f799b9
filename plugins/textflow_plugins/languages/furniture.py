"""Furniture: the table of phrases that are around an article and no part of it."""

from enum import StrEnum
from typing import NamedTuple

from textflow_plugins.languages.cells import Beside


class How(StrEnum):
    """How a phrase is found; case, punctuation and spaces do not count."""

    #: The whole line is this: it goes wherever it is.
    SURE = "sure"
    #: The whole line is this: it goes before or after the prose, or beside other furniture.
    EDGE = "edge"
    #: A line that opens with this, or that contains it, goes wherever it is.
    OPENS = "opens"
    HOLDS = "holds"
    #: A line that opens with this, with ":" or "|" and more behind it, goes wherever it is.
    POINTS = "points"
    #: The whole line is this: it heads a list of links, which goes with it.
    HEADS = "heads"
    #: A short line that opens with this heads such a list; the second after the prose alone.
    STARTS = "starts"
    BEGINS = "begins"
    #: A line that opens with this, or that contains it, goes if it is after the prose.
    CLOSES = "closes"
    ENDS = "ends"
    #: A short sentence that opens with this, or that contains it, is no part of a summary.
    OPENS_SENTENCE = "opens_sentence"
    HOLDS_SENTENCE = "holds_sentence"
    #: A short line of such words is a row of buttons.
    BUTTON = "button"


class Phrase(NamedTuple):
    """`furniture.tsv`: a phrase, how it is found, and for each of these its rule."""

    phrase: str
    uses: Beside[tuple[tuple[How, str], ...]]
