"""Attribution: who speaks each report, named in it, beside it or before."""

from collections import deque
from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from textflow_plugins.speakers.dropped_subjects import (
    DroppedSubjects,
    is_several,
    is_several_verb,
)
from textflow_plugins.speakers.links import opens_link
from textflow_plugins.speakers.mentions import head, is_object, is_pronoun, is_relative
from textflow_plugins.speakers.names import head_name, signature
from textflow_plugins.speakers.referents import Referents
from textflow_plugins.speakers.report_parser import SAID_BY_NOBODY, SOURCED, Report, Reported
from textflow_plugins.speakers.scene import MEMORY, Scene
from textflow_plugins.speakers.subjects import antecedent
from textflow_plugins.speakers.tokens import DASHES, STOPS, Span

_TWO, _FEW = 2, 5
#: Lines of a dialogue have fewer characters.
_LINE = 60
#: What is behind a name in a script: "PARKER.", "FINN (V.O.)".
_BEHIND_NAME = STOPS | frozenset(("",))
#: Units that what one does may be between the name above a speech and the speech.
_ASIDES = 4


class Attributed(NamedTuple):
    """A report with the name of its speaker."""

    unit: int
    report: Report
    #: Unit and tokens of the words that name the speaker, None where nobody is named.
    mention: tuple[int, Span] | None
    kind: str
    name: str | None
    role: str | None
    #: Nobody is named beside it: the speaker is who spoke before.
    carried: bool = False
    #: How sure it is who speaks in a conversation, "" where that was not asked.
    sure: str = ""


class Attribution:
    """Goes through a document's reports in order and remembers who spoke."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._units = scene.units
        self._index = scene.index
        self._grammar = scene.grammar
        self._referents = Referents(scene)
        self._dropped = DroppedSubjects(scene, self._referents)
        #: The last report with a speaker.
        self._last: Attributed | None = None
        #: The last reports with a speaker: one of them may be of several who speak.
        self._spoken: deque[Attributed] = deque(maxlen=_FEW)
        #: The last two paragraphs with direct speech, and who spoke in them.
        self._lines: deque[tuple[int, str]] = deque(maxlen=_TWO)

    def run(self, told: Sequence[Reported]) -> list[Attributed]:
        """Return every report with its speaker."""
        found: list[Attributed] = []
        last = max((number for number, (reports, _) in enumerate(told) if reports), default=-1)
        for number in range(last + 1):
            self._referents.follow(number)
            for report in told[number].reports:
                one = self._attribute(number, report, told)
                found.append(one)
                self._remember(one)
        return found

    def _remember(self, found: Attributed) -> None:
        if found.name is not None:
            paragraph = self._units[found.unit].paragraph
            if found.report.kind != "direct":
                self._lines.clear()
            elif not self._lines or self._lines[-1] != (paragraph, found.name):
                self._lines.append((paragraph, found.name))
            self._last = found
            self._spoken.append(found)
            self._scene.remember(found.name, found.unit, named=found.kind == "name")

    def _attribute(self, number: int, report: Report, told: Sequence[Reported]) -> Attributed:
        if report.speaker is not None and self._dropped.agrees(number, report):
            return self._named(number, report, report.speaker)
        if report.rule == SAID_BY_NOBODY:
            return Attributed(number, report, None, "name", None, None)
        return self._above(number, report) or self._unnamed(number, report, told)

    def _unnamed(self, number: int, report: Report, told: Sequence[Reported]) -> Attributed:
        """Return a report that names nobody with who is named beside it, or spoke before."""
        beside = self._beside(number, report, told)
        if beside is not None:
            found = self._named(beside[0], report, beside[1])
            return found._replace(unit=number, carried=not self._grammar.fixed_order)
        other = self._other(number, report)
        if other is not None:
            return Attributed(number, report, None, "name", other, None, carried=True)
        dropped = self._dropped.find(number, report, told, self._last_unit())
        if dropped is not None:
            found = self._named(dropped[0], report, dropped[1])
            return found._replace(unit=number, carried=True)
        return self._carried(number, report)

    def _carried(self, number: int, report: Report) -> Attributed:
        """Return a report as that of who spoke before, or of nobody."""
        last = self._last_fit(number, report)
        if last is None or self._is_apart(number, report, last):
            return Attributed(number, report, None, "name", None, None)
        return last._replace(unit=number, report=report, carried=True)

    def _last_name(self) -> str | None:
        """Return who spoke last, in languages in which hardly anybody else is "selon lui"."""
        last = None if self._grammar.fixed_order else self._last
        return last.name if last is not None else None

    def _last_unit(self) -> int:
        """Return the unit in which somebody spoke last, -1 where nobody has."""
        return self._last.unit if self._last is not None else -1

    def _last_fit(self, number: int, report: Report) -> Attributed | None:
        """Return the last report whose speaker may be that of a verb without a subject."""
        if report.cue is None or not self._grammar.null_subject:
            return self._last
        several = is_several_verb(self._units[number], report.cue)
        near = (one for one in reversed(self._spoken) if number - one.unit <= MEMORY)
        return next((one for one in near if self._goes_on(one, several=several)), None)

    def _goes_on(self, found: Attributed, *, several: bool) -> bool:
        """Return whether who spoke may be whom a verb means: the last, or one who has a name."""
        if found is not self._last and not self._referents.is_named(found.name or ""):
            return False
        return not self._is_source(found) and self._agrees(found, several=several)

    def _is_source(self, found: Attributed) -> bool:
        """Return whether a text is all that was named: "según datos del puerto"."""
        if found.report.rule not in SOURCED or found.mention is None or found.kind == "name":
            return False
        number, phrase = found.mention
        return head(self._units[number], phrase) not in self._grammar.person_nouns

    def _agrees(self, found: Attributed, *, several: bool) -> bool:
        """Return whether a verb of one, or of several, may be that of who spoke before."""
        if found.mention is None:
            return not several
        number, phrase = found.mention
        unit = self._units[number]
        if several and head(unit, phrase) in self._grammar.institutions:
            return True  # "desde el departamento confirmaron"
        return is_several(unit, phrase) == several

    def _is_apart(self, number: int, report: Report, last: Attributed) -> bool:
        """Return whether a report is not of the one who spoke last."""
        return self._is_unread(report) or self._is_answer(number, report, last)

    def _is_unread(self, report: Report) -> bool:
        """Return whether a verb must have a subject, which is not found: nobody is better."""
        grammar = self._grammar
        if grammar.fixed_order or grammar.null_subject:
            return False
        return report.cue is not None and report.kind != "direct"

    def _other(self, number: int, report: Report) -> str | None:
        """Return who answers in a dialogue of two whose paragraphs are quotations alone."""
        unit = self._units[number]
        quote = unit.quoted.get(report.content.first)
        if quote is None or report.rule != "quotation alone" or len(self._lines) < _TWO:
            return None
        if quote.continues or quote.size > _LINE:
            return None
        (before, one), (last, other) = self._lines[-2], self._lines[-1]
        in_turn = (before, last) == (unit.paragraph - 2, unit.paragraph - 1)
        return one if in_turn and one != other else None

    def _is_answer(self, number: int, report: Report, last: Attributed) -> bool:
        """Return whether a dash opens the line of another: one line of speech behind one."""
        if self._units[number].paragraph == self._units[last.unit].paragraph:
            return False
        return self._is_dashed(number, report) and self._is_dashed(last.unit, last.report)

    def _is_dashed(self, number: int, report: Report) -> bool:
        quote = self._units[number].quoted.get(report.content.first)
        return quote is not None and self._scene.text[quote.start] in DASHES

    def _above(self, number: int, report: Report) -> Attributed | None:
        """Return what is said in a script with the name in capitals above it."""
        quote = self._units[number].quoted.get(report.content.first)
        if quote is None or not quote.headed:
            return None
        for at in range(number - 1, max(-1, number - _ASIDES), -1):
            unit = self._units[at]
            head = list(takewhile(str.isupper, unit.tokens))
            if head and unit.word(len(head)) in _BEHIND_NAME:
                mention = (at, Span(0, len(head)))
                return Attributed(number, report, mention, "name", " ".join(head), None)
        return None

    def _beside(
        self, number: int, report: Report, told: Sequence[Reported]
    ) -> tuple[int, Span] | None:
        """Return who is named as the speaker in the unit before or behind a quotation."""
        before, paragraph = number - 1, self._units[number].paragraph
        if number and self._units[before].low[-1:] == [":"]:
            return self._announced(before, told[before])
        if self._may_be_behind(number, report):
            found = self._behind(number + 1, paragraph, told[number + 1])
            if found is not None:
                return number + 1, found
        if number and self._units[before].paragraph == paragraph:
            return self._led(before, told[before])
        return None

    def _may_be_behind(self, number: int, report: Report) -> bool:
        """Return whether the next sentence may tell who speaks; not so behind '..., añadió.'."""
        ended = self._grammar.null_subject and report.cue is not None
        return not ended and number + 1 < len(self._units)

    def _announced(self, number: int, told: Reported) -> tuple[int, Span] | None:
        """Return the speaker of a unit that ends in a colon: "Then Smith replied:"."""
        if not self._grammar.fixed_order and opens_link(self._units[number]):
            return None
        phrase = told.bare or self._scene.subject(number)
        return (number, phrase) if phrase else None

    def _behind(self, number: int, paragraph: int, told: Reported) -> Span | None:
        """Return the speaker of a line like "- Ann Lee, mayor", or of one like "Ann Lee said."."""
        unit = self._units[number]
        signed = signature(unit, 0)
        if signed is not None:
            return signed
        if told.bare is None or told.bare.first != 0 or unit.paragraph != paragraph:
            return None
        speaks = self._grammar.fixed_order or self._means_person(number, told.bare)
        return told.bare if speaks else None

    def _led(self, number: int, told: Reported) -> tuple[int, Span] | None:
        """Return the person whom the sentence before, without a report, is about."""
        if told.bare is not None:
            return number, told.bare
        subject = self._scene.subject(number) if not told.reports else None
        if subject is None or not self._means_person(number, subject):
            return None
        return number, subject

    def _means_person(self, number: int, phrase: Span) -> bool:
        """Return whether a phrase is a pronoun of people, a name of one or has a title."""
        unit, grammar = self._units[number], self._grammar
        if unit.low[phrase.first] in grammar.persons:
            return True
        name = head_name(unit, number, phrase)
        if name is not None and self._names_person(self._index.fullest(name)):
            return True
        if grammar.fixed_order:
            return False
        word = head(unit, phrase)
        return grammar.titled(word) or word in grammar.speaking

    def _names_person(self, name: str) -> bool:
        """Return whether a name may be a person's: one of two words where nouns have capitals."""
        return self._scene.may_speak(name) or (self._grammar.capital_nouns and " " in name)

    def _named(self, number: int, report: Report, phrase: Span) -> Attributed:
        unit, mention = self._units[number], (number, phrase)
        if is_object(unit, phrase):
            name = self._referents.object(number, phrase) or self._last_name()
            return Attributed(number, report, mention, "pronoun", name, None)
        if is_pronoun(unit, phrase):
            name = self._referents.pronoun(number, phrase)
            return Attributed(number, report, mention, "pronoun", name, None)
        whom = antecedent(unit, phrase.first) if is_relative(unit, phrase) else None
        kind, name, known_as = self._referents.who(number, whom or phrase)
        return Attributed(number, report, mention, "pronoun" if whom else kind, name, known_as)
