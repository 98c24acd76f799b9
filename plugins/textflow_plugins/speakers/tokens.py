"""Tokens: a stretch of text as words and marks, each quotation in it one token."""

import re
from array import array
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, compress
from typing import NamedTuple

from textflow_plugins.languages import Grammar, Remembered
from textflow_plugins.speakers.quotation_marks import Quotation

#: Titles are short, and their small words too.
_TITLE, _SMALL = 60, 5
_LEAST_HEADING, _LONGEST_HEADING = 3, 9
#: No sentence has so many tokens; what has more is read in pieces, or it would cost its memory.
_LONGEST = 5_000
#: Stands for a whole quotation in ``Unit.low``.
QUOTED = "<q>"
_TOKEN = re.compile(r"(\w+(?:[.'\u2019&@/-]\w+|,\d{3}(?!\d))*|\.\.+|-+|[^\w\s])")
_APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"
DASHES = frozenset(("-", "--", "---", "\N{EN DASH}", "\N{EM DASH}", "\N{HORIZONTAL BAR}"))
#: Marks that end a sentence, and all that part the groups of words in one.
FULL = frozenset((".", "?", "!"))
STOPS = (
    frozenset((",", ";", ":", *FULL, "(", ")", "[", "]", "\u2026", "...", "..", QUOTED)) | DASHES
)
#: Marks of quotation are no tokens, nor are some full stops.
_MAY_GO = frozenset(
    ".\"'`\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb\u2039\u203a\u300c\u300d\u300e\u300f"
)


#: Start, end and paragraph of each sentence.
_Rows = Iterator[tuple[int, int, int]]
#: Tokens, where they start, and where they end.
_Row = tuple[list[str], list[int], list[int]]


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
    #: Whether a token may be a word of a name, 0 or 1.
    names: bytearray
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


Sentences = Sequence[tuple[int, int, int]]


def units(
    text: str, sentences: _Rows, quotes: Sequence[Quotation], grammar: Grammar
) -> Iterator[Unit]:
    """Yield the units of ``text``; ``sentences`` are (start, end, paragraph)."""
    at = 0
    for joined in _joined(text, sentences, quotes):
        start, end = joined[0][0], joined[-1][1]
        at = _past_ended(quotes, at, start)
        upto = at
        while upto < len(quotes) and quotes[upto].start < end:
            upto += 1
        unit = _empty(joined, grammar, {} if upto > at else _NO_QUOTES)
        _fill(text, unit, quotes[at:upto], frozenset([end for _, end, _ in joined]))
        yield from [unit] if len(unit.low) <= _LONGEST else _pieces(unit)


def _past_ended(quotes: Sequence[Quotation], at: int, start: int) -> int:
    """Return the first quotation, from ``at`` on, that does not end before ``start``."""
    while at < len(quotes) and quotes[at].end <= start:
        at += 1
    return at


def _empty(joined: Sentences, grammar: Grammar, quoted: dict[int, Quotation]) -> Unit:
    place = (joined[0][0], joined[-1][1], joined[0][2])
    return Unit(*place, grammar, [], [], bytearray(), array("i"), array("i"), quoted)


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
            names=unit.names[at:upto],
            starts=starts,
            ends=ends,
            quoted={key - at: unit.quoted[key] for key in range(at, upto) if key in unit.quoted},
        )


#: What units without a quotation share.
_NO_QUOTES: dict[int, Quotation] = {}


def lean(unit: Unit) -> Unit:
    """Return a unit without what it has twice, or of its own for nothing."""
    if unit.low != unit.tokens and (unit.quoted or unit.quoted is _NO_QUOTES):
        return unit
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
        at = _past_ended(quotes, at, start)
        yield sentence, at < len(quotes) and quotes[at].start < start


def _is_cue_clause(text: str, last: tuple[int, int, int], sentence: tuple[int, int, int]) -> bool:
    """Return whether no sentence begins here but a reporting clause: "Why?" he asked."""
    return last[2] == sentence[2] and text[sentence[0]].islower()


def _fill(text: str, unit: Unit, quotes: Sequence[Quotation], final: frozenset[int]) -> None:
    """Add the tokens of a unit; ``final`` are the places where its sentences end."""
    at = unit.start
    for quote in quotes:
        _add_tokens(text, unit, (at, max(at, quote.start)), final)
        if not quote.turn and _is_title(text, quote, unit):
            at = max(at, quote.start)
            continue
        unit.quoted[len(unit.tokens)] = quote
        _append(unit, QUOTED, (quote.start, quote.end))
        if quote.ending == ",":
            # "No," he said: the comma that parts the clauses is within the marks.
            _append(unit, ",", (quote.end, quote.end))
        at = quote.end
    _add_tokens(text, unit, (at, unit.end), final)


def _is_title(text: str, quote: Quotation, unit: Unit) -> bool:
    """Return whether the marks hold the name of a show or a book: "Meet the Press"."""
    inner = text[quote.inner_start : quote.inner_end].removesuffix(",").strip()
    if not unit.grammar.fixed_order and _is_named(inner, unit):
        return True
    if not unit.low:
        return _is_heading(inner, unit.grammar)
    if _may_hold_title(unit):
        inner = inner.removesuffix(".")
    short = 0 < len(inner) < _TITLE and inner[0].isupper() and inner[-1].isalnum()
    return short and _is_title_behind(unit.low[-1], inner.split(), unit.grammar)


def _may_hold_title(unit: Unit) -> bool:
    """Return whether a title ends the sentence here: "on CBS's 'Face the Nation.'"."""
    grammar = unit.grammar
    return grammar.fixed_order and grammar.single_owner(unit.low[-1])


def _is_title_behind(before: str, words: list[str], grammar: Grammar) -> bool:
    """Return whether short words are a title behind the token ``before``: "Lee's 'Tides'"."""
    if len(words) == 1:
        named = before != ":" and not grammar.fixed_order
        return named or grammar.single_owner(before)
    return before not in (",", ":") and _in_title_case(words, grammar)


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


def small(token: str) -> str:
    """Return a token in small letters, with straight apostrophes."""
    return token.lower().replace(_APOSTROPHE, "'")


def _append(unit: Unit, token: str, span: tuple[int, int]) -> None:
    unit.tokens.append(token)
    unit.low.append(token)
    unit.names.append(0)
    unit.starts.append(span[0])
    unit.ends.append(span[1])


@lru_cache(maxsize=64)
def _known(grammar: Grammar) -> Remembered[tuple[str, str, bool]]:
    """
    Return, for each token, what it is as written, in small letters, and whether it may name.

    The same words come again and again: each is there once, and its small letters too.
    """

    def facts(token: str) -> tuple[str, str, bool]:
        low = small(token)
        capital = token[0].isupper() or ("-" in token and grammar.capital(token))
        return token, token if low == token else low, capital and low not in grammar.no_names

    return Remembered(facts)


def _add_tokens(text: str, unit: Unit, span: tuple[int, int], final: frozenset[int]) -> None:
    """Add the tokens of a span, in pieces: a long one would cost its memory several times."""
    start, end = span
    while start < end:
        cut = _CUT.search(text, start + _PIECE, end)
        upto = cut.start() if cut else end
        row = _tokens(text, (start, upto), final)
        if row[0] and unit.grammar.clitics is not None:
            row = _parted(text, unit.grammar.clitics, row)
        _extend(unit, row)
        start = upto


def _extend(unit: Unit, row: _Row) -> None:
    tokens, starts, ends = row
    if not tokens:
        return
    written, low, names = zip(*_known(unit.grammar).each(tokens), strict=True)
    unit.tokens.extend(written)
    unit.low.extend(low)
    unit.names.extend(names)
    unit.starts.extend(starts)
    unit.ends.extend(ends)


def _tokens(text: str, span: tuple[int, int], final: frozenset[int]) -> _Row:
    """Return the tokens of a span; a full stop that ends no sentence (an abbreviation) is none."""
    start, end = span
    parts = _TOKEN.split(text[start:end])  # every second one is a token
    places = list(accumulate(map(len, parts), initial=start))
    tokens, starts, ends = parts[1::2], places[1:-1:2], places[2::2]
    inner = tokens[:-1]  # nearly every sentence ends in a full stop that is kept
    if _MAY_GO.isdisjoint(inner) and (not tokens or _is_kept(tokens[-1], ends[-1], final)):
        return tokens, starts, ends
    kept = [_is_kept(written, at, final) for written, at in zip(tokens, ends, strict=True)]
    starts, ends = list(compress(starts, kept)), list(compress(ends, kept))
    return list(compress(tokens, kept)), starts, ends


def _is_kept(written: str, end: int, final: frozenset[int]) -> bool:
    return written not in _MAY_GO or (written == "." and (end in final or end + 1 in final))


#: Characters that are read at once, and where no token goes on behind them.
_PIECE = 4_000
_CUT = re.compile(r"\s|(?<=[^\w\s.,'\u2019&@/-])|(?<=[^\w\s])(?=[^\w\s.-])")
#: What is joined on before a word, and what behind one.
_Clitics = tuple[re.Pattern[str], re.Pattern[str]]
#: A full stop between two sentences that no space parts.
_JOINED = re.compile(r"(?<=[^\W\dA-Z_]{2})\.(?=[A-Z\u00c0-\u00de])")
#: A word in which something is joined on has one of these, see `Endings`.
_JOINT = re.compile(f".[.'{_APOSTROPHE}-]", re.DOTALL)


def _parted(text: str, clitics: _Clitics, row: _Row) -> _Row:
    """Return the tokens of a row, each without what is joined on to it."""
    spans: list[tuple[int, int]] = []
    for token, start, end in zip(*row, strict=True):
        if _JOINT.search(token):
            spans.extend(_sentence_parts(text, clitics, (start, end)))
        else:
            spans.append((start, end))
    starts, ends = map(list, zip(*spans, strict=True))
    return [text[start:end] for start, end in spans], starts, ends


def _sentence_parts(
    text: str, clitics: _Clitics, span: tuple[int, int]
) -> Iterator[tuple[int, int]]:
    """Yield the parts of a word, or of two words where a sentence ends within: "fin.Le"."""
    at, end = span
    while (stop := _JOINED.search(text, at, end)) is not None:
        yield from _word_parts(text, clitics, (at, stop.start()))
        yield stop.span()
        at = stop.end()
    yield from _word_parts(text, clitics, (at, end))


def _word_parts(text: str, clitics: _Clitics, span: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Yield a word without what is joined on: "qu'elle" is two tokens, "dit-il" too."""
    start, end = span
    before, behind = clitics
    while (found := before.match(text, start, end)) is not None:
        yield found.span()
        start = found.end()
    joined = behind.search(text, start, end)
    if joined is None:
        yield start, end
    else:
        yield start, joined.start()
        yield joined.span(1)
