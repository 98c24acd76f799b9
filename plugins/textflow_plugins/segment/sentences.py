"""Cut a paragraph into its sentences."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from textflow_plugins.segment.boundaries import boundaries, boundary_at
from textflow_plugins.segment.characters import BULLETS, CLOSING, QUOTATIVE
from textflow_plugins.segment.enclosures import enclosures
from textflow_plugins.segment.language import Words
from textflow_plugins.segment.listing import next_item
from textflow_plugins.segment.openings import closing, opening
from textflow_plugins.segment.rules import ends_sentence, reported, runs_on
from textflow_plugins.segment.straight_quotes import StraightQuotes

Span = tuple[int, int]

_REACH = 40  # so many characters are looked back


class Known(NamedTuple):
    """What the rules know besides the mark itself."""

    words: Words
    straight: StraightQuotes


def _cut(text: str, match: re.Match[str], start: int, known: Known) -> Sequence[Span]:
    """Return where a sentence ends and the next begins, if one ends here."""
    if match["full"] is not None:
        return _full(text, match)
    if match["close"] is None:
        return _led(text, match, start, known.words)
    mark = boundary_at(text, match, start)
    if not ends_sentence(mark, known.words):
        return ()
    if reported(mark, text[mark.after : mark.after + 60], known.words):
        return ()
    if mark.word and known.straight.closes(mark.open, mark.after):
        return ((mark.after + len(mark.open.rstrip()), mark.after + len(mark.open)),)
    return ((mark.end, mark.after),)


def _full(text: str, match: re.Match[str]) -> Sequence[Span]:
    """Cut behind a stop that ends a sentence whatever follows, but for "so he said"."""
    if text.startswith(QUOTATIVE, match.end()) and match[0][-1] in CLOSING:
        return ()
    return ((match.start() + len(match[0].rstrip()), match.end()),)


def _led(text: str, match: re.Match[str], start: int, words: Words) -> Sequence[Span]:
    """Cut before something that begins a sentence without a stop, if it does so here."""
    if match["stamp"]:
        return _stamped(text, match, start)
    at = match.start()
    so_far = text[max(start, at - _REACH) : at].rstrip()
    if not so_far:
        return ()
    begins = match["bullet"] is None or text[start] in BULLETS
    if match["lead"] is not None or match["phrase"] is not None:
        begins = runs_on(so_far, words, small=match["phrase"] is None)
    return ((max(start, at - _REACH) + len(so_far), at),) if begins else ()


def _stamped(text: str, match: re.Match[str], start: int) -> Sequence[Span]:
    """Cut around the time of a mail that runs on: "Ann Lee 04/05/2001 07:17 AM Hello"."""
    month = text[max(start, match.start() - 2) : match.start()].lstrip()
    at = match.start() - len(month)
    after = match.end("stamp"), match.end()
    so_far = text[max(start, at - _REACH) : at].rstrip()
    if not so_far or not month.isdigit() or so_far.rpartition(" ")[2].islower():
        return (after,)
    return ((max(start, at - _REACH) + len(so_far), at), after)


def _inside(spans: Sequence[Span], at: int) -> bool:
    number = bisect_left(spans, (at, at)) - 1
    return number >= 0 and spans[number][1] >= at


def _cuts(text: str, paragraph: Span, words: Words, whole: Sequence[Span]) -> Iterator[Span]:
    """Yield where each sentence but the last ends and where the next begins."""
    start, end = paragraph
    known = Known(words, StraightQuotes(text, start))
    item = next_item(text, start, end)
    for match in chain(boundaries(text, paragraph, words), [None]):
        while item < (match.start() if match else end):
            yield start + len(text[start:item].rstrip()), item
            start, item = item, next_item(text, item, end)
        for cut in _cut(text, match, start, known) if match else ():
            if cut[1] < end and not _inside(whole, cut[0]):
                yield cut
                start, item = cut[1], next_item(text, cut[1], end)


def _all_cuts(text: str, paragraph: Span, words: Words, whole: Sequence[Span]) -> Iterator[Span]:
    """Add to the cuts those behind a label and before a date without a full stop."""
    start, end = paragraph
    first = opening(text, start, end, words)
    last = closing(text, first[1] if first else start, end, words)
    if first:
        yield first
    body = first[1] if first else start, last[0] if last else end
    yield from _cuts(text, body, words, whole)
    if last:
        yield last


def sentences(text: str, paragraph: Span, words: Words, *, whole: bool = False) -> list[Span]:
    """
    Return the spans of the sentences of one paragraph, trimmed, in order.

    With ``whole``, no sentence ends inside a quotation or a pair of brackets.
    """
    start, end = paragraph
    kept = enclosures(text, start, end) if whole else ()
    spans: list[Span] = []
    for stop, after in _all_cuts(text, paragraph, words, kept):
        spans.append((start, stop))
        start = after
    return [*spans, (start, end)]
