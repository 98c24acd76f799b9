"""Report parser: the state in which the reports of a unit are read, and what comes out."""

from typing import NamedTuple

from textflow_plugins.languages import Form, Use
from textflow_plugins.speakers.content_start import content_start
from textflow_plugins.speakers.cues import Cue, cues
from textflow_plugins.speakers.subjects import joined_subject, main_subject, subject_before
from textflow_plugins.speakers.tokens import QUOTED, Span, Unit

#: Verbs behind which a clause may begin without more.
_CLAUSE: frozenset[Use] = frozenset((Use.BARE, Use.ADDRESSEE))


#: Forms of a verb behind "he's".
_JOINED: frozenset[Form] = frozenset((Form.PARTICIPLE, Form.GERUND))

#: The rule of a report whose speaker is not told.
SAID_BY_NOBODY = "said by nobody"
#: The rules of reports whose source is named without a verb.
SOURCED = frozenset(("before according to", "after according to"))
#: The rule of a turn that has a label.
LABELLED = "labelled turn"


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


class Reported(NamedTuple):
    """What is reported in a unit, in order."""

    reports: list[Report]
    #: Who speaks without a word of it here: "Then Smith replied:".
    bare: Span | None


_NOWHERE: frozenset[int] = frozenset()


class ParsedUnit(NamedTuple):
    """A unit with the cues in it and those who may be their subjects."""

    unit: Unit
    #: By token.
    cues: dict[int, Cue]
    #: Subject of the cue at a token, on its left.
    subjects: dict[int, Span | None]
    #: Tokens at which "Smith said" begins.
    opens: frozenset[int]


def parse(unit: Unit) -> ParsedUnit:
    """Find the cues of a unit and their subjects."""
    found = {cue.at: cue for cue in cues(unit)}
    if not found:
        return ParsedUnit(unit, found, {}, _NOWHERE)
    subjects = {at: _subject(unit, cue) for at, cue in found.items()}
    begin = (
        phrase or joined_subject(unit, found[at].first)
        for at, phrase in subjects.items()
        if _surely_reports(unit, found[at])
    )
    opens = frozenset(phrase.first for phrase in begin if phrase is not None)
    return ParsedUnit(unit, found, subjects, opens)


def _subject(unit: Unit, cue: Cue) -> Span | None:
    contracted = _contracted(unit, cue) if cue.first and "'" in unit.low[cue.first - 1] else None
    if contracted is not None:
        return contracted
    alone = Form.GERUND in cue.verb.forms and cue.first == cue.at
    found = None if alone else subject_before(unit, cue.first)
    words = unit.grammar.words
    purpose = found is not None and unit.word(cue.first) in words.infinitive
    if found is not None and purpose and _is_object(unit, found):
        return None  # "took to the radio to say": not the radio
    return found


def _is_object(unit: Unit, phrase: Span) -> bool:
    """Return whether a phrase before "to say" is no subject: behind a preposition, "it"."""
    grammar = unit.grammar
    before = unit.low[phrase.first - 1] if phrase.first else ""
    if before in grammar.words.preposition or before in grammar.words.comparison:
        return True  # "on the radio to say", "as a way to say"
    return unit.low[phrase.first] in grammar.neuter


def _contracted(unit: Unit, cue: Cue) -> Span | None:
    """Return the subject that is in one word with the verb: "he's said", "she's telling"."""
    at, forms = cue.first - 1, cue.verb.forms
    if forms.isdisjoint(_JOINED) or unit.low[at] not in unit.grammar.words.contracted:
        return None
    who = unit.grammar.pronoun(unit.low[at])
    speaks = who in unit.grammar.subjects and who not in unit.grammar.neuter  # "it's said"
    return Span(at, at + 1) if speaks else None


def _surely_reports(unit: Unit, cue: Cue) -> bool:
    """Return whether a cue surely begins a new report, whatever goes before."""
    if cue.denied or cue.open:
        return False
    after = unit.word(cue.last)
    takes = bool(cue.verb.uses & _CLAUSE)
    if takes or after == QUOTED or after in unit.grammar.words.complementizer:
        return True
    return Use.OBJECT in cue.verb.uses and _asks(unit, cue)


def _asks(unit: Unit, cue: Cue) -> bool:
    """Return whether somebody is asked "to" do something behind a cue."""
    at = content_start(unit, cue)
    return at > cue.last and unit.word(at) in unit.grammar.words.infinitive


class ReportParser:
    """How far a unit is read, and what was found in it."""

    def __init__(self, parsed: ParsedUnit) -> None:
        self.unit = parsed.unit
        self.grammar = parsed.unit.grammar
        self._low = parsed.unit.low
        self._size = len(self._low)
        self.cues = parsed.cues
        self.subjects = parsed.subjects
        self.opens = parsed.opens
        #: Everything before this token is told already.
        self.free = 0
        self.found: list[Report] = []
        #: Speaker of the last report; "and urged" shares it.
        self.speaker: Span | None = None
        self.groups = 0
        #: Where the same speaker goes on, by the words that say so; None where nobody asked yet.
        self.added: frozenset[int] | None = None
        self._main: Span | None = None
        self._main_known = not self.grammar.parses  # without grammar nothing tells a subject

    def word(self, at: int) -> str:
        """Return a token in small letters, "" behind the last."""
        return self._low[at] if at < self._size else ""

    def main_subject(self, upto: int) -> Span | None:
        """Return the subject of the unit's first clause, if it is before ``upto``."""
        if not self._main_known:
            self._main = main_subject(self.unit, 0, len(self.unit.low))
            self._main_known = True
        if self._main is None or self._main.last > upto or self._is_open(self._main):
            return None
        return self._main if self._names(self._main.first) else None

    def _is_open(self, phrase: Span) -> bool:
        """Return whether a phrase is an adverb, or an article with its noun in marks."""
        word, words = self.unit.low[phrase.first], self.grammar.words
        if phrase.last - phrase.first > 1:
            return False
        quoted = self.word(phrase.last) == QUOTED and word in self.grammar.articles
        return quoted or (word in words.adverb and word not in self.grammar.subjects)

    def _names(self, at: int) -> bool:
        """Return whether a subject begins here, and no verb whose subject is left out."""
        word, unit = self.unit.low[at], self.unit
        if self.grammar.fixed_order or unit.tokens[at][0].isupper():
            return True
        openers = self.grammar.noun_openers | self.grammar.speaking
        if word not in openers and not self.grammar.capital_nouns:
            return False  # "recogida por la agencia"
        return word not in self.grammar.finite and not self.grammar.seems_finite(word)

    def kind(self, content: Span) -> str:
        """Return the kind of indirect speech: ``mixed`` where words are quoted in it."""
        return "mixed" if QUOTED in self.unit.low[content.first : content.last] else "indirect"

    def add(self, content: Span, cue: Span | None, rule: str, kind: str | None = None) -> None:
        """Put down a report, its edges cleared of commas and conjunctions."""
        kind = kind or self.kind(content)
        content = _trim(self.unit, content)
        if content.last > content.first:
            self.found.append(Report(content, kind, cue, self.speaker, self.groups, rule))


_EDGES = frozenset((",", ":", ";", ".", "(", ")", "-", "--", "\N{EN DASH}", "\N{EM DASH}"))


def _trim(unit: Unit, content: Span) -> Span:
    first, last = content
    while first < last and _is_edge(unit, first):
        first += 1
    while last > first and _is_edge(unit, last - 1):
        last -= 1
    return Span(first, last)


def _is_edge(unit: Unit, at: int) -> bool:
    return unit.low[at] in _EDGES or unit.low[at] in unit.grammar.clauses.edge
