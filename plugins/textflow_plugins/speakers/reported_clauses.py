"""Reported clauses: whether what is behind a frame is what its verb reports."""

from textflow_plugins.languages import Use
from textflow_plugins.speakers.frames import Frame
from textflow_plugins.speakers.phrases import segment_start
from textflow_plugins.speakers.tokens import FULL, Unit

_LEAST_CLAUSE = 3


def takes(unit: Unit, frame: Frame, at: int) -> bool:
    """Return whether the clause at a token is one that the verb of a frame reports."""
    word, uses, words = unit.word(at), frame.verb.uses, unit.grammar.words
    if not word:
        return False
    if word in words.complementizer:
        return Use.CLAUSE in uses and _is_reported(unit, frame, at)
    if word in words.question or word in words.condition:
        return Use.QUESTION in uses
    if frame.compared or _parts_adjunct(unit, frame):
        return unit.word(frame.last) == ","
    if Use.INFINITIVE in uses and unit.grammar.opens_infinitive(unit.low, at):
        return True
    return _takes_bare(unit, uses, at)


def _is_reported(unit: Unit, frame: Frame, at: int) -> bool:
    """Return whether "that" opens what a verb reports, and no clause about something else."""
    if _is_relative(unit, at) or _follows(unit, frame, at):
        return False
    return not _has_object(unit, frame, at)


def _is_relative(unit: Unit, at: int) -> bool:
    """Return whether somebody else reports behind a comma: "(confirmó la sala), que dice que"."""
    grammar, low = unit.grammar, unit.low
    if grammar.verb_second or low[at] not in grammar.words.relative or low[at - 1] != ",":
        return False
    return unit.word(at + 1) in grammar.reporting and unit.word(at + 2) == low[at]


def _follows(unit: Unit, frame: Frame, at: int) -> bool:
    """Return whether a clause tells what follows from a degree: "erzählt so viel, dass"."""
    degree = unit.grammar.words.degree
    return not degree.isdisjoint(unit.low[frame.core : at])


def _has_object(unit: Unit, frame: Frame, at: int) -> bool:
    """Return whether a clause is about the object of a verb: "reclama la paga que cobraba"."""
    low, grammar = unit.low, unit.grammar
    if grammar.verb_second or frame.core >= at:
        return False
    if low[at - 1] in grammar.neuter or low[at - 1] in grammar.articles:
        return True  # "ce que", "el que"
    if low[at - 1] in grammar.words.genitive and low[at - 2] in grammar.words.adverb:
        return True  # "después de que"
    if frame.core + 1 == at:
        return False
    word = low[frame.core + 1]
    timed = word in grammar.times or word in grammar.which_time
    return low[frame.core] in grammar.articles and not timed


def _parts_adjunct(unit: Unit, frame: Frame) -> bool:
    """Return whether a frame parts an adjunct from its clause: "Hier, dit Holm, il a plu"."""
    comma, low = frame.first - 1, unit.low
    dropped = unit.grammar.null_subject and frame.subject is None
    if not (frame.inverted or dropped) or Use.FRONT not in frame.verb.uses:
        return False
    if comma < 0 or low[comma] != ",":
        return False
    start = segment_start(unit, comma)
    opens = start == 0 or low[start - 1] in FULL
    return opens and start < comma and unit.grammar.opens_adjunct(low[start])


def _takes_bare(unit: Unit, uses: frozenset[Use], at: int) -> bool:
    """Return whether a verb reports a clause that only a mark parts from it."""
    low, mark = unit.low, unit.word(at - 1)
    if mark == ":":
        return Use.QUOTE in uses and at < len(low) - _LEAST_CLAUSE
    return mark == "," and Use.BARE in uses and unit.grammar.reports(low, at)
