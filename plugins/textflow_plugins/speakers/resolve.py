"""Resolve: whom each report's mention means."""

from collections import deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from textflow_plugins.speakers.cast import Cast
from textflow_plugins.speakers.lexicon import word_class
from textflow_plugins.speakers.names import head_name, is_person, role
from textflow_plugins.speakers.nouns import STOPS, Span, capital
from textflow_plugins.speakers.reports import Reported
from textflow_plugins.speakers.scene import Report
from textflow_plugins.speakers.subjects import antecedent, main_subject
from textflow_plugins.speakers.words import DASHES, Unit

#: How many units back a pronoun may look, and what counts how much for whom it means.
_MEMORY = 12
_NEAR, _WHOLE = 3, 2
_SUBJECT, _SPOKE, _KNOWN = 1.5, 1.5, 2.0


class Resolved(NamedTuple):
    """A report with the name of its speaker."""

    unit: int
    report: Report
    #: Unit and tokens of the words that name the speaker, None where nobody is named.
    mention: tuple[int, Span] | None
    kind: str
    name: str | None
    role: str | None


class Resolver:
    """Goes through a document's reports in order and remembers who spoke."""

    def __init__(self, units: Sequence[Unit], text: str) -> None:
        self.units = units
        self.text = text
        self.cast = Cast(units)
        #: The last report with a speaker, and those who spoke before.
        self.last: Resolved | None = None
        self.spoke: set[str] = set()
        self.recent: deque[tuple[str, int]] = deque(maxlen=_MEMORY)
        self.bodies: deque[str] = deque(maxlen=_MEMORY)
        #: Whom "he" or "she" means where it is the subject of a unit.
        self._pronouns: dict[int, tuple[str, str]] = {}
        self._subjects: dict[int, Span | None] = {}

    def run(self, told: Sequence[Reported]) -> list[Resolved]:
        """Return every report with its speaker."""
        found: list[Resolved] = []
        for number, (reports, _) in enumerate(told):
            self._follow(number)
            for report in reports:
                one = self._resolve(number, report, told)
                found.append(one)
                self._remember(one)
        return found

    def _follow(self, number: int) -> None:
        """Resolve "he" and "she" where they are the subject of a unit."""
        group = self._subject(number)
        word = self.units[number].low[group.first] if group is not None else ""
        if group is not None and word in ("he", "she"):
            name = self._person(number, group.first, "m" if word == "he" else "f")
            if name is not None:
                self._pronouns[number] = (word, name)

    def _remember(self, found: Resolved) -> None:
        if found.name is not None:
            self.last = found
            self.recent.append((found.name, found.unit))
            self.spoke.add(found.name)
            if found.kind == "name" and not is_person(found.name.split(" ")):
                self.bodies.append(found.name)

    def _resolve(self, number: int, report: Report, told: Sequence[Reported]) -> Resolved:
        if report.speaker is not None:
            return self._named(number, report, report.speaker)
        beside = self._beside(number, told)
        if beside is not None:
            return self._named(beside[0], report, beside[1])._replace(unit=number)
        if self.last is not None:
            return self.last._replace(unit=number, report=report)
        return Resolved(number, report, None, "name", None, None)

    def _beside(self, number: int, told: Sequence[Reported]) -> tuple[int, Span] | None:
        """Return who is named as the speaker in the unit before or behind a quotation."""
        unit = self.units[number]
        before = self.units[number - 1] if number else None
        if before is not None and before.low[-1:] == [":"]:
            group = told[number - 1].bare or self._subject(number - 1)
            return (number - 1, group) if group else None
        if number + 1 < len(self.units):
            found = self._behind(number + 1, unit.paragraph, told[number + 1])
            if found is not None:
                return number + 1, found
        if before is not None and before.paragraph == unit.paragraph:
            return self._led(number - 1, told[number - 1])
        return None

    def _behind(self, number: int, paragraph: int, told: Reported) -> Span | None:
        """Return the speaker of a line like "- Ann Lee, mayor", or of one like "Ann Lee said."."""
        unit = self.units[number]
        if len(unit.low) > 1 and unit.low[0] in DASHES and capital(unit, 1):
            end = next(
                (at for at in range(1, len(unit.low)) if unit.low[at] in STOPS), len(unit.low)
            )
            return Span(1, end)
        same = unit.paragraph == paragraph and told.bare is not None and told.bare.first == 0
        return told.bare if same else None

    def _led(self, number: int, told: Reported) -> tuple[int, Span] | None:
        """Return the person whom the sentence before, without a report, is about."""
        if told.bare is not None:
            return number, told.bare
        subject = self._subject(number) if not told.reports else None
        if subject is None:
            return None
        word = self.units[number].low[subject.first]
        name = head_name(self.units[number], number, subject)
        fit = word in ("he", "she") or (
            name is not None and self._may_speak(self.cast.fullest(name))
        )
        return (number, subject) if fit else None

    def _named(self, number: int, report: Report, group: Span) -> Resolved:
        unit, mention = self.units[number], (number, group)
        word = unit.low[group.first]
        if group.last - group.first == 1 and word in word_class("pronoun"):
            return Resolved(number, report, mention, "pronoun", self._pronoun(number, group), None)
        whom = antecedent(unit, group.first) if word in ("who", "which", "that") else None
        kind, name, known_as = self._who(number, whom or group)
        return Resolved(number, report, mention, "pronoun" if whom else kind, name, known_as)

    def _who(self, number: int, group: Span) -> tuple[str, str, str | None]:
        """Return kind of mention, name and role of a noun group."""
        unit = self.units[number]
        name = head_name(unit, number, group)
        if name is not None:
            return "name", self.cast.fullest(name), role(unit, self.text, group, name)
        described = unit.text(self.text, group.first, group.last)
        bearer = (
            self._bearer(unit.low[group.last - 1], number)
            if unit.low[group.first] == "the"
            else None
        )
        return "title", bearer or described, None

    def _bearer(self, word: str, number: int) -> str | None:
        """Return whom "the senator" or "the company" means."""
        if word in word_class("body"):
            return self.bodies[-1] if self.bodies else None
        if word not in word_class("title"):
            return None
        bears = (name for name, _ in reversed(self.recent) if self.cast.bears(name, word))
        return next(bears, None) or self.cast.titled(word, number)

    def _pronoun(self, number: int, group: Span) -> str | None:
        word = self.units[number].low[group.first]
        if word in ("he", "she"):
            return self._person(number, group.first, "m" if word == "he" else "f")
        if word in ("i", "we", "you"):
            return None
        near = [name for name, unit in self.recent if number - unit <= _NEAR]
        others = [name for name in near if not is_person(name.split(" "))]
        thing = others[-1] if others else self._thing(number, group.first)
        return thing or (near[-1] if near else None)

    def _thing(self, number: int, at: int) -> str | None:
        """Return what "it" or "they" means where nobody spoke: the subject before."""
        for back in (number, number - 1):
            group = self._subject(back) if back >= 0 else None
            if (
                group is None
                or (back == number and group.last > at)
                or _pronoun(self.units[back], group)
            ):
                continue
            return self._who(back, group)[1]
        return None

    def _person(self, number: int, at: int, want: str) -> str | None:
        """Return whom "he" or "she" means: near, subject, speaker and of that gender."""
        scores: dict[str, float] = {}
        for name, score in self._candidates(number, at):
            scores[name] = max(scores.get(name, -99.0), score)
        fit = {
            name: score + (_KNOWN if self.cast.gender(name) == want else 0.0)
            for name, score in scores.items()
            if self.cast.gender(name) in (want, "u")
        }
        return max(fit, key=lambda name: fit[name]) if fit else None

    def _candidates(self, number: int, at: int) -> Iterator[tuple[str, float]]:
        for back in range(number, max(-1, number - _MEMORY), -1):
            if back in self._pronouns:
                yield self._pronouns[back][1], back - number + _SUBJECT
            subject = self._subject_name(back) if back < number else None
            for name in self.cast.names[back]:
                fullest = self.cast.fullest(name)
                is_subject = fullest == subject
                if (back < number or name.first < at) and (is_subject or self._may_speak(fullest)):
                    yield fullest, back - number + (_SUBJECT if is_subject else 0.0)
        for spoken, back in self.recent:
            yield spoken, max(back - number, -_MEMORY) + _SPOKE

    def _may_speak(self, name: str) -> bool:
        return name in self.spoke or is_person(name.split(" "))

    def _subject(self, number: int) -> Span | None:
        """Return the subject of a unit's first clause."""
        if number not in self._subjects:
            unit = self.units[number]
            self._subjects[number] = main_subject(unit, 0, len(unit.low))
        return self._subjects[number]

    def _subject_name(self, number: int) -> str | None:
        group = self._subject(number)
        name = head_name(self.units[number], number, group) if group is not None else None
        if name is None or {word.lower() for word in name.words} & word_class("organisation"):
            return None
        known = len(name.words) == _WHOLE or self.cast.often(name)
        return self.cast.fullest(name) if known else None


def _pronoun(unit: Unit, group: Span) -> bool:
    return unit.low[group.first] in word_class("pronoun")
