"""Find what opens or closes a paragraph without a full stop: a dateline, the label of a figure."""

import re
from functools import lru_cache

from textflow_plugins.languages import any_of
from textflow_plugins.segment.language import Words

_LAST = re.compile(r"(?<=\s)[^\W\d_]+\Z")  # of two words or more
_LONGEST = 40  # no date is longer


@lru_cache(maxsize=64)
def _date(words: Words) -> str:
    """Return the pattern of a date in full: Friday, July 7, 2017."""
    return rf"{any_of(words.weekday)},\s[A-Z][a-z]{{2,8}}\s\d{{1,2}},\s\d{{4}}"


@lru_cache(maxsize=64)
def _opening(words: Words) -> re.Pattern[str]:
    labels = any_of(words.label)
    return re.compile(
        rf"""
        (?: {_date(words)} | {labels} \s \d{{1,3}} (?: \. \d{{1,3}} )* )
        (?P<gap> \s+ ) (?= [A-ZÀ-ÖØ-Þ(] )
        """,
        re.VERBOSE,
    )


@lru_cache(maxsize=64)
def _closing(words: Words) -> re.Pattern[str]:
    return re.compile(rf"(?P<gap>\s+){_date(words)}\Z")


def opening(text: str, start: int, end: int, words: Words) -> tuple[int, int] | None:
    """
    Return where a label that opens a paragraph ends, and where its text begins.

    >>> from textflow_plugins.segment.language import words
    >>> opening("Friday, July 7, 2017 A ferry sank.", 0, 34, words("en"))
    (20, 21)
    """
    label = _opening(words).match(text, start, end)
    return label.span("gap") if label else None


def closing(text: str, start: int, end: int, words: Words) -> tuple[int, int] | None:
    """
    Return where a headline ends before a date that closes its paragraph, and where that begins.

    No headline ends with a word that goes on: "open until Friday, July 7, 2017".

    >>> from textflow_plugins.segment.language import words
    >>> closing("A ferry sank Friday, July 7, 2017", 0, 33, words("en"))
    (12, 13)
    """
    dated = text[end - 1 : end].isdecimal()  # most paragraphs end in a full stop
    date = _closing(words).search(text, max(start, end - _LONGEST), end) if dated else None
    if date is None:
        return None
    headline = text[start : date.start()].rstrip()
    last = _LAST.search(headline)
    if not last or last[0] in words.within:
        return None
    return start + len(headline), date.end("gap")
