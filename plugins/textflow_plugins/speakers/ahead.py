"""Ahead: cues before what they report, as in "Smith said it rains."."""

from textflow_plugins.speakers.behind import read_quoted
from textflow_plugins.speakers.clauses import content_start
from textflow_plugins.speakers.cues import Cue
from textflow_plugins.speakers.ends import content_end
from textflow_plugins.speakers.lexicon import word_class
from textflow_plugins.speakers.nouns import REACH, Span, capital, finite
from textflow_plugins.speakers.scene import Reading
from textflow_plugins.speakers.subjects import subject_before
from textflow_plugins.speakers.words import DASHES, QUOTED

_REACH, _NEAR = 14, 5


def read_ahead(reading: Reading, cue: Cue) -> None:
    """Read "Smith said <content>"."""
    scene = reading.scene
    speaker = scene.subjects[cue.at] or _shared(reading, cue)
    if speaker is None:
        return
    at = content_start(scene.unit, cue)
    while scene.word(at) in (",", ":") and _leads(reading, cue, at):
        at += 1
    if scene.word(at) == "," and speaker.first and scene.word(speaker.first - 1) == "as":
        at += 1  # "As Smith noted, it rains."
    reading.speaker = speaker
    if scene.word(at) == QUOTED:
        read_quoted(reading, at, cue)
    elif scene.word(at) and _takes(reading, cue, at):
        end = content_end(scene, at, cue)
        reading.add(
            Span(at, end),
            scene.kind(at, end),
            Span(cue.first, cue.last),
            _rule(cue, scene.word(at)),
        )
        reading.free = end


def _leads(reading: Reading, cue: Cue, at: int) -> bool:
    """Tell whether a comma or a colon may stand between a cue and what it reports."""
    after = reading.scene.word(at + 1)
    if after in (QUOTED, "that", ":"):
        return True
    if "zero" not in cue.verb.uses or not after or cue.open:
        return False
    if reading.scene.word(at) == ":":
        return True
    return after == "if" or after in word_class("pronoun") or after in word_class("determiner")


def _rule(cue: Cue, word: str) -> str:
    if cue.verb.form == "base":
        return "clause after base form"
    return "that clause" if word == "that" else "clause after cue"


def _shared(reading: Reading, cue: Cue) -> Span | None:
    """Return the speaker that ", adding" or "and urged" shares with the clause before."""
    if reading.speaker is not None and reading.found:
        return reading.speaker
    group = reading.main_subject(cue.first)
    if group is None:
        return _nearest(reading, cue)
    close = cue.verb.form == "ing" and reading.scene.word(cue.first - 1) != ","
    denied = close and _denied(reading, group.last, cue.first)
    return None if denied else group


def _nearest(reading: Reading, cue: Cue) -> Span | None:
    """Return the subject of the verb before: "when she rose and crowed"."""
    for at in range(cue.first - 1, max(0, cue.first - _REACH), -1):
        if finite(reading.unit.low[at]):
            return subject_before(reading.unit, at)
    return None


def _denied(reading: Reading, first: int, last: int) -> bool:
    """Tell whether the clause says that something was not done: nothing was stated in it."""
    words = reading.unit.low[first : min(last, first + _NEAR)]
    return any(word in word_class("negation") or word in word_class("denial") for word in words)


def _takes(reading: Reading, cue: Cue, at: int) -> bool:
    """Tell whether the clause at ``at`` is one that this verb reports."""
    word, uses = reading.scene.word(at), cue.verb.uses
    if cue.open and cue.verb.lemma != "say":
        return False
    if word == "that":
        after = reading.scene.word(at + 1)
        relative = at > cue.last and finite(after) and after not in word_class("contracted")
        return "that" in uses and not relative
    if word in word_class("question"):
        return "whether" in uses or ("zero" in uses and word in word_class("statement"))
    if word == "to":
        return "to" in uses or ("object" in uses and at > cue.last)
    return _takes_words(reading, cue, at)


def _takes_words(reading: Reading, cue: Cue, at: int) -> bool:
    """Tell whether a verb reports a clause without "that", or quoted words in one."""
    word, uses = reading.scene.word(at), cue.verb.uses
    if "predicate" in uses:
        return QUOTED in reading.unit.low[at : content_end(reading.scene, at, cue)]
    if "zero" not in uses or word in (",", ".", ":", ";") or word in DASHES:
        return False
    if word in ("as", "when") and "," not in reading.unit.low[at : at + REACH]:
        return False  # "said as she left": nothing is reported
    if word in word_class("object") and not reading.scene.word(at + 1).isalpha():
        return False
    if _related(reading, cue):
        return True
    return not _whatever(reading, cue) if cue.verb.lemma == "say" else _clause_at(reading, at)


def _whatever(reading: Reading, cue: Cue) -> bool:
    """Tell whether the cue belongs to "everything Smith says" or "what Smith says"."""
    group = reading.scene.subjects[cue.at]
    if group is None:
        return False
    words = reading.unit.low[max(0, group.first - 1) : group.last]
    return any(word in word_class("whatever") for word in words)


def _related(reading: Reading, cue: Cue) -> bool:
    """Tell whether the subject of the clause stands before: "which Smith says has failed"."""
    group = reading.scene.subjects[cue.at]
    if group is None or not group.first:
        return False
    return reading.scene.word(group.first - 1) in ("who", "which", "that")


def _past(reading: Reading, at: int, first: int) -> bool:
    """Tell whether a word in "-ed" is the verb here, not "improved" in "the improved pier"."""
    low = reading.unit.low
    if at == first or not low[at].endswith("ed") or capital(reading.unit, at):
        return False
    after = reading.scene.word(at + 1)
    kinds = ("determiner", "preposition", "pronoun", "object", "subordinator")
    follows = any(after in word_class(kind) for kind in kinds)
    return follows and low[at - 1] not in word_class("determiner")


def _apposed(word: str) -> bool:
    return word in word_class("determiner") or word in ("who", "which", "whose", "along")


def _breaks_off(reading: Reading, at: int) -> bool:
    """Tell whether a clause without "that" cannot go on across token ``at``."""
    word = reading.scene.word(at)
    if word == ",":
        return not _apposed(reading.scene.word(at + 1))
    return word in (".", ";") or word in word_class("nesting")


def _clause_at(reading: Reading, at: int) -> bool:
    """Tell whether a noun group and a verb stand at ``at``: a clause without "that"."""
    low = reading.unit.low
    if low[at][0].isdigit() or (finite(low[at]) and low[at] not in word_class("contracted")):
        return False
    for after in range(at, min(len(low), at + _REACH)):
        if _breaks_off(reading, after):
            return False
        if low[after - 1] != "to" and (finite(low[after]) or _past(reading, after, at)):
            return True
    return False
