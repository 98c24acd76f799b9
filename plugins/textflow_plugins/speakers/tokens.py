"""Tokens: a stretch of text as words and marks, each quotation in it one token."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from textflow_plugins.languages import Grammar
from textflow_plugins.speakers.quotation_marks import Quotation

#: Titles are short, and their small words too.
_TITLE, _SMALL = 60, 5
#: Stands for a whole quotation in ``Unit.low``.
QUOTED = "<q>"
_TOKEN = re.compile(r"\w+(?:[.'\u2019&@/-]\w+|,\d{3}(?!\d))*|\.\.+|-+|[^\w\s]")
_APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"
DASHES = frozenset(("-", "--", "---", "\N{EN DASH}", "\N{EM DASH}", "\N{HORIZONTAL BAR}"))
#: Marks that end a sentence, and all that part the groups of words in one.
FULL = frozenset((".", "?", "!"))
STOPS = (
    frozenset((",", ";", ":", *FULL, "(", ")", "[", "]", "\u2026", "...", "..", QUOTED)) | DASHES
)
_MARKS = frozenset("\"'`\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb\u2039\u203a")


class Span(NamedTuple):
    """Tokens ``first`` up to ``last``, not included."""

    first: int
    last: int


class Unit(NamedTuple):
    """One or more sentences that no quotation runs across, as tokens."""

    start: int
    end: int
    paragraph: int
    grammar: Grammar
    #: As written, and in lower case with straight apostrophes.
    tokens: list[str]
    low: list[str]
    starts: list[int]
    ends: list[int]
    #: Token index of each quotation.
    quoted: dict[int, Quotation]

    def text(self, text: str, first: int, last: int) -> str:
        """Return what is written from token ``first`` up to token ``last``, not included."""
        return text[self.starts[first] : self.ends[last - 1]]

    def word(self, at: int) -> str:
        """Return a token in small letters, "" behind the last."""
        return self.low[at] if at < len(self.low) else ""

    def capital(self, at: int) -> bool:
        """Return whether a token begins with a capital, a prefix such as "al-" left out."""
        return self.grammar.capital(self.tokens[at])


Sentences = Sequence[tuple[int, int, int]]


def units(
    text: str, sentences: Sentences, quotes: Sequence[Quotation], grammar: Grammar
) -> Iterator[Unit]:
    """Yield the units of ``text``; ``sentences`` are (start, end, paragraph)."""
    at = 0
    for joined in _joined(text, sentences, quotes):
        unit = Unit(joined[0][0], joined[-1][1], joined[0][2], grammar, [], [], [], [], {})
        while at < len(quotes) and quotes[at].end <= unit.start:
            at += 1
        upto = at
        while upto < len(quotes) and quotes[upto].start < unit.end:
            upto += 1
        _fill(text, unit, quotes[at:upto], frozenset(end for _, end, _ in joined))
        yield unit


def _joined(
    text: str, sentences: Sentences, quotes: Sequence[Quotation]
) -> Iterator[list[tuple[int, int, int]]]:
    """Join sentences that a quotation or a reporting clause runs across."""
    joined: list[tuple[int, int, int]] = []
    for sentence, quoted in zip(sentences, _begin_quoted(sentences, quotes), strict=True):
        if joined and not (quoted or _is_cue_clause(text, joined[-1], sentence)):
            yield joined
            joined = []
        joined.append(sentence)
    if joined:
        yield joined


def _begin_quoted(sentences: Sentences, quotes: Sequence[Quotation]) -> Iterator[bool]:
    """Yield for each sentence whether it begins within a quotation."""
    at = 0
    for start, _, _ in sentences:
        while at < len(quotes) and quotes[at].end <= start:
            at += 1
        yield at < len(quotes) and quotes[at].start < start


def _is_cue_clause(text: str, last: tuple[int, int, int], sentence: tuple[int, int, int]) -> bool:
    """Return whether no sentence begins here but a reporting clause: "Why?" he asked."""
    return last[2] == sentence[2] and text[sentence[0]].islower()


def _fill(text: str, unit: Unit, quotes: Sequence[Quotation], final: frozenset[int]) -> None:
    at = unit.start
    for quote in quotes:
        _add_tokens(text, unit, (at, max(at, quote.start)), final)
        if _is_title(text, quote, unit):
            at = max(at, quote.start)
            continue
        unit.quoted[len(unit.tokens)] = quote
        _append(unit, QUOTED, quote.start, quote.end)
        if quote.ending == ",":
            # "No," he said: the comma that parts the clauses is within the marks.
            _append(unit, ",", quote.end, quote.end)
        at = quote.end
    _add_tokens(text, unit, (at, unit.end), final)


def _is_title(text: str, quote: Quotation, unit: Unit) -> bool:
    """Return whether the marks hold the name of a show or a book: "Meet the Press"."""
    inner = text[quote.inner_start : quote.inner_end].removesuffix(",")
    short = 0 < len(inner) < _TITLE and inner[0].isupper() and inner[-1].isalnum()
    if not short or not unit.low:
        return False
    words, before = inner.split(), unit.low[-1]
    if len(words) == 1:
        return unit.grammar.single_owner(before)
    return before not in (",", ":") and _in_title_case(words, unit.grammar)


def _in_title_case(words: list[str], grammar: Grammar) -> bool:
    if words[0].lower() in grammar.subjects:
        return False
    small = [word for word in words if word[0].islower()]
    return len(small) < len(words) / 2 and all(len(word) < _SMALL for word in small)


def _append(unit: Unit, token: str, start: int, end: int) -> None:
    unit.tokens.append(token)
    low = token.lower()
    unit.low.append(low.replace(_APOSTROPHE, "'") if _APOSTROPHE in low else low)
    unit.starts.append(start)
    unit.ends.append(end)


def _add_tokens(text: str, unit: Unit, span: tuple[int, int], final: frozenset[int]) -> None:
    """Add the tokens of a span; a full stop that ends no sentence (an abbreviation) is none."""
    for found in _TOKEN.finditer(text, *span):
        written = found.group()
        start, end = found.span()
        if written not in _MARKS and (written != "." or end in final or end + 1 in final):
            _append(unit, written, start, end)
