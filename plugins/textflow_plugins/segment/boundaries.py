"""Find the marks at which a sentence may end, and what stands around each."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from textflow_plugins.segment.characters import (
    APOSTROPHES,
    BULLETS,
    CLOSING,
    CURVED,
    FULL_CLOSING,
    FULL_STOPS,
    LOW_COMMAS,
    OPENING,
)
from textflow_plugins.segment.language import Words

_CLOSING, _OPENING = re.escape(CLOSING), re.escape(OPENING)
_FULL_CLOSING = re.escape(FULL_CLOSING)
_JOINT = APOSTROPHES + "\\-"  # "It's", "Under-Secretary"
_CURVED = re.escape(CURVED)
_THIN = "\\ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"  # inside French marks
_FRENCH = rf"[{_THIN}] [{_CURVED}] (?= \s | \Z )"  # a closing mark with the space before it
_NOTE = r"[ \n]? \[ \d{1,3} \]"  # the number of a footnote
#: The number of a note that was small and raised: "innovation.23 Open minds".
_RAISED = r"(?: (?<= [^\W\d_] {2} \. ) \d{1,3} (?= \s [A-ZÀ-ÖØ-Þ] ) )"
_CAPITAL, _SMALL = "[A-ZÀ-ÖØ-Þ]", "[a-zß-öø-ÿ]"

#: What may follow the first character of a match, which the lookbehinds tell apart. Whoever stands
#: on a stop always matches, so that a long row of stops is read once. What closes is taken
#: whole or not at all: the lookaheads say it, since ``*+`` is wrong in CPython before 3.11.5.
_MARK = rf"""
    (?<= [.!?…] )
    (?P<stop> [.!?…]* (?: (?<= [.] ) (?: [ ][.] )+ | (?<= [!?] ) (?: [ ][!?] )+ )? )
    (?:
      (?P<close>
        [{_CLOSING}]* (?! [{_CLOSING}] )
        (?: {_FRENCH} )* (?! {_FRENCH} )
        (?: {_NOTE} )* (?! {_NOTE} )
        {_RAISED}?
      )
      (?P<gap> \s+ | (?= {_CAPITAL} {_SMALL}+ (?! [\w@/.] ) ) )
      (?=
        (?P<open> (?: {LOW_COMMAS} | [{_OPENING}]+ [{_THIN}]? )? )
        (?P<word> [^\W\d_]{{1,30}} (?: [{_JOINT}] [^\W\d_]{{1,9}} )? | \d{{1,9}} | \S )?
        (?: \s (?P<second> [a-z]{{2,12}} ) \b )?
      )
    )?
    |
    (?<= [{FULL_STOPS}] ) (?P<full> [{FULL_STOPS}]* [{_FULL_CLOSING}]* \s* )
    |
    (?<= \s [{BULLETS}] ) (?P<bullet> ) (?= \s | \d )
    |
    (?<= \d / ) (?P<stamp> \d\d? / \d{{2,4}} \s \d\d? : \d\d (?: : \d\d )? \s [AP]M )
    \s+ (?= {_CAPITAL} )
"""
_TRIM = OPENING + CLOSING + BULLETS
_DASH = "\N{EM DASH}"  # it parts words without a space: "the guests—Dr. Ames among them"
_HEAD = 24  # a longer sentence is not looked at from its beginning
_CURLY = "\N{RIGHT SINGLE QUOTATION MARK}"


class Boundary(NamedTuple):
    """A place where a sentence may end."""

    #: The offset behind the stop and what closes with it.
    end: int
    #: The offset at which the next sentence would begin.
    after: int
    #: The word before the stop, without it.
    token: str
    #: The sentence so far if it is short, else nothing.
    head: str
    stop: str
    #: The closing marks between stop and space.
    close: str
    #: The opening marks before the next word.
    open: str
    #: The next word, or one character if none begins there.
    word: str
    #: The word behind that, if it is in small letters.
    second: str
    #: Whether no space follows.
    glued: bool


def _leads(entries: Iterable[str], after: str) -> str:
    """Return a pattern for entries that stand behind a word, from their second character on."""
    parts = [
        rf"(?<= \S \s {entry[0]} ) {re.escape(entry[1:])} (?= {after} )"
        for entry in sorted(entries)
    ]
    return "|".join(parts) or "(?!)"


@lru_cache(maxsize=64)
def _pattern(words: Words) -> re.Pattern[str]:
    """Add to the marks what begins a sentence though no stop stands before it."""
    first = {entry[0] for entry in words.lead | words.credit}
    phrases = {entry for entry in words.lead if " " in entry}
    leads = {
        "credit": _leads(words.credit, rf": \s {_CAPITAL}"),
        "phrase": _leads(phrases, r"\s"),
        "lead": _leads(words.lead - phrases, rf"\s {_SMALL}"),
    }
    start = rf"[./!?…{FULL_STOPS}{BULLETS}{''.join(sorted(first))}]"
    parts = [rf"(?P<{name}> {pattern} )" for name, pattern in leads.items()]
    return re.compile(rf"{start} (?: {'|'.join([_MARK, *parts])} )", re.VERBOSE)


def _token(text: str, start: int, stop: int) -> str:
    parts = text[max(start, stop - 40) : stop].split()
    word = parts[-1].replace("\N{EN DASH}", _DASH).rpartition(_DASH)[2] if parts else ""
    return word.lstrip(_TRIM)


def boundaries(text: str, span: tuple[int, int], words: Words) -> Iterator[re.Match[str]]:
    """Yield the places within ``span`` where a sentence may end."""
    for match in _pattern(words).finditer(text, *span):
        if match.lastgroup != "stop":
            yield match


def boundary_at(text: str, match: re.Match[str], start: int) -> Boundary:
    """Describe a match that is no full stop of its own, in a sentence that begins at ``start``."""
    close, gap, opening, word, second = match.group("close", "gap", "open", "word", "second")
    at = match.start()
    return Boundary(
        end=match.end("close"),
        after=match.end(),
        token=_token(text, start, at).replace(_CURLY, "'"),
        head=text[start:at] if at - start <= _HEAD else "",
        stop=text[at : match.end("stop")],
        close=close,
        open=opening,
        word=(word or "").replace(_CURLY, "'"),
        second=second or "",
        glued=not gap,
    )
