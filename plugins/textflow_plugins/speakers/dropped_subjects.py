"""Dropped subjects: whose a verb is that names nobody, where a language needs no subject."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice

from textflow_plugins.speakers.clauses import is_finite
from textflow_plugins.speakers.frames import may_speak
from textflow_plugins.speakers.mentions import head
from textflow_plugins.speakers.referents import Referents
from textflow_plugins.speakers.report_parser import Report, Reported
from textflow_plugins.speakers.scene import Scene
from textflow_plugins.speakers.subjects import parted_subject, subject_before
from textflow_plugins.speakers.tokens import Span, Unit

#: How many units back somebody may be whom a verb without a subject means.
_REACH = 4
#: So many tokens of a unit are looked at, and so many reports in them are left out.
_LONGEST, _MOST, _VERBS = 120, 20, 12


class DroppedSubjects:
    """Finds the last subject before a verb that has none of its own."""

    def __init__(self, scene: Scene, referents: Referents) -> None:
        self._units = scene.units
        self._grammar = scene.grammar
        self._referents = referents

    def find(
        self, number: int, report: Report, told: Sequence[Reported], after: int
    ) -> tuple[int, Span] | None:
        """Return unit and tokens of the last subject that fits, in units behind ``after``."""
        cue = report.cue if self._grammar.null_subject else None
        if cue is None:
            return None
        several = is_several_verb(self._units[number], cue)
        for back in self._near(number, after):
            upto = cue.first if back == number else len(self._units[back].low)
            subjects = self._subjects_of(back, upto, told[back].reports, several=several)
            if (found := next(subjects, None)) is not None:
                return back, found
        return None

    def _subjects_of(
        self, number: int, upto: int, reports: Sequence[Report], *, several: bool
    ) -> Iterator[Span]:
        """Yield the subjects of a unit that are known and of the verb's number, the last first."""
        unit = self._units[number]
        subjects = _subjects(unit, upto, _told(reports, upto))
        fit = (phrase for phrase in subjects if is_several(unit, phrase) == several)
        return (phrase for phrase in fit if self._is_known(number, phrase))

    def _near(self, number: int, after: int) -> Iterator[int]:
        """Yield a unit and those before it, where somebody spoke in the same two paragraphs."""
        paragraph = self._units[number].paragraph - 1
        for back in range(number, max(after, number - _REACH, -1), -1):
            if self._units[back].paragraph < paragraph and after >= 0:
                break
            yield back

    def agrees(self, number: int, report: Report) -> bool:
        """Return whether a subject is whole: a verb of several has more than "de Nant dijeron"."""
        unit, phrase = self._units[number], report.speaker
        if not self._grammar.null_subject or phrase is None or report.cue is None:
            return True
        if is_several(unit, phrase) or not _is_joined_name(unit, phrase):
            return True
        return not is_several_verb(unit, report.cue)

    def _is_known(self, number: int, phrase: Span) -> bool:
        """Return whether a phrase is of somebody named, or of an institution."""
        unit = self._units[number]
        if head(unit, phrase) in self._grammar.institutions:
            return True
        kind, name, _ = self._referents.who(number, phrase)
        return name is not None and (kind == "name" or self._referents.is_named(name))


def _is_joined_name(unit: Unit, phrase: Span) -> bool:
    """Return whether a name goes on with what is before it: "de Nant", "y Geriatría"."""
    words = unit.grammar.words
    if not phrase.first or not unit.names[phrase.first]:
        return False
    return unit.low[phrase.first - 1] in words.genitive | words.coordinator


def is_several_verb(unit: Unit, cue: Span) -> bool:
    """Return whether a verb is one of several who speak: "dijeron", "han dicho"."""
    grammar = unit.grammar
    verbs = (word for word in unit.low[cue.first : cue.last] if word in grammar.finite)
    return grammar.several_verb(next(verbs, ""))


def is_several(unit: Unit, phrase: Span) -> bool:
    """Return whether a phrase names more than one: "los vecinos", "Lis y Mora", "testigos"."""
    first, words = unit.low[phrase.first], unit.grammar.words
    if first in words.several or unit.grammar.article_genders.get(first) == "p":
        return True
    if first in words.determiner:
        return False
    joined = not words.coordinator.isdisjoint(unit.low[phrase.first : phrase.last])
    return joined or first in unit.grammar.people


def _told(reports: Sequence[Report], upto: int) -> list[Span]:
    """Return the last stretches before a token that are another's words."""
    last = bisect_left(reports, upto, key=lambda one: one.content.first)
    return [one.content for one in reports[max(0, last - _MOST) : last]]


def _subjects(unit: Unit, upto: int, told: Sequence[Span]) -> Iterator[Span]:
    """Yield the subjects of the verbs before a token that nobody tells, the last one first."""
    verbs = (at for at in range(upto - 1, max(0, upto - _LONGEST), -1) if is_finite(unit, at))
    for at in islice(verbs, _VERBS):
        found = None if _is_told(at, told) else _subject(unit, at)
        if found is not None and _acts(unit, found):
            yield found


def _is_told(at: int, told: Sequence[Span]) -> bool:
    """Return whether a token is in another's words."""
    return any(one.first <= at < one.last for one in told)


def _subject(unit: Unit, verb: int) -> Span | None:
    """Return the subject before a verb, "no se lo" between them passed over."""
    first = _past_pronouns(unit, verb)
    return parted_subject(unit, first) or subject_before(unit, first)


def _past_pronouns(unit: Unit, at: int) -> int:
    """Return where "no se lo" before a verb begins."""
    grammar = unit.grammar
    between = grammar.reflexives | grammar.words.negation | grammar.clauses.verb_insert
    while at > 1 and unit.low[at - 1] in between:
        at -= 1
    return at


def _is_heading(unit: Unit, phrase: Span) -> bool:
    """Return whether a phrase and the word behind it are in capitals: a heading names nobody."""
    words = unit.tokens[phrase.last - 1 : phrase.last + 1]
    return all(token.isupper() for token in words)


def _acts(unit: Unit, phrase: Span) -> bool:
    """Return whether a phrase before a verb is a subject who may speak, of a main clause."""
    if not may_speak(unit, phrase) or _is_heading(unit, phrase):
        return False
    before = unit.low[phrase.first - 1] if phrase.first else "."
    grammar = unit.grammar
    return before not in grammar.words.preposition and before not in grammar.words.relative
