"""Units: a text as stretches that no quotation runs across, each as its tokens."""

from collections.abc import Iterator, Sequence

import attrs

from textflow_plugins.languages import Grammar
from textflow_plugins.speakers.marked_titles import is_title
from textflow_plugins.speakers.quotation_marks import Quotation
from textflow_plugins.speakers.token_reader import Row, no_tokens, read
from textflow_plugins.speakers.tokens import QUOTED, Unit

#: Start, end and paragraph of a sentence.
Sentence = tuple[int, int, int]
#: No sentence has so many tokens; what has more is read in pieces, or it would cost its memory.
_LONGEST = 5_000
#: What units without a quotation share.
_NO_QUOTES: dict[int, Quotation] = {}


def units(
    text: str, sentences: Iterator[Sentence], quotes: Sequence[Quotation], grammar: Grammar
) -> Iterator[Unit]:
    """Yield the units of ``text``; ``sentences`` are (start, end, paragraph)."""
    at = 0
    for joined in _joined(text, sentences, quotes):
        start, end = joined[0][0], joined[-1][1]
        upto = at = _past_ended(quotes, at, start)
        while upto < len(quotes) and quotes[upto].start < end:
            upto += 1
        row, quoted = _read(text, joined, quotes[at:upto], grammar)
        unit = Unit(start, end, joined[0][2], grammar, *row, quoted)
        yield from [_lean(unit)] if len(unit.low) <= _LONGEST else _pieces(unit)


def _past_ended(quotes: Sequence[Quotation], at: int, start: int) -> int:
    """Return the first quotation, from ``at`` on, that does not end before ``start``."""
    while at < len(quotes) and quotes[at].end <= start:
        at += 1
    return at


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
    """Return a unit without what it has twice."""
    if unit.low == unit.tokens:
        unit.low = unit.tokens
    return unit


def _joined(
    text: str, sentences: Iterator[Sentence], quotes: Sequence[Quotation]
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
    sentences: Iterator[Sentence], quotes: Sequence[Quotation]
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


def _read(
    text: str, joined: Sequence[Sentence], quotes: Sequence[Quotation], grammar: Grammar
) -> tuple[Row, dict[int, Quotation]]:
    """Return the tokens of sentences, and the quotations by their tokens."""
    at, end = joined[0][0], joined[-1][1]
    final = frozenset([end for _, end, _ in joined])
    if not quotes:
        return read(text, (at, end), final, grammar), _NO_QUOTES
    row, quoted = no_tokens(), dict[int, Quotation]()
    for quote in quotes:
        if at < quote.start:
            row.extend(read(text, (at, quote.start), final, grammar))
        if not quote.turn and is_title(text, quote, row.low, grammar):
            at = max(at, quote.start)
            continue
        quoted[len(row.tokens)] = quote
        row.append(QUOTED, quote.start, quote.end)
        if quote.ending == ",":
            # "No," he said: the comma that parts the clauses is within the marks.
            row.append(",", quote.end, quote.end)
        at = quote.end
    if at < end:
        row.extend(read(text, (at, end), final, grammar))
    return row, quoted or _NO_QUOTES
