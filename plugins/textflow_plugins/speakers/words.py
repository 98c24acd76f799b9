"""Words: a stretch of text as tokens, each quotation in it one token."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from textflow_plugins.speakers.lexicon import word_class
from textflow_plugins.speakers.marks import Quotation

#: Titles are short, and their small words too.
_TITLE, _SMALL = 60, 5
#: Stands for a whole quotation in ``Unit.low``.
QUOTED = "<q>"
_TOKEN = re.compile(r"\w+(?:[.'\u2019&@/-]\w+|,\d{3}(?!\d))*|\.\.+|-+|[^\w\s]")
_APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"
_ENDS = ".?!\N{HORIZONTAL ELLIPSIS}"
DASHES = frozenset(("-", "--", "---", "\N{EN DASH}", "\N{EM DASH}", "\N{HORIZONTAL BAR}"))
_MARKS = frozenset("\"'`\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb\u2039\u203a")


class Unit(NamedTuple):
    """One or more sentences that no quotation runs across, as tokens."""

    start: int
    end: int
    paragraph: int
    #: As written, and in lower case with straight apostrophes.
    words: list[str]
    low: list[str]
    starts: list[int]
    ends: list[int]
    #: Token index of each quotation.
    quoted: dict[int, Quotation]

    def text(self, text: str, first: int, last: int) -> str:
        """Return what stands from token ``first`` up to token ``last``, not included."""
        return text[self.starts[first] : self.ends[last - 1]]


def _spans(
    sentences: Sequence[tuple[int, int, int]], quotes: Sequence[Quotation], text: str
) -> Iterator[tuple[int, int, int, list[int]]]:
    """Join sentences that a quotation or a reporting clause runs across."""
    inside = _inside(sentences, quotes)
    joined: list[tuple[int, int, int]] = []
    for sentence, within in zip(sentences, inside, strict=True):
        if joined and not (within or _goes_on(text, joined[-1], sentence)):
            yield joined[0][0], joined[-1][1], joined[0][2], [s[1] for s in joined]
            joined = []
        joined.append(sentence)
    if joined:
        yield joined[0][0], joined[-1][1], joined[0][2], [s[1] for s in joined]


def _inside(sentences: Sequence[tuple[int, int, int]], quotes: Sequence[Quotation]) -> list[bool]:
    """Tell for each sentence whether it begins within a quotation."""
    flags: list[bool] = []
    at = 0
    for start, _, _ in sentences:
        while at < len(quotes) and quotes[at].end <= start:
            at += 1
        flags.append(at < len(quotes) and quotes[at].start < start)
    return flags


def _goes_on(text: str, last: tuple[int, int, int], sentence: tuple[int, int, int]) -> bool:
    """Tell whether no sentence begins here but a reporting clause: "Why?" he asked."""
    return last[2] == sentence[2] and text[sentence[0]].islower()


def units(
    text: str, sentences: Sequence[tuple[int, int, int]], quotes: Sequence[Quotation]
) -> Iterator[Unit]:
    """Yield the units of ``text``; ``sentences`` are (start, end, paragraph)."""
    at = 0
    for start, end, paragraph, ends in _spans(sentences, quotes, text):
        while at < len(quotes) and quotes[at].end <= start:
            at += 1
        upto = at
        while upto < len(quotes) and quotes[upto].start < end:
            upto += 1
        yield _unit(text, (start, end, paragraph), quotes[at:upto], ends)


def _unit(
    text: str, span: tuple[int, int, int], quotes: Sequence[Quotation], ends: list[int]
) -> Unit:
    unit = Unit(*span, [], [], [], [], {})
    final = frozenset(ends)
    at = span[0]
    for quote in quotes:
        _tokens(text, unit, (at, max(at, quote.start)), final)
        if _title(text, quote, unit):
            at = max(at, quote.start)
            continue
        unit.quoted[len(unit.words)] = quote
        _append(unit, QUOTED, quote.start, quote.end)
        if quote.ending == ",":
            # "No," he said: the comma that parts the clauses stands within the marks.
            _append(unit, ",", quote.end, quote.end)
        at = quote.end
    _tokens(text, unit, (at, span[1]), final)
    return unit


def _title(text: str, quote: Quotation, unit: Unit) -> bool:
    """Tell whether the name of a show or a book stands in the marks: "Meet the Press"."""
    inner = text[quote.inner_start : quote.inner_end].removesuffix(",")
    words = inner.split() if len(inner) < _TITLE else []
    if len(words) < 1 or not unit.low or not inner[-1].isalnum() or not inner[0].isupper():
        return False
    if len(words) == 1:
        return unit.low[-1].endswith("'s")
    if unit.low[-1] in (",", ":") or words[0].lower() in word_class("pronoun"):
        return False
    small = [word for word in words if word[0].islower()]
    return len(small) < len(words) / 2 and all(len(word) < _SMALL for word in small)


def _append(unit: Unit, word: str, start: int, end: int) -> None:
    unit.words.append(word)
    low = word.lower()
    unit.low.append(low.replace(_APOSTROPHE, "'") if _APOSTROPHE in low else low)
    unit.starts.append(start)
    unit.ends.append(end)


def _tokens(text: str, unit: Unit, span: tuple[int, int], final: frozenset[int]) -> None:
    """Add the tokens of a span; a full stop that ends no sentence (an abbreviation) is none."""
    for found in _TOKEN.finditer(text, *span):
        word = found.group()
        start, end = found.span()
        if word not in _MARKS and (word != "." or end in final or end + 1 in final):
            _append(unit, word, start, end)
