"""Scene: a unit with the cues in it and those who may be their subjects."""

from typing import NamedTuple

from textflow_plugins.speakers.cues import Cue, cues
from textflow_plugins.speakers.nouns import Span
from textflow_plugins.speakers.subjects import main_subject, subject_before
from textflow_plugins.speakers.words import QUOTED, Unit


class Report(NamedTuple):
    """One reported stretch of a unit, in tokens."""

    content: Span
    kind: str
    cue: Span | None
    speaker: Span | None
    #: Reports of one group are the parts of one split quotation.
    group: int
    #: How it was found; the key of its confidence.
    rule: str


class Scene(NamedTuple):
    """A unit and the reports that may be in it."""

    unit: Unit
    #: By token.
    cues: dict[int, Cue]
    #: Subject of the cue at a token, on its left.
    subjects: dict[int, Span | None]
    #: Tokens at which "Smith said" begins.
    opens: frozenset[int]

    def word(self, at: int) -> str:
        """Return a token in small letters, "" behind the last."""
        return self.unit.low[at] if at < len(self.unit.low) else ""

    def kind(self, first: int, last: int) -> str:
        """Return the kind of indirect speech: ``mixed`` where words are quoted in it."""
        return "mixed" if QUOTED in self.unit.low[first:last] else "indirect"


def scene(unit: Unit, language: str) -> Scene:
    """Find the cues of a unit and their subjects."""
    at_token = {cue.at: cue for cue in cues(unit, language)}
    subjects: dict[int, Span | None] = {
        at: None if cue.verb.form == "ing" and cue.first == at else subject_before(unit, cue.first)
        for at, cue in at_token.items()
    }
    opens = frozenset(
        group.first
        for at, group in subjects.items()
        if group is not None and _reports(unit, at_token[at])
    )
    return Scene(unit, at_token, subjects, opens)


def _reports(unit: Unit, cue: Cue) -> bool:
    """Tell whether a cue surely begins a new report, whatever goes before."""
    if cue.negated or cue.open or cue.passive:
        return False
    following = unit.low[cue.last] if cue.last < len(unit.low) else ""
    return bool(cue.verb.uses & {"zero", "addressee"}) or following in ("that", QUOTED)


class Reading:
    """How far a scene is read, and what was found in it."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.unit = scene.unit
        #: Everything before this token is told already.
        self.free = 0
        self.found: list[Report] = []
        #: Speaker of the last report; "and urged" shares it.
        self.speaker: Span | None = None
        self.groups = 0
        self._main: Span | None = None
        self._main_known = False

    def main_subject(self, upto: int) -> Span | None:
        """Return the subject of the unit's first clause, if it stands before ``upto``."""
        if not self._main_known:
            self._main = main_subject(self.unit, 0, len(self.unit.low))
            self._main_known = True
        return self._main if self._main is not None and self._main.last <= upto else None

    def add(self, content: Span, kind: str, cue: Span | None, rule: str) -> None:
        """Put down a report, its edges cleared of commas and conjunctions."""
        content = _trim(self.unit, content)
        if content.last > content.first:
            self.found.append(Report(content, kind, cue, self.speaker, self.groups, rule))


_EDGES = frozenset((",", ":", ";", ".", "and", "but", "(", ")", "-", "--", "\u2013", "\u2014"))


def _trim(unit: Unit, content: Span) -> Span:
    first, last = content
    while first < last and unit.low[first] in _EDGES:
        first += 1
    while last > first and unit.low[last - 1] in _EDGES:
        last -= 1
    return Span(first, last)
