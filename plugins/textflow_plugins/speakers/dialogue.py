"""Dialogue: speech that a dash at the beginning of a paragraph opens."""

import re
from collections.abc import Iterator, Sequence

from textflow_plugins.languages import Grammar, Use, late
from textflow_plugins.speakers.quotation_marks import Quotation

_WORD = late(r"\w+")
#: Where the narrator may be heard: behind a comma, a mark or a dash, or a sentence.
_BREAK = late(r"[,?!\u2026.]|[ \t\u00a0][\u2014\u2013\u2015][ ]?(?=\w)|(?<=\w)\.(?=\u2014)")
_END = late(r"[.;:](?=\s|$)|[\u2014\u2013\u2015]")
_LEAST, _LONGEST = 2, 600
#: One of these is between speech and the dash before who says it.
_MARKS = ",?!.\u2026"


def dialogue(
    text: str, paragraphs: Sequence[tuple[int, int]], grammar: Grammar
) -> Iterator[Quotation]:
    """Yield what is said in paragraphs that open with a dash of dialogue."""
    dashes = grammar.dialogue
    for start, end in paragraphs:
        if text[start : start + 1] in dashes and start + 1 < end:
            yield from _said(text, start, end, grammar)


def _said(text: str, start: int, end: int, grammar: Grammar) -> Iterator[Quotation]:
    """Yield the parts of a paragraph that are speech, without what the narrator says."""
    inner = _past_space(text, start + 1, end)
    while inner < end:
        stop, after = _narrator(text, inner, end, grammar)
        if len(text[inner:stop].strip()) >= _LEAST and text[inner].isprintable():
            last = inner + len(text[inner:stop].rstrip())
            edges = (text[inner], text[last - 1])
            yield Quotation(start, last, inner, last, *edges, False, True, False)  # noqa: FBT003
        start = inner = _past_space(text, after, end)


def _past_space(text: str, at: int, end: int) -> int:
    while at < end and (text[at].isspace() or text[at] in "\u2014\u2013\u2015.,:-"):
        at += 1
    return at


def _narrator(text: str, at: int, end: int, grammar: Grammar) -> tuple[int, int]:
    """Return where the narrator's words begin and end, both the end where there are none."""
    for found in _BREAK.finditer(text, at, end):
        word = _WORD.search(text, found.end(), min(end, found.end() + _LONGEST))
        if word is None:
            break
        parted = found.group().strip() in ("\u2014", "\u2013", "\u2015")
        joined = parted and not found.group().endswith(" ")
        if not (joined or _tells(text, word, grammar) or _is_parted(text, found, word, grammar)):
            continue
        closing = _END.search(text, word.end(), end)
        stop = found.start() if parted else found.end()
        return stop, closing.end() if closing else end
    return end, end


def _is_parted(text: str, found: re.Match[str], word: re.Match[str], grammar: Grammar) -> bool:
    """Return whether a mark and a dash are before a word in small letters, no verb being known."""
    if grammar.parses or found.group()[0] in _MARKS:
        return False
    return text[found.start() - 1] in _MARKS and word.group()[0].islower()


def _tells(text: str, word: re.Match[str], grammar: Grammar) -> bool:
    """Return whether a verb of saying, in small letters, follows: ", dit Holm"."""
    if not word.group()[0].islower():
        return False
    low = word.group().lower()
    verbs = grammar.reporting.get(low, ())
    if low in grammar.finite and any(Use.QUOTE in verb.uses for verb in verbs):
        return True
    after = _WORD.search(text, word.end(), word.end() + _LONGEST)
    helped = low in grammar.words.have and after is not None
    return helped and after is not None and after.group().lower() in grammar.reporting
