"""Reports: which words of a unit are reported, by which cue, and whose they are."""

from typing import NamedTuple

from textflow_plugins.speakers.ahead import read_ahead
from textflow_plugins.speakers.behind import closing_cue, read_behind
from textflow_plugins.speakers.cues import Cue
from textflow_plugins.speakers.ends import content_end
from textflow_plugins.speakers.lexicon import word_class
from textflow_plugins.speakers.marks import Quotation
from textflow_plugins.speakers.nouns import REACH, Span, finite
from textflow_plugins.speakers.scene import Reading, Report, Scene, scene
from textflow_plugins.speakers.words import QUOTED, Unit

#: Characters of a quotation that stands for itself, and of one within a sentence.
_SPEECH, _SPEECH_IN_CLAUSE = 12, 30
_LONGEST_HEAD, _LEAST_CLAUSE, _CLOSING = 6, 2, 25
_FULL = frozenset((".", "!", "?", ",", "\N{HORIZONTAL ELLIPSIS}"))


class Reported(NamedTuple):
    """What is reported in a unit, in order."""

    reports: list[Report]
    #: Who speaks without a word of it here: "Then Smith replied:".
    bare: Span | None


def reports(unit: Unit, language: str = "en") -> Reported:
    """Find what is reported in ``unit``."""
    reading = Reading(scene(unit, language))
    if _promotion(unit):
        return Reported([], None)
    _headline(reading)
    closing = closing_cue(reading)
    if closing is not None:
        read_behind(reading, closing)
    if closing is None:
        _closing_according(reading)
    for at, word in enumerate(unit.low):
        if at < reading.free:
            continue
        if word == "according" and reading.scene.word(at + 1) == "to":
            _according(reading, at)
        elif at in reading.scene.cues:
            _cue(reading, reading.scene.cues[at])
    _uncued(reading)
    return Reported(sorted(reading.found, key=lambda one: one.content), _bare(reading))


def _bare(reading: Reading) -> Span | None:
    """Return the subject of the last cue, if nothing is reported after it."""
    scene = reading.scene
    if not scene.cues or any(one.cue for one in reading.found):
        return None
    cue = scene.cues[max(scene.cues)]
    return None if cue.negated or cue.passive else scene.subjects[cue.at]


def marked(unit: Unit) -> list[Report]:
    """Return the quotations of a unit by their marks alone: nobody knows who speaks."""
    reading = Reading(Scene(unit, {}, {}, frozenset()))
    alone = _alone(reading)
    for at, quote in unit.quoted.items():
        if _speech(quote) if alone else _speech_in_clause(reading, at, quote):
            reading.groups += 1
            rule = "quotation alone" if alone else "quotation in clause"
            reading.add(Span(at, at + 1), "direct", None, rule)
    return reading.found


def _promotion(unit: Unit) -> bool:
    """Tell whether the unit points at another article: "READ MORE: Mayor says ..."."""
    return ":" in unit.low[1:3] and all(
        word in word_class("promotion") or word == ":" for word in unit.low[: unit.low.index(":")]
    )


def _headline(reading: Reading) -> None:
    """Read "Mayor: Ferry will close" at the very beginning of a text."""
    unit = reading.unit
    if unit.paragraph or ":" not in unit.low[: _LONGEST_HEAD + 1]:
        return
    at = unit.low.index(":")
    if not at or at + 3 > len(unit.low) or any(map(_no_head, unit.low[:at])):
        return
    reading.speaker = Span(0, at)
    reading.free = len(unit.low)
    first = at + 1
    alone = unit.low[first:] in ([QUOTED], [QUOTED, "."])
    kind = "direct" if alone else reading.scene.kind(first, reading.free)
    reading.add(Span(first, reading.free), kind, Span(at, first), "headline")


def _no_head(word: str) -> bool:
    return finite(word) or word in word_class("no_headline")


def _cue(reading: Reading, cue: Cue) -> None:
    if cue.negated or cue.passive:
        return
    reading.groups += 1
    if not read_behind(reading, cue):
        read_ahead(reading, cue)


def _closing_according(reading: Reading) -> None:
    """Read a report that holds the whole sentence: "Lee said it rained, according to Moss."."""
    low = reading.unit.low
    size = len(low)
    for at in range(size - 2, max(_LONGEST_HEAD, size - _CLOSING), -1):
        if low[at] == "according" and low[at - 1] == "," and low[0] != QUOTED:
            _according(reading, at)
            return


def _according(reading: Reading, at: int) -> None:
    """Read "<content>, according to Smith" and "According to Smith, <content>"."""
    low, first = reading.unit.low, at + 2
    end = first
    limit = min(len(low), first + REACH)
    while end < limit and low[end] not in (",", ".", ";", ":", QUOTED):
        end += 1
    if end == first:
        return
    reading.groups += 1
    reading.speaker = Span(first, end)
    behind = at
    while behind > reading.free and low[behind - 1] == ",":
        behind -= 1
    if low[reading.free : behind] == [QUOTED] or _has_clause(reading, reading.free, behind):
        _before(reading, behind, Span(at, first))
    elif not reading.found:
        _after(reading, end, Span(at, first))
    reading.free = max(reading.free, end)


def _has_clause(reading: Reading, first: int, last: int) -> bool:
    low = reading.unit.low
    if last <= first or (first and low[first] in word_class("after_report")):
        return False
    return last - first > _LEAST_CLAUSE and any(map(finite, low[first:last]))


def _before(reading: Reading, end: int, cue: Span) -> None:
    first = reading.free
    alone = reading.unit.low[first:end] == [QUOTED]
    kind = "direct" if alone else reading.scene.kind(first, end)
    reading.add(
        Span(first, end), kind, cue, "quotation before cue" if alone else "before according to"
    )


def _after(reading: Reading, end: int, cue: Span) -> None:
    scene = reading.scene
    first = end + 1 if scene.word(end) in (",", ":") else end
    if not scene.word(first):
        return
    last = content_end(scene, first)
    alone = reading.unit.low[first:last] == [QUOTED]
    reading.add(
        Span(first, last), "direct" if alone else scene.kind(first, last), cue, "after according to"
    )
    reading.free = last


def _uncued(reading: Reading) -> None:
    """Read quotations that have no cue."""
    told = {at for one in reading.found for at in range(*one.content)}
    alone = _alone(reading)
    for at, quote in reading.unit.quoted.items():
        if at in told or not (_speech(quote) if alone else _speech_in_clause(reading, at, quote)):
            continue
        reading.groups += 1
        reading.speaker = None if alone else reading.main_subject(at)
        rule = "quotation alone" if alone else "quotation in clause"
        reading.add(Span(at, at + 1), "direct", None, rule)


def _alone(reading: Reading) -> bool:
    """Tell whether nothing but quotations stands in the unit."""
    frame = word_class("conjunction")
    return all(not word.isalpha() or word in frame for word in reading.unit.low)


def _speech(quote: Quotation) -> bool:
    """Tell whether quoted words that stand alone are speech, not a heading or a title."""
    if quote.single and quote.ending not in _FULL:
        return False
    return quote.ending in _FULL or quote.inner_end - quote.inner_start > _SPEECH


def _speech_in_clause(reading: Reading, at: int, quote: Quotation) -> bool:
    """Tell whether quoted words without a cue are speech, not a scare quote."""
    before = reading.scene.word(at - 1) if at else "."
    size, whole = quote.inner_end - quote.inner_start, quote.ending in _FULL
    if before == ":" or not at:
        return (whole and (quote.ending != "," or not at)) or size > _SPEECH_IN_CLAUSE
    return size > _SPEECH_IN_CLAUSE and before in (",", ".")
