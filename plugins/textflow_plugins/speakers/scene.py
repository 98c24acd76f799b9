"""Scene: what a text has told so far: who is named, who spoke, whom a sentence is about."""

from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from functools import cached_property

from textflow_plugins.languages import Grammar
from textflow_plugins.speakers.coreference import NameIndex
from textflow_plugins.speakers.names import Name, head_name, is_person
from textflow_plugins.speakers.phrases import past_name
from textflow_plugins.speakers.second_subjects import second_subject
from textflow_plugins.speakers.speaker_types import type_of
from textflow_plugins.speakers.subjects import main_subject
from textflow_plugins.speakers.tokens import Span, Unit

#: How many units back a pronoun may look, and what counts how much for whom it means.
MEMORY = 12
NEAR, _WHOLE = 3, 2
#: So many names of one unit are looked at.
_MOST = 100
#: So many pronouns tell a gender, and so many times as many as of the other.
_TOLD = 2
_SPOKE = 1.5


class Scene:
    """Who is named in the units of a text, and who spoke in those that are read already."""

    def __init__(self, units: Sequence[Unit], text: str, grammar: Grammar) -> None:
        self.units = units
        self.text = text
        self.grammar = grammar
        self.index = NameIndex(units, grammar)
        self.spoke: set[str] = set()
        #: Those who spoke last, each with the unit, and the institutions among them.
        self.recent: deque[tuple[str, int]] = deque(maxlen=MEMORY)
        self.bodies: deque[str] = deque(maxlen=MEMORY)
        self._subjects: dict[int, Span | None] = {}
        self._subject_names: dict[int, str | None] = {}
        self._persons: dict[str, bool] = {}
        self._things: dict[str, bool] = {}

    def remember(self, name: str, number: int, *, named: bool) -> None:
        """Put down who spoke in a unit, and whether a name told it."""
        self.recent.append((name, number))
        self.spoke.add(name)
        person = self.is_person_name(name) or self.index.titled_person(name)
        if named and not person and self._is_body(name):
            self.bodies.append(name)

    def _is_body(self, name: str) -> bool:
        """Return whether a name may be that of an institution."""
        if self.grammar.fixed_order:
            return name.lower() not in self.grammar.words.plural
        return type_of(name, "name", self.grammar, titled=False) == "organisation"

    def subject(self, number: int) -> Span | None:
        """Return the subject of a unit's first clause."""
        if number not in self._subjects:
            unit = self.units[number]
            # of marks that were paired otherwise nothing is left
            self._subjects[number] = self._find_subject(unit) if unit.low else None
        return self._subjects[number]

    def _find_subject(self, unit: Unit) -> Span | None:
        if self.grammar.verb_second:
            return second_subject(unit)
        found = main_subject(unit, 0, len(unit.low))
        return found if found is None or self.grammar.fixed_order else past_name(unit, found)

    def subject_name(self, number: int) -> str | None:
        """Return who is named as the subject of a unit's first clause."""
        if number not in self._subject_names:
            self._subject_names[number] = self._find_subject_name(number)
        return self._subject_names[number]

    def _find_subject_name(self, number: int) -> str | None:
        phrase = self.subject(number)
        name = head_name(self.units[number], number, phrase) if phrase is not None else None
        if name is None or self._is_institution(name.words):
            return None
        often = self.index.times(name) > 1 and self._is_proper(name)
        known = len(name.words) == _WHOLE or often or self._is_described(number, name)
        return self.index.fullest(name) if known else None

    def _is_described(self, number: int, name: Name) -> bool:
        """Return whether a name is of one who speaks: "Yuni, a nurse", "Yuni praised"."""
        unit, grammar = self.units[number], self.grammar
        if unit.word(name.last) in grammar.reporting:
            return True
        if unit.word(name.last) != "," or unit.word(name.last + 1) not in grammar.articles:
            return False
        near = unit.low[name.last + 2 : name.last + 2 + NEAR]
        return not grammar.person_nouns.isdisjoint(near)

    def _is_proper(self, name: Name) -> bool:
        """Return whether a name is one: no place, and no word that is written small elsewhere."""
        word, entities = name.surname, self.grammar.entities
        return word not in entities.region and word not in self.written_small

    def _is_institution(self, words: Sequence[str]) -> bool:
        organisation = self.grammar.entities.organisation
        return not organisation.isdisjoint(word.lower() for word in words)

    def gender_by_pronouns(self, name: str) -> str:
        """Return ``m`` or ``f`` where so many more pronouns behind a name tell it, else ``u``."""
        men, women = (self._pronouns_behind.get((name, gender), 0) for gender in "mf")
        if max(men, women) < _TOLD or min(men, women) * _TOLD >= max(men, women):
            return "u"
        return "m" if men > women else "f"

    @cached_property
    def _pronouns_behind(self) -> Counter[tuple[str, str]]:
        """How often a pronoun of a gender is behind the only name of a unit: "Lee and her dog"."""
        found: Counter[tuple[str, str]] = Counter()
        genders = self.grammar.genders if self.grammar.fixed_order else {}
        for unit, known in zip(self.units, self.index.known, strict=True):
            if known and not genders.keys().isdisjoint(unit.low):
                (name, one), others = known[0], {fullest for _, fullest in known[1:]}
                told = (genders[word] for word in unit.low[name.last :] if word in genders)
                found.update((one, gender) for gender in told if others <= {one})
        return found

    @cached_property
    def written_small(self) -> frozenset[str]:
        """The words of the text that are somewhere written in small letters."""
        return frozenset().union(*(unit.tokens for unit in self.units))

    def may_speak(self, name: str) -> bool:
        """Return whether a name is that of one who spoke, or of a person."""
        return name in self.spoke or self.is_person_name(name)

    def is_person_name(self, name: str) -> bool:
        """Return whether a name looks like that of a person."""
        if name not in self._persons:
            self._persons[name] = is_person(name.split(" "), self.grammar)
        return self._persons[name]

    def is_thing(self, name: str) -> bool:
        """Return whether one who spoke is a paper or an institution: no "he" or "she"."""
        if name not in self._things:
            last, entities = name.rpartition(" ")[2].lower(), self.grammar.entities
            kinds = (entities.document, entities.body, entities.company)
            known = name.lower() in entities.region or self._is_described_thing(name)
            self._things[name] = known or any(last in kind for kind in kinds)
        return self._things[name]

    def _is_described_thing(self, name: str) -> bool:
        """Return whether a description is of no person: "la biografía escrita"."""
        words, grammar = name.lower().split(" "), self.grammar
        if grammar.fixed_order or grammar.capital_nouns or words[0] not in grammar.articles:
            return False
        return not any(word in grammar.person_nouns or grammar.demonym(word) for word in words)

    def who_may_speak(self, number: int, upto: int, subject: str | None) -> Iterator[str]:
        """Yield the people named in a unit before token ``upto``, and its subject."""
        known = self.index.known[number]
        last = bisect_left(known, upto, key=lambda one: one[0].first)
        for _, name in known[max(0, last - _MOST) : last]:
            if name == subject or name in self.spoke or self.is_person_name(name):
                yield name

    def who_spoke(self, number: int) -> Iterator[tuple[str, float]]:
        """Yield the people who spoke last, each with a score."""
        for spoken, back in self.recent:
            if not self.is_thing(spoken):
                yield spoken, max(back - number, -MEMORY) + _SPOKE
