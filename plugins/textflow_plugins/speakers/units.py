"""Units: a text as stretches that no quotation runs across, each as its tokens."""

from array import array
from collections.abc import Iterator, Sequence

import attrs

from textflow_plugins.languages import Grammar
from textflow_plugins.speakers.marked_titles import is_title
from textflow_plugins.speakers.quotation_marks import Quotation
from textflow_plugins.speakers.token_reader import TokenReader
from textflow_plugins.speakers.tokens import QUOTED, Unit

#: Start, end and paragraph of a sentence.
Sentence = tuple[int, int, int]
#: No sentence has so many tokens; what has more is read in pieces, or it would cost its memory.
_LONGEST = 5_000
#: What units without a quotation share.
_NO_QUOTES: dict[int, Quotation] = {}


def units(
    text: str, sentences: Sequence[Sentence], quotes: Sequence[Quotation], grammar: Grammar
) -> Iterator[Unit]:
    """Yield the units of ``text``; ``sentences`` are (start, end, paragraph)."""
    reader = TokenReader(text, frozenset([end for _, end, _ in sentences]), grammar)
    at = 0
    for joined in _joined(text, sentences, quotes):
        start, end = joined[0][0], joined[-1][1]
        upto = at = _past_ended(quotes, at, start)
        while upto < len(quotes) and quotes[upto].start < end:
            upto += 1
        unit = _empty(joined, grammar, {} if upto > at else _NO_QUOTES)
        _fill(reader, unit, quotes[at:upto])
        yield from [_lean(unit)] if len(unit.low) <= _LONGEST else _pieces(unit)


def _past_ended(quotes: Sequence[Quotation], at: int, start: int) -> int:
    """Return the first quotation, from ``at`` on, that does not end before ``start``."""
    while at < len(quotes) and quotes[at].end <= start:
        at += 1
    return at


def _empty(joined: Sequence[Sentence], grammar: Grammar, quoted: dict[int, Quotation]) -> Unit:
    place = (joined[0][0], joined[-1][1], joined[0][2])
    return Unit(*place, grammar, [], [], bytearray(), array("i"), array("i"), quoted)


def _pieces(unit: Unit) -> Iterator[Unit]:
    """Yield a unit of very many tokens piece by piece."""
    for at in range(0, len(unit.low), _LONGEST):
        upto = min(at + _LONGEST, len(unit.low))
        starts, ends = unit.starts[at:upto], unit.ends[at:upto]
        piece = attrs.evolve(
            unit,
            start=starts[0],
            end=ends[-1],
            tokens=unit.tokens[at:upto],
            low=unit.low[at:upto],
            names=unit.names[at:upto],
            starts=starts,
            ends=ends,
            quoted={key - at: unit.quoted[key] for key in range(at, upto) if key in unit.quoted},
        )
        yield _lean(piece)


def _lean(unit: Unit) -> Unit:
    """Return a unit rid of what it has twice, or of its own for nothing."""
    if unit.low == unit.tokens:
        unit.low = unit.tokens
    unit.quoted = unit.quoted or _NO_QUOTES
    return unit


def _joined(
    text: str, sentences: Sequence[Sentence], quotes: Sequence[Quotation]
) -> Iterator[list[Sentence]]:
    """Join sentences that a quotation or a reporting clause runs across."""
    joined: list[Sentence] = []
    for sentence, quoted in _begin_quoted(sentences, quotes):
        if joined and not (quoted or _is_cue_clause(text, joined[-1], sentence)):
            yield joined
            joined = []
        joined.append(sentence)
    if joined:
        yield joined


def _begin_quoted(
    sentences: Sequence[Sentence], quotes: Sequence[Quotation]
) -> Iterator[tuple[Sentence, bool]]:
    """Yield each sentence, and whether it begins within a quotation."""
    at = 0
    for sentence in sentences:
        start = sentence[0]
        at = _past_ended(quotes, at, start)
        yield sentence, at < len(quotes) and quotes[at].start < start


def _is_cue_clause(text: str, last: Sentence, sentence: Sentence) -> bool:
    """Return whether no sentence begins here but a reporting clause: "Why?" he asked."""
    return last[2] == sentence[2] and text[sentence[0]].islower()


def _fill(reader: TokenReader, unit: Unit, quotes: Sequence[Quotation]) -> None:
    """Add the tokens of a unit, each quotation as one."""
    at = unit.start
    for quote in quotes:
        _add_tokens(reader, unit, at, max(at, quote.start))
        if not quote.turn and is_title(reader.text, quote, unit):
            at = max(at, quote.start)
            continue
        unit.quoted[len(unit.tokens)] = quote
        _append(unit, QUOTED, (quote.start, quote.end))
        if quote.ending == ",":
            # "No," he said: the comma that parts the clauses is within the marks.
            _append(unit, ",", (quote.end, quote.end))
        at = quote.end
    _add_tokens(reader, unit, at, unit.end)


def _append(unit: Unit, token: str, span: tuple[int, int]) -> None:
    unit.tokens.append(token)
    unit.low.append(token)
    unit.names.append(0)
    unit.starts.append(span[0])
    unit.ends.append(span[1])


def _add_tokens(reader: TokenReader, unit: Unit, start: int, end: int) -> None:
    """Add the tokens of a span to a unit."""
    for row in reader.rows(start, end):
        if unit.tokens:
            unit.tokens += row.tokens
            unit.low += row.low
            unit.names += row.names
            unit.starts += row.starts
            unit.ends += row.ends
        else:
            unit.tokens, unit.low, unit.names, unit.starts, unit.ends = row
