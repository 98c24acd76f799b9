"""Tokens: a stretch of text as words and marks, each quotation in it one token."""

import re
from array import array
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from textflow_plugins.languages import Grammar
from textflow_plugins.speakers.quotation_marks import Quotation

#: Titles are short, and their small words too.
_TITLE, _SMALL = 60, 5
_LEAST_HEADING, _LONGEST_HEADING = 3, 9
#: No sentence has so many tokens; what has more is read in pieces, or it would cost its memory.
_LONGEST = 5_000
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
_MARKS = frozenset(
    "\"'`\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb\u2039\u203a\u300c\u300d\u300e\u300f"
)


#: Start, end and paragraph of each sentence.
_Rows = Iterator[tuple[int, int, int]]


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
    starts: "array[int]"  # no class to subscript before Python 3.12
    ends: "array[int]"
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
        token = self.tokens[at]
        return token[0].isupper() or ("-" in token and self.grammar.capital(token))


#: A word as written, and the same word once for all with its small letters.
_Known = dict[str, tuple[str, str]]
Sentences = Sequence[tuple[int, int, int]]


def units(
    text: str, sentences: _Rows, quotes: Sequence[Quotation], grammar: Grammar
) -> Iterator[Unit]:
    """Yield the units of ``text``; ``sentences`` are (start, end, paragraph)."""
    at = 0
    known: _Known = {}
    for joined in _joined(text, sentences, quotes):
        unit = _empty(joined, grammar)
        while at < len(quotes) and quotes[at].end <= unit.start:
            at += 1
        upto = at
        while upto < len(quotes) and quotes[upto].start < unit.end:
            upto += 1
        facts = _Facts(known, frozenset(end for _, end, _ in joined))
        _fill(text, unit, quotes[at:upto], facts)
        yield from [unit] if len(unit.low) <= _LONGEST else _pieces(unit)


class _Facts(NamedTuple):
    """What the tokens of a unit are read with."""

    #: Each word of the text once: the same words come again and again.
    known: _Known
    #: Where the sentences of the unit end.
    final: frozenset[int]


def _empty(joined: Sentences, grammar: Grammar) -> Unit:
    place = (joined[0][0], joined[-1][1], joined[0][2])
    return Unit(*place, grammar, [], [], array("i"), array("i"), {})


def _pieces(unit: Unit) -> Iterator[Unit]:
    """Yield a unit of very many tokens piece by piece."""
    for at in range(0, len(unit.low), _LONGEST):
        upto = min(at + _LONGEST, len(unit.low))
        starts, ends = unit.starts[at:upto], unit.ends[at:upto]
        yield unit._replace(
            start=starts[0],
            end=ends[-1],
            tokens=unit.tokens[at:upto],
            low=unit.low[at:upto],
            starts=starts,
            ends=ends,
            quoted={key - at: unit.quoted[key] for key in range(at, upto) if key in unit.quoted},
        )


#: What units without a quotation share.
_NO_QUOTES: dict[int, Quotation] = {}


def lean(unit: Unit) -> Unit:
    """Return a unit without what it has twice, or of its own for nothing."""
    low = unit.tokens if unit.low == unit.tokens else unit.low
    return unit._replace(low=low, quoted=unit.quoted or _NO_QUOTES)


def _joined(
    text: str, sentences: _Rows, quotes: Sequence[Quotation]
) -> Iterator[list[tuple[int, int, int]]]:
    """Join sentences that a quotation or a reporting clause runs across."""
    joined: list[tuple[int, int, int]] = []
    for sentence, quoted in _begin_quoted(sentences, quotes):
        if joined and not (quoted or _is_cue_clause(text, joined[-1], sentence)):
            yield joined
            joined = []
        joined.append(sentence)
    if joined:
        yield joined


def _begin_quoted(
    sentences: _Rows, quotes: Sequence[Quotation]
) -> Iterator[tuple[tuple[int, int, int], bool]]:
    """Yield each sentence, and whether it begins within a quotation."""
    at = 0
    for sentence in sentences:
        start = sentence[0]
        while at < len(quotes) and quotes[at].end <= start:
            at += 1
        yield sentence, at < len(quotes) and quotes[at].start < start


def _is_cue_clause(text: str, last: tuple[int, int, int], sentence: tuple[int, int, int]) -> bool:
    """Return whether no sentence begins here but a reporting clause: "Why?" he asked."""
    return last[2] == sentence[2] and text[sentence[0]].islower()


def _fill(text: str, unit: Unit, quotes: Sequence[Quotation], facts: _Facts) -> None:
    at = unit.start
    for quote in quotes:
        _add_tokens(text, unit, (at, max(at, quote.start)), facts)
        if not quote.turn and _is_title(text, quote, unit):
            at = max(at, quote.start)
            continue
        unit.quoted[len(unit.tokens)] = quote
        _append(unit, QUOTED, (quote.start, quote.end), facts.known)
        if quote.ending == ",":
            # "No," he said: the comma that parts the clauses is within the marks.
            _append(unit, ",", (quote.end, quote.end), facts.known)
        at = quote.end
    _add_tokens(text, unit, (at, unit.end), facts)


def _is_title(text: str, quote: Quotation, unit: Unit) -> bool:
    """Return whether the marks hold the name of a show or a book: "Meet the Press"."""
    inner = text[quote.inner_start : quote.inner_end].removesuffix(",").strip()
    if not unit.grammar.fixed_order and _is_named(inner, unit):
        return True
    if not unit.low:
        return _is_heading(inner, unit.grammar)
    short = 0 < len(inner) < _TITLE and inner[0].isupper() and inner[-1].isalnum()
    if not short:
        return False
    words, before = inner.split(), unit.low[-1]
    if len(words) == 1:
        named = before != ":" and not unit.grammar.fixed_order
        return named or unit.grammar.single_owner(before)
    return before not in (",", ":") and _in_title_case(words, unit.grammar)


def _is_named(inner: str, unit: Unit) -> bool:
    """Return whether the marks hold one word behind its article: a nickname, no speech."""
    before = unit.low[-1] if unit.low else ""
    return inner.isalnum() and before in unit.grammar.articles


def _is_heading(inner: str, grammar: Grammar) -> bool:
    """Return whether a quotation that opens a sentence is a title: "Inside the Ferry Trade."."""
    words = inner.removesuffix(".").split()
    fits = _LEAST_HEADING <= len(words) <= _LONGEST_HEADING and all(map(str.isalpha, words))
    return fits and inner.endswith(".") and _in_title_case(words, grammar)


def _in_title_case(words: list[str], grammar: Grammar) -> bool:
    if words[0].lower() in grammar.subjects:
        return False
    small = [word for word in words if word[0].islower()]
    return len(small) < len(words) / 2 and all(len(word) < _SMALL for word in small)


def _append(unit: Unit, token: str, span: tuple[int, int], known: _Known) -> None:
    pair = known.get(token)
    if pair is None:
        low = token.lower()
        low = low.replace(_APOSTROPHE, "'") if _APOSTROPHE in low else low
        pair = known[token] = (token, token if low == token else known.get(low, (low,))[0])
    unit.tokens.append(pair[0])
    unit.low.append(pair[1])
    unit.starts.append(span[0])
    unit.ends.append(span[1])


def _add_tokens(text: str, unit: Unit, span: tuple[int, int], facts: _Facts) -> None:
    """Add the tokens of a span; a full stop that ends no sentence (an abbreviation) is none."""
    if unit.grammar.clitics is not None:
        _add_parted(text, unit, span, facts)
        return
    for found in _TOKEN.finditer(text, *span):
        written = found.group()
        if written in _MARKS:
            continue
        end = found.end()
        if written != "." or end in facts.final or end + 1 in facts.final:
            _append(unit, written, found.span(), facts.known)


def _add_parted(text: str, unit: Unit, span: tuple[int, int], facts: _Facts) -> None:
    """Add the tokens of a span, each without what is joined on to it."""
    for found in _TOKEN.finditer(text, *span):
        written, end = found.group(), found.end()
        if len(written) > 1:
            _add_joined(text, unit, found.span(), facts)
        elif written in _MARKS:
            continue
        elif written != "." or end in facts.final or end + 1 in facts.final:
            _append(unit, written, found.span(), facts.known)


#: A full stop between two sentences that no space parts.
_JOINED = re.compile(r"(?<=[^\W\dA-Z_]{2})\.(?=[A-Z\u00c0-\u00de])")


def _add_joined(text: str, unit: Unit, span: tuple[int, int], facts: _Facts) -> None:
    """Add a word, or the last of one sentence and the first of another: "fin.Le"."""
    at, end = span
    while (stop := _JOINED.search(text, at, end)) is not None:
        _add_parts(text, unit, (at, stop.start()), facts)
        _append(unit, ".", stop.span(), facts.known)
        at = stop.end()
    _add_parts(text, unit, (at, end), facts)


def _add_parts(text: str, unit: Unit, span: tuple[int, int], facts: _Facts) -> None:
    """Add a word without what is joined on: "qu'elle" is two tokens, "dit-il" too."""
    start, end = span
    clitics = unit.grammar.clitics
    assert clitics is not None  # noqa: S101 - asked by the caller
    before, behind = clitics
    while (found := before.match(text, start, end)) is not None:
        _append(unit, found.group(), found.span(), facts.known)
        start = found.end()
    joined = behind.search(text, start, end)
    if joined is None:
        _append(unit, text[start:end], (start, end), facts.known)
        return
    _append(unit, text[start : joined.start()], (start, joined.start()), facts.known)
    _append(unit, joined.group(1), joined.span(1), facts.known)
