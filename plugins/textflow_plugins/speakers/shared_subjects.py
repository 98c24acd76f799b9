"""Shared subjects: whose a verb is that has no subject beside it."""

from textflow_plugins.speakers.frames import Frame, may_speak
from textflow_plugins.speakers.noun_phrases import phrase_before
from textflow_plugins.speakers.tokens import FULL, Span, Unit

#: So many tokens are between two verbs of one subject.
_LONGEST = 60
_BREAKS = FULL | frozenset((";",))


def subject_of_last_verb(unit: Unit, frame: Frame, before: Frame | None) -> Span | None:
    """Return whose verb is right before a gerund: "Holm dit que le port a refusé, ajoutant"."""
    lowest = max(before.cue.last if before else 0, frame.cue.first - _LONGEST)
    low, grammar = unit.low, unit.grammar
    for at in range(frame.cue.first - 1, lowest, -1):
        if low[at] in _BREAKS:
            break
        if low[at] in grammar.finite and low[at - 1] not in grammar.finite:
            found = phrase_before(unit, at, lowest)
            named = found is not None and may_speak(unit, found)
            return found if named else None
    return None


def may_answer(unit: Unit, speaker: Span | None) -> bool:
    """Return whether the subject of a verb that reports nothing may be who speaks next."""
    if unit.grammar.verb_second:
        return True
    if speaker is None:
        return False
    prepositions = unit.grammar.words.preposition
    head = (at for at in range(*speaker) if unit.low[at] in prepositions)
    return may_speak(unit, Span(speaker.first, next(head, speaker.last)))
