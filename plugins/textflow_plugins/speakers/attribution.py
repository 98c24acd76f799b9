"""Attribution: whom the words that name the speaker of a report mean."""

from collections import deque
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from textflow_plugins.languages import Grammar
from textflow_plugins.speakers.coreference import NameIndex
from textflow_plugins.speakers.mentions import (
    description,
    head,
    is_nobody,
    is_object,
    is_pronoun,
    is_relative,
)
from textflow_plugins.speakers.names import Name, head_name, is_person, signature
from textflow_plugins.speakers.report_parser import SAID_BY_NOBODY, Report, Reported
from textflow_plugins.speakers.roles import role
from textflow_plugins.speakers.speaker_types import type_of
from textflow_plugins.speakers.subjects import antecedent, main_subject
from textflow_plugins.speakers.tokens import DASHES, Span, Unit

#: How many units back a pronoun may look, and what counts how much for whom it means.
_MEMORY = 12
_NEAR, _WHOLE = 3, 2
#: Lines of a dialogue have fewer characters.
_LINE = 60
_SUBJECT, _SPOKE, _KNOWN = 1.5, 1.5, 2.0


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


class Attribution:
    """Goes through a document's reports in order and remembers who spoke."""

    def __init__(self, units: Sequence[Unit], text: str, grammar: Grammar) -> None:
        self.units = units
        self.text = text
        self.grammar = grammar
        self.index = NameIndex(units, grammar)
        #: The last report with a speaker, and those who spoke before.
        self.last: Attributed | None = None
        self.spoke: set[str] = set()
        self.recent: deque[tuple[str, int]] = deque(maxlen=_MEMORY)
        self.bodies: deque[str] = deque(maxlen=_MEMORY)
        #: The last two paragraphs with direct speech, and who spoke in them.
        self.lines: deque[tuple[int, str]] = deque(maxlen=_WHOLE)
        #: Whom "he" or "she" means where it is the subject of a unit.
        self._pronouns: dict[int, str] = {}
        self._subjects: dict[int, Span | None] = {}
        self._subject_names: dict[int, str | None] = {}
        self._persons: dict[str, bool] = {}
        self._things: dict[str, bool] = {}
        #: The last unit that was asked for, and the one person named shortly before it.
        self._alone: tuple[int, str | None] = (-1, None)

    def run(self, told: Sequence[Reported]) -> list[Attributed]:
        """Return every report with its speaker."""
        found: list[Attributed] = []
        last = max((number for number, (reports, _) in enumerate(told) if reports), default=-1)
        for number in range(last + 1):
            self._follow(number)
            for report in told[number].reports:
                one = self._attribute(number, report, told)
                found.append(one)
                self._remember(one)
        return found

    def _follow(self, number: int) -> None:
        """Find out whom "he" or "she" means where it is the subject of a unit."""
        if self.grammar.persons.keys().isdisjoint(self.units[number].low):
            return
        phrase = self._subject(number)
        word = self.units[number].low[phrase.first] if phrase is not None else ""
        if phrase is not None and word in self.grammar.persons:
            name = self._person(number, phrase.first, self.grammar.persons[word])
            if name is not None:
                self._pronouns[number] = name

    def _remember(self, found: Attributed) -> None:
        if found.name is not None:
            paragraph = self.units[found.unit].paragraph
            if found.report.kind != "direct":
                self.lines.clear()
            elif not self.lines or self.lines[-1] != (paragraph, found.name):
                self.lines.append((paragraph, found.name))
            self.last = found
            self.recent.append((found.name, found.unit))
            self.spoke.add(found.name)
            person = self._is_person(found.name) or self.index.titled_person(found.name)
            if found.kind == "name" and not person and self._is_body(found.name):
                self.bodies.append(found.name)

    def _is_body(self, name: str) -> bool:
        """Return whether a name may be that of an institution."""
        if self.grammar.fixed_order:
            return True
        return type_of(name, "name", self.grammar, titled=False) == "organisation"

    def _attribute(self, number: int, report: Report, told: Sequence[Reported]) -> Attributed:
        if report.speaker is not None:
            return self._named(number, report, report.speaker)
        if report.rule == SAID_BY_NOBODY:
            return Attributed(number, report, None, "name", None, None)
        beside = self._beside(number, told)
        if beside is not None:
            found = self._named(beside[0], report, beside[1])
            return found._replace(unit=number, carried=not self.grammar.fixed_order)
        other = self._other(number, report)
        if other is not None:
            return Attributed(number, report, None, "name", other, None, carried=True)
        if self.last is None or self._is_apart(number, report, self.last):
            return Attributed(number, report, None, "name", None, None)
        return self.last._replace(unit=number, report=report, carried=True)

    def _is_apart(self, number: int, report: Report, last: Attributed) -> bool:
        """Return whether a report is not of the one who spoke last."""
        return self._is_unread(report) or self._is_answer(number, report, last)

    def _is_unread(self, report: Report) -> bool:
        """Return whether a verb must have a subject, which is not found: nobody is better."""
        grammar = self.grammar
        if grammar.fixed_order or grammar.null_subject:
            return False
        return report.cue is not None and report.kind != "direct"

    def _other(self, number: int, report: Report) -> str | None:
        """Return who answers in a dialogue of two whose paragraphs are quotations alone."""
        unit = self.units[number]
        quote = unit.quoted.get(report.content.first)
        if quote is None or report.rule != "quotation alone" or len(self.lines) < _WHOLE:
            return None
        if quote.continues or quote.size > _LINE:
            return None
        (before, one), (last, other) = self.lines[-2], self.lines[-1]
        in_turn = (before, last) == (unit.paragraph - 2, unit.paragraph - 1)
        return one if in_turn and one != other else None

    def _is_answer(self, number: int, report: Report, last: Attributed) -> bool:
        """Return whether a dash opens the line of another: one line of speech behind one."""
        if self.units[number].paragraph == self.units[last.unit].paragraph:
            return False
        return self._is_dashed(number, report) and self._is_dashed(last.unit, last.report)

    def _is_dashed(self, number: int, report: Report) -> bool:
        quote = self.units[number].quoted.get(report.content.first)
        return quote is not None and self.text[quote.start] in DASHES

    def _beside(self, number: int, told: Sequence[Reported]) -> tuple[int, Span] | None:
        """Return who is named as the speaker in the unit before or behind a quotation."""
        unit = self.units[number]
        before = self.units[number - 1] if number else None
        if before is not None and before.low[-1:] == [":"]:
            return self._announced(number - 1, told[number - 1])
        if number + 1 < len(self.units):
            found = self._behind(number + 1, unit.paragraph, told[number + 1])
            if found is not None:
                return number + 1, found
        if before is not None and before.paragraph == unit.paragraph:
            return self._led(number - 1, told[number - 1])
        return None

    def _announced(self, number: int, told: Reported) -> tuple[int, Span] | None:
        """Return the speaker of a unit that ends in a colon: "Then Smith replied:"."""
        phrase = told.bare or self._subject(number)
        return (number, phrase) if phrase else None

    def _behind(self, number: int, paragraph: int, told: Reported) -> Span | None:
        """Return the speaker of a line like "- Ann Lee, mayor", or of one like "Ann Lee said."."""
        unit = self.units[number]
        signed = signature(unit, 0)
        if signed is not None:
            return signed
        if told.bare is None or told.bare.first != 0 or unit.paragraph != paragraph:
            return None
        speaks = self.grammar.fixed_order or self._means_person(number, told.bare)
        return told.bare if speaks else None

    def _led(self, number: int, told: Reported) -> tuple[int, Span] | None:
        """Return the person whom the sentence before, without a report, is about."""
        if told.bare is not None:
            return number, told.bare
        subject = self._subject(number) if not told.reports else None
        if subject is None or not self._means_person(number, subject):
            return None
        return number, subject

    def _means_person(self, number: int, phrase: Span) -> bool:
        """Return whether a phrase is a pronoun of people, a name of one or has a title."""
        unit, grammar = self.units[number], self.grammar
        if unit.low[phrase.first] in grammar.persons:
            return True
        name = head_name(unit, number, phrase)
        if name is not None and self._may_speak(self.index.fullest(name)):
            return True
        if grammar.fixed_order:
            return False
        word = head(unit, phrase)
        if grammar.capital_nouns:
            return True  # any noun has a capital: more often right than who spoke before
        return grammar.titled(word) or word in grammar.speaking

    def _named(self, number: int, report: Report, phrase: Span) -> Attributed:
        unit, mention = self.units[number], (number, phrase)
        if is_object(unit, phrase):
            name = self.last.name if self.last is not None else None
            return Attributed(number, report, mention, "pronoun", name, None)
        if is_pronoun(unit, phrase):
            name = self._pronoun(number, phrase)
            return Attributed(number, report, mention, "pronoun", name, None)
        whom = antecedent(unit, phrase.first) if is_relative(unit, phrase) else None
        kind, name, known_as = self._who(number, whom or phrase)
        return Attributed(number, report, mention, "pronoun" if whom else kind, name, known_as)

    def _who(self, number: int, phrase: Span) -> tuple[str, str | None, str | None]:
        """Return kind of mention, name and role of a noun phrase."""
        unit = self.units[number]
        name = head_name(unit, number, phrase)
        if name is not None and not self._is_word(name):
            return "name", *self._known(number, phrase, name)
        bearer = self._meant(number, phrase)
        if bearer is None and is_nobody(unit, phrase):
            return "description", None, None
        return "description", bearer or description(unit, self.text, phrase), None

    def _known(self, number: int, phrase: Span, name: Name) -> tuple[str | None, str | None]:
        """Return the fullest form of a name and the role, neither if it may be either of two."""
        known_as = role(self.units[number], self.text, phrase, name)
        if known_as is None and self.index.ambiguous(name):
            return None, None
        return self.index.fullest(name), known_as

    def _meant(self, number: int, phrase: Span) -> str | None:
        """Return whom a description means that has been named: "the senator"."""
        unit, grammar = self.units[number], self.grammar
        if unit.low[phrase.first] not in grammar.words.definite:
            return None
        bearer = self._bearer(head(unit, phrase), number)
        if bearer is None and not grammar.fixed_order:
            return self._bearer_within(number, phrase)
        return bearer

    def _is_word(self, name: Name) -> bool:
        """Return whether a name is a noun that opens its sentence: "Shares"."""
        if not self.grammar.fixed_order and name.surname in self.grammar.clauses.promotion:
            return True
        alone = len(name.words) == 1 and not name.first
        if not alone or self.index.fullest(name) != "".join(name.words):
            return False
        return name.surname in self._written_small

    def _bearer_within(self, number: int, phrase: Span) -> str | None:
        """Return whom "le club catalan" means, where the noun is not the last word."""
        words = self.units[number].low[phrase.first + 1 : phrase.last]
        if not self.grammar.words.genitive.isdisjoint(words):
            return None
        known = (self._bearer(word, number) for word in words)
        return next((name for name in known if name is not None), None)

    def _bearer(self, word: str, number: int) -> str | None:
        """Return whom "the senator" or "the company" means."""
        if word in self.grammar.entities.body:
            return self.bodies[-1] if self.bodies else None
        if word in self.grammar.titles:
            return self._titled(word, number) or self._only_person(number)
        return self._only_person(number) if word in self.grammar.entities.person else None

    def _titled(self, title: str, number: int) -> str | None:
        """Return who bears a title: the last of those who spoke, else of those who are named."""
        bears = (name for name, _ in reversed(self.recent) if self.index.bears(name, title))
        return next(bears, None) or self.index.titled(title, number)

    def _only_person(self, number: int) -> str | None:
        """Return the one person named shortly before, None where there are others."""
        if self._alone[0] != number:
            units = range(max(0, number - _NEAR), number)
            near = {one for at in units for _, one in self.index.known[at] if self._may_speak(one)}
            self._alone = (number, near.pop() if len(near) == 1 else None)
        return self._alone[1]

    def _pronoun(self, number: int, phrase: Span) -> str | None:
        """Return whom a pronoun means."""
        word = self.units[number].low[phrase.first]
        if word in self.grammar.persons:
            name = self._person(number, phrase.first, self.grammar.persons[word])
            if name is not None or self.grammar.fixed_order:
                return name
        if word in self.grammar.partners or self._is_anybody(word):
            return None
        return self._neither(number, phrase.first)

    def _is_anybody(self, word: str) -> bool:
        """Return whether a pronoun means no one of whom the text tells: "on", "man"."""
        return not self.grammar.fixed_order and word in self.grammar.words.expletive

    def _neither(self, number: int, at: int) -> str | None:
        """Return what "it" or "they" means: an institution that spoke, a subject, who spoke."""
        near = [name for name, unit in self.recent if number - unit <= _NEAR]
        if self.units[number].low[at] in self.grammar.persons:
            near = [name for name in near if self.index.gender(name) != "p"]
        others = [name for name in near if not self._is_person(name)]
        return next(reversed(others), None) or self._thing(number, at) or next(reversed(near), None)

    def _thing(self, number: int, at: int) -> str | None:
        """Return what "it" or "they" means where nobody spoke: the subject before."""
        word = self.units[number].low[at]
        for back in (number, number - 1):
            phrase = self._subject(back) if back >= 0 else None
            if phrase is None or (back == number and phrase.last > at):
                continue
            if word in self.grammar.they and self._is_single(back, phrase):
                continue
            if self.units[back].low[phrase.first] not in self.grammar.subjects:
                return self._who(back, phrase)[1]
        return None

    def _is_single(self, number: int, phrase: Span) -> bool:
        """Return whether a phrase is of one alone by its article: no "they" means it."""
        first = self.units[number].low[phrase.first]
        return self.grammar.article_genders.get(first, "p") != "p"

    def _person(self, number: int, at: int, want: str) -> str | None:
        """Return whom "he" or "she" means: near, subject, speaker and of that gender."""
        scores: dict[str, float] = {}
        for name, score in self._candidates(number, at):
            if score > scores.get(name, -99.0):
                scores[name] = score
        fit = {
            name: score + (_KNOWN if self.index.gender(name) == want else 0.0)
            for name, score in scores.items()
            if self.index.gender(name) in (want, "u")
        }
        return max(fit, key=lambda name: fit[name]) if fit else None

    def _candidates(self, number: int, at: int) -> Iterator[tuple[str, float]]:
        """Yield those whom a pronoun at token ``at`` may mean, each with a score."""
        for back in range(number, max(-1, number - _MEMORY), -1):
            if back in self._pronouns:
                yield self._pronouns[back], back - number + _SUBJECT
            subject = self._subject_name(back) if back < number else None
            upto = at if back == number else len(self.units[back].low)
            for name in self._who_may_speak(back, upto, subject):
                yield name, back - number + (_SUBJECT if name == subject else 0.0)
        yield from self._who_spoke(number)

    def _who_spoke(self, number: int) -> Iterator[tuple[str, float]]:
        """Yield the people who spoke last, each with a score."""
        for spoken, back in self.recent:
            if not self._is_thing(spoken):
                yield spoken, max(back - number, -_MEMORY) + _SPOKE

    def _is_thing(self, name: str) -> bool:
        """Return whether one who spoke is a paper or an institution: no "he" or "she"."""
        if name not in self._things:
            last, entities = name.rpartition(" ")[2].lower(), self.grammar.entities
            kinds = (entities.document, entities.body, entities.company)
            known = name.lower() in entities.region
            self._things[name] = known or any(last in kind for kind in kinds)
        return self._things[name]

    def _who_may_speak(self, number: int, upto: int, subject: str | None) -> Iterator[str]:
        """Yield the people named in a unit before token ``upto``, and its subject."""
        for name, fullest in self.index.known[number]:
            if name.first < upto and (fullest == subject or self._may_speak(fullest)):
                yield fullest

    def _may_speak(self, name: str) -> bool:
        return name in self.spoke or self._is_person(name)

    def _is_person(self, name: str) -> bool:
        if name not in self._persons:
            self._persons[name] = is_person(name.split(" "), self.grammar)
        return self._persons[name]

    def _subject(self, number: int) -> Span | None:
        """Return the subject of a unit's first clause."""
        if number not in self._subjects:
            unit = self.units[number]
            self._subjects[number] = main_subject(unit, 0, len(unit.low))
        return self._subjects[number]

    def _subject_name(self, number: int) -> str | None:
        """Return who is named as the subject of a unit's first clause."""
        if number not in self._subject_names:
            self._subject_names[number] = self._find_subject_name(number)
        return self._subject_names[number]

    def _find_subject_name(self, number: int) -> str | None:
        phrase = self._subject(number)
        name = head_name(self.units[number], number, phrase) if phrase is not None else None
        if name is None or self._is_institution(name.words):
            return None
        often = self.index.often(name) and self._is_proper(name)
        known = len(name.words) == _WHOLE or often or self._is_described(number, name)
        return self.index.fullest(name) if known else None

    def _is_described(self, number: int, name: Name) -> bool:
        """Return whether a name is of one who speaks: "Yuni, a nurse", "Yuni praised"."""
        unit, grammar = self.units[number], self.grammar
        if unit.word(name.last) in grammar.reporting:
            return True
        if unit.word(name.last) != "," or unit.word(name.last + 1) not in grammar.articles:
            return False
        near = unit.low[name.last + 2 : name.last + 2 + _NEAR]
        return not grammar.person_nouns.isdisjoint(near)

    def _is_proper(self, name: Name) -> bool:
        """Return whether a name is one: no place, and no word that is written small elsewhere."""
        word, entities = name.surname, self.grammar.entities
        return word not in entities.region and word not in self._written_small

    @cached_property
    def _written_small(self) -> frozenset[str]:
        """The words of the text that are somewhere written in small letters."""
        return frozenset().union(*(unit.tokens for unit in self.units))

    def _is_institution(self, words: Sequence[str]) -> bool:
        organisation = self.grammar.entities.organisation
        return not organisation.isdisjoint(word.lower() for word in words)
