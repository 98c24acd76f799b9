"""
Turns: what is said in transcripts, interviews and chats, "NAME: ..." by "NAME: ...".

A label alone is no turn: "Note: ..." is one as well. Labels are believed where two of them
come again, or where all are names or in capitals.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from textflow_plugins.languages import Grammar, late
from textflow_plugins.speakers.names import is_person
from textflow_plugins.speakers.quotation_marks import Quotation
from textflow_plugins.speakers.tokens import Span

_LINE = late(r"[^\n]+")
#: The end of a label, and the signs of which each has one.
_MARK = late(r"[:>][ \t\u00a0]|[QAqa]\.[ \t]")
_SIGNS = (":", ">", "Q.", "A.", "q.", "a.")
_TIME = r"\[?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:[ ]?[ap]\.?m\.?)?\]?[ \t]{1,3}(?:-[ \t])?"
_WORD = r"[^\W\d_][\w.'\u2019-]{0,24}"
_LABEL = late(
    rf"""
    [ \t]{{0,8}} (?P<time>{_TIME})?
    (?: <(?P<nick>[^<>\s]{{1,30}})>
      | (?P<qa> [QA] ) (?= [.:] [ \t] ) [.:]
      | (?P<named> {_WORD} (?: [ ] \(? {_WORD} \)? ){{0,4}} )
        (?: [ ] \( [^()\n]{{1,60}} \) ){{0,2}} [ ]?: )
    [ \t\u00a0]{{1,3}} (?=\S)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LEAST, _LEAST_LABELS, _LEAST_TURNS = 2, 2, 4
#: Characters of a line that a width broke, and of the widest.
_FULL, _WIDEST = 45, 100
_SENTENCE_ENDS = frozenset('.?!"\N{RIGHT DOUBLE QUOTATION MARK}\N{HORIZONTAL ELLIPSIS}')


class Turn(NamedTuple):
    """One turn: who speaks, and the words."""

    label: str
    #: Whether the label surely names somebody.
    sure: bool
    start: int
    end: int
    #: A paragraph of the turn behind its first one.
    more: bool = False


def turns(text: str, grammar: Grammar) -> list[Quotation]:
    """Return the turns of a text as quotations without marks, none where it has no turns."""
    lines = _lines(text) if _has_marks(text) else []
    found = list(_labelled(text, lines, grammar))
    if len({turn.label for turn in found}) < _LEAST_LABELS:
        return []
    return [_quotation(text, turn) for turn in _believed(text, lines, found, grammar)]


def _lines(text: str) -> list[Span]:
    """Return the lines of a text that are not empty, those that a width broke joined."""
    found = [_without_space(line) for line in _LINE.finditer(text) if line.group().strip()]
    if max((last - first for first, last in found), default=0) > _WIDEST:
        return found
    joined = found[:1]
    for before, line in pairwise(found):
        if _is_broken(text, before, line):
            joined[-1] = Span(joined[-1].first, line.last)
        else:
            joined.append(line)
    return joined


def _without_space(line: re.Match[str]) -> Span:
    return Span(line.start(), line.start() + len(line.group().rstrip()))


def _is_broken(text: str, before: Span, line: Span) -> bool:
    """Return whether a line goes on with the one right before it, which fills its width."""
    if text.count("\n", before.last, line.first) != 1 or before.last - before.first < _FULL:
        return False
    return _LABEL.match(text, *line) is None


def _believed(
    text: str, lines: Sequence[Span], found: Sequence[Turn], grammar: Grammar
) -> Iterator[Turn]:
    """Yield the turns whose labels are believed."""
    again = _repeated(Counter(turn.label for turn in found))
    most = len(found) * 2 >= len(lines)
    if again and most and _is_transcript(found):
        yield from _with_more(text, lines, found)
    elif len(again) >= _LEAST_LABELS or (most and _are_turns(found, grammar)):
        yield from (turn for turn in found if turn.sure or turn.label in again)


def _is_transcript(found: Sequence[Turn]) -> bool:
    """Return whether lines are turns whatever their labels: many, and one surely is."""
    return len(found) >= _LEAST_TURNS and any(turn.sure for turn in found)


def _with_more(text: str, lines: Sequence[Span], found: Sequence[Turn]) -> Iterator[Turn]:
    """Yield turns, and the paragraphs between two of them with which the first one goes on."""
    turns_by_end = {turn.end: turn for turn in found}
    last: Turn | None = None
    for line in lines:
        turn = turns_by_end.get(line.last)
        if turn is not None:
            yield turn
        elif last is not None and line.last < found[-1].start and _goes_on(text, line):
            turn = Turn(last.label, last.sure, *line, more=True)
            yield turn
        last = turn


def _goes_on(text: str, line: Span) -> bool:
    """Return whether a line is a whole sentence, no heading and no note in brackets."""
    return text[line.first].isupper() and text[line.last - 1] in _SENTENCE_ENDS


def _repeated(counts: Counter[str]) -> frozenset[str]:
    """Return the labels that come again."""
    return frozenset(label for label, count in counts.items() if count > 1)


def _are_turns(found: Sequence[Turn], grammar: Grammar) -> bool:
    """Return whether labels that do not come again are those of turns."""
    return all(turn.sure and not _is_heading(turn.label, grammar) for turn in found)


def _is_heading(label: str, grammar: Grammar) -> bool:
    """Return whether a label in capitals names things: "ASIA'S DAY", "KEEPING SCORE"."""
    low = label.lower().split(" ")
    return any(grammar.owner(word) or grammar.participle(word) for word in low)


def _has_marks(text: str) -> bool:
    """Return whether there are ends of labels enough; to count signs takes no time."""
    if sum(map(text.count, _SIGNS)) < _LEAST:
        return False
    return len(list(islice(_MARK.finditer(text), _LEAST))) == _LEAST


def _labelled(text: str, lines: Sequence[Span], grammar: Grammar) -> Iterator[Turn]:
    for line in lines:
        label = _LABEL.match(text, *line) if _MARK.search(text, *line) else None
        if label is None or _is_other(label, grammar):
            continue
        name = label["nick"] or label["qa"] or label["named"]
        yield Turn(name, _is_sure(label, grammar), label.end(), line.last)


def _is_other(label: re.Match[str], grammar: Grammar) -> bool:
    """Return whether a label is no name: words of grammar, or small letters."""
    if label["nick"] or label["qa"]:
        return False
    words = label["named"].split(" ")
    if len(words) == 1 and words[0].lower() in grammar.words.preposition:
        return True  # the head of a letter: "From:", "To:"
    if label["time"]:
        return False
    return words[0][0].islower() or _has_small(words, grammar) or _has_grammar(words, grammar)


def _has_small(words: Sequence[str], grammar: Grammar) -> bool:
    """Return whether a word is small that is not so within names: "Minister for the Sea"."""
    glue = grammar.entities.particle | grammar.clauses.name_link | grammar.words.definite
    return any(word[0].islower() and word not in glue for word in words)


def _has_grammar(words: Sequence[str], grammar: Grammar) -> bool:
    """Return whether a verb is among words, or one that is in no name: "Read more"."""
    low = [word.lower() for word in words]
    known = (grammar.finite, grammar.clauses.promotion, grammar.clauses.no_headline)
    return not all(one.isdisjoint(low) for one in known)


def _is_sure(label: re.Match[str], grammar: Grammar) -> bool:
    if label["nick"] or label["qa"] or label["time"]:
        return True
    words: Sequence[str] = label["named"].split(" ")
    titled = len(words) > 1 and words[0].lower().rstrip(".") in grammar.forms_of_address
    return label["named"].isupper() or titled or is_person(words, grammar)


def _quotation(text: str, turn: Turn) -> Quotation:
    start, end = turn.start, turn.end
    edges = (text[start], text[end - 1])
    return Quotation(start, end, start, end, *edges, False, True, turn.more, turn=True)  # noqa: FBT003
