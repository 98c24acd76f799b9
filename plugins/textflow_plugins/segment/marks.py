"""Find the marks at which a sentence may end, and what stands around each."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from textflow_plugins.segment.characters import APOSTROPHES, CLOSING, FULL_STOPS, OPENING

_CLOSING, _OPENING = re.escape(CLOSING), re.escape(OPENING)

#: Always matches once it stands on a stop, so that a long row of stops is read once.
_MARK = re.compile(
    rf"""
    (?P<full> [{FULL_STOPS}]++ [{_CLOSING}]*+ \s*+ )
    |
    (?P<stop> [.!?…]++ (?: [ ]\. )*+ )
    (?:
      (?P<close> [{_CLOSING}]*+ (?: [ ]?+ \[ \d{{1,3}} \] )*+ )
      \s++
      (?=
        (?P<open> [{_OPENING}]*+ )
        (?P<word> [^\W\d_]{{1,30}}+ (?: [{APOSTROPHES}] [^\W\d_]{{1,9}}+ )?+ | \d{{1,9}}+ | \S )?+
      )
    )?+
    """,
    re.VERBOSE,
)
_TRIM = OPENING + CLOSING


class Mark(NamedTuple):
    """A place where a sentence may end."""

    #: The offset behind the stop and what closes with it.
    end: int
    #: The offset at which the next sentence would begin.
    after: int
    #: The word before the stop, without it.
    token: str
    #: Whether that word begins its sentence.
    leads: bool
    stop: str
    #: The closing marks between stop and space.
    close: str
    #: The opening marks before the next word.
    open: str
    #: The next word, or one character if none begins there.
    word: str


def _token(text: str, start: int, stop: int) -> str:
    parts = text[max(start, stop - 40) : stop].split()
    return parts[-1].lstrip(_TRIM) if parts else ""


def marks(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the places between ``start`` and ``end`` where a sentence may end."""
    for match in _MARK.finditer(text, start, end):
        if match["full"] or match["close"] is not None:
            yield match


def mark_at(text: str, match: re.Match[str], start: int) -> Mark:
    """Describe a match that is no full stop of its own, in a sentence that begins at ``start``."""
    stop, close, opening, word = match.group("stop", "close", "open", "word")
    token = _token(text, start, match.start())
    leads = match.start() - start <= len(token) + 3
    return Mark(match.end("close"), match.end(), token, leads, stop, close, opening, word or "")
