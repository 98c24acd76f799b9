"""Find what opens or closes a paragraph without a full stop: a dateline, the label of a figure."""

import re
from collections.abc import Container

_DATE = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,\s[A-Z][a-z]{2,8}\s\d{1,2},\s\d{4}"
_OPENING = re.compile(
    rf"""
    (?: {_DATE} | (?: Figure | Fig\. | Table | Map | Chart ) \s \d{{1,3}} (?: \. \d{{1,3}} )* )
    (?P<gap> \s+ ) (?= [A-ZÀ-ÖØ-Þ(] )
    """,
    re.VERBOSE,
)
_CLOSING = re.compile(rf"(?P<gap>\s+){_DATE}\Z", re.VERBOSE)
_LAST = re.compile(r"(?<=\s)[^\W\d_]+\Z")  # of two words or more
_LONGEST = 40  # no date is longer


def opening(text: str, start: int, end: int) -> tuple[int, int] | None:
    """
    Return where a label that opens a paragraph ends, and where its text begins.

    >>> opening("Friday, July 7, 2017 A ferry sank.", 0, 34)
    (20, 21)
    """
    label = _OPENING.match(text, start, end)
    return label.span("gap") if label else None


def closing(text: str, start: int, end: int, within: Container[str]) -> tuple[int, int] | None:
    """
    Return where a headline ends before a date that closes its paragraph, and where that begins.

    No headline ends with a word of ``within``: "open until Friday, July 7, 2017".

    >>> closing("A ferry sank Friday, July 7, 2017", 0, 33, {"until"})
    (12, 13)
    """
    date = _CLOSING.search(text, max(start, end - _LONGEST), end)
    if not date:
        return None
    headline = text[start : date.start()].rstrip()
    last = _LAST.search(headline)
    if not last or last[0] in within:
        return None
    return start + len(headline), date.end("gap")
