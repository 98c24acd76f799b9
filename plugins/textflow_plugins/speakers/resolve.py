"""Resolve: whom each report's mention means."""

from collections.abc import Sequence
from typing import NamedTuple

from textflow_plugins.speakers.lexicon import word_class
from textflow_plugins.speakers.nouns import Span, antecedent
from textflow_plugins.speakers.people import Cast, gender, head_name, is_person, names, role
from textflow_plugins.speakers.scene import Report
from textflow_plugins.speakers.words import Unit

#: How many units back a pronoun may look.
_MEMORY = 12


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
        self.names = [list(names(unit, number)) for number, unit in enumerate(units)]
        self.cast = Cast([name for row in self.names for name in row])
        #: The last report with a speaker, and the unit of the last report.
        self.last: Resolved | None = None
        self.last_unit = -1

    def resolve(self, number: int, report: Report) -> Resolved:
        """Return ``report`` with its speaker; one without a cue goes to the speaker before."""
        if report.speaker is not None:
            found = self._named(number, report, report.speaker)
        elif self.last is not None:
            last = self.last
            found = Resolved(number, report, last.mention, last.kind, last.name, last.role)
        else:
            found = Resolved(number, report, None, "name", None, None)
        if found.name is not None:
            self.last, self.last_unit = found, number
        return found

    def _named(self, number: int, report: Report, group: Span) -> Resolved:
        unit, mention = self.units[number], (number, group)
        word = unit.low[group.first]
        if group.last - group.first == 1 and word in word_class("pronoun"):
            return Resolved(number, report, mention, "pronoun", self._pronoun(number, group), None)
        whom = antecedent(unit, group.first) if word in ("who", "which", "that") else None
        group = whom or group
        name = head_name(unit, number, group)
        if name is None:
            described = unit.text(self.text, group.first, group.last)
            return Resolved(number, report, mention, "title", described, None)
        known_as = role(unit, self.text, group, name)
        return Resolved(number, report, mention, "name", self.cast.fullest(name), known_as)

    def _pronoun(self, number: int, group: Span) -> str | None:
        word = self.units[number].low[group.first]
        if word in ("he", "she"):
            return self._person(number, group.first, "m" if word == "he" else "f")
        return self.last.name if self.last else None

    def _person(self, number: int, at: int, want: str) -> str | None:
        """Return whom "he" or "she" means: the last speaker if fit, else the nearest."""
        last = self.last.name if self.last else None
        for back in range(number, max(-1, number - _MEMORY), -1):
            if last is not None and self.last_unit >= back and _may_be(last, want):
                return last
            row = [name for name in self.names[back] if back < number or name.first < at]
            fits = [name for name in map(self.cast.fullest, row) if _is(name, want)]
            if fits:
                return fits[0]
        return last


def _is(name: str, want: str) -> bool:
    words = name.split()
    known = gender(words)
    return known == want or (known == "u" and is_person(words))


def _may_be(name: str, want: str) -> bool:
    return gender(name.split()) in (want, "u")
