"""Frame reader: what is reported around a frame, in languages with a free order of words."""

from typing import TYPE_CHECKING

from textflow_plugins.languages import Form, Use
from textflow_plugins.speakers.frames import Frame, frames
from textflow_plugins.speakers.phrases import segment_start
from textflow_plugins.speakers.report_parser import SAID_BY_NOBODY, ParsedUnit, ReportParser
from textflow_plugins.speakers.tokens import DASHES, FULL, QUOTED, Span, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence
from itertools import islice

_LEAST_CLAUSE, _LONG_CLAUSE = 3, 7
_APPOSITION = 15
#: Sentences have fewer tokens; so have the words between two verbs of one subject.
_SENTENCE_TOKENS, _LONGEST = 250, 60
#: How many frames may be within what another one reports.
_NESTED = 20
#: Quoted words of this length (in characters) are a sentence, whatever is before them.
_SENTENCE = 60
_BREAKS = FULL | frozenset((";",))


class FrameReader:
    """How far a unit is read, and what was found in it."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.grammar = unit.grammar
        self.parser = ReportParser(ParsedUnit(unit, {}, {}, frozenset()))
        self.frames: Sequence[Frame] = list(frames(unit))
        #: The last frame, where nothing is reported by it: "Then Smith replied.".
        self.bare: Span | None = None
        #: The last frame with a subject.
        self.named: Frame | None = None
        #: 1 for each token that is told.
        self.told = bytearray(len(unit.low))

    def read(self) -> None:
        """Read all frames in order."""
        for number, frame in enumerate(self.frames):
            if frame.cue.first >= self.parser.free:
                self._read(number, frame)
            self.named = frame if frame.subject is not None else self.named

    def _read(self, number: int, frame: Frame) -> None:
        parser = self.parser
        parser.groups += 1
        speaker = frame.subject or self._shared(frame)
        parser.speaker = speaker
        before, found = parser.free, len(parser.found)
        if frame.passive:
            self._read_passive(frame, number)
            return
        told = self._read_before(frame)
        parser.free = max(parser.free, frame.last)
        if told:
            self._read_rest(frame, number)
        else:
            self._read_behind(frame, number)
        if len(parser.found) == found:
            parser.free = before
            self.bare = speaker

    def _read_passive(self, frame: Frame, number: int) -> None:
        """Read "es wurde berichtet, dass ...": nobody says it."""
        at = self._content(frame)
        words, uses = self.grammar.words, frame.verb.uses
        clause = self.unit.word(at) in words.complementizer and Use.CLAUSE in uses
        if clause and at == frame.last + (self.unit.word(frame.last) == ","):
            self.parser.speaker = None
            self.parser.free = self._clause_end(at + 1, number)
            self._add(Span(at, self.parser.free), frame, SAID_BY_NOBODY)

    def _shared(self, frame: Frame) -> Span | None:
        """Return the subject that a second verb shares with the one before it."""
        before = self.named
        if before is not None and _BREAKS.isdisjoint(self._between(before, frame)):
            return before.subject
        joined = self.unit.word(frame.cue.first - 1) in self.grammar.words.coordinator
        if Form.GERUND in frame.verb.forms or (joined and frame.cue.first):
            return self.parser.main_subject(frame.cue.first)
        return None

    def _between(self, one: Frame, other: Frame) -> list[str]:
        return self.unit.low[max(one.cue.last, other.cue.first - _LONGEST) : other.cue.first]

    # What is before
    def _read_before(self, frame: Frame) -> bool:
        low, free = self.unit.low, self.parser.free
        end = frame.first
        while end > free and low[end - 1] in (",", *DASHES):
            end -= 1
        if end <= free:
            return False
        if low[end - 1] == QUOTED and self._tells(frame, end):
            return self._add_quoted(frame, end)
        parted = end < frame.first and low[end] == ","
        return parted and self._may_front(frame) and self._add_clause(frame, end)

    def _tells(self, frame: Frame, end: int) -> bool:
        """Return whether the quotation before a frame is told by it."""
        if frame.inverted or frame.compared or frame.subject is None:
            return True
        if self.grammar.verb_second:
            return False  # "Holm sagte" never follows what she said there
        follows = self.unit.word(frame.last)
        return follows in ("", ".", ",", ":", QUOTED) or end < frame.first

    def _add_quoted(self, frame: Frame, end: int) -> bool:
        low, free, at = self.unit.low, self.parser.free, end - 1
        start = self._clause_start(at)
        open_words = self.grammar.articles
        if all(not word.isalpha() or word in open_words for word in low[start:at]) or (
            self._stands_alone(at)
        ):
            first = at
            while first > free and low[first - 1] in (QUOTED, ","):
                first -= 1
            for one in range(first, at + 1):
                if low[one] == QUOTED:
                    self._add(Span(one, one + 1), frame, "quotation before cue", "direct")
            return True
        if not self._has_verb(start, end - 1):
            return False
        self._add(Span(start, end), frame, "mixed before cue", "mixed")
        return True

    def _stands_alone(self, at: int) -> bool:
        quote = self.unit.quoted[at]
        before = self.unit.low[at - 1] if at else "."
        if before in (":", QUOTED, *FULL, *DASHES):
            return True
        return quote.beginning.isupper() and (before == "," or quote.size > _SENTENCE)

    def _clause_start(self, end: int) -> int:
        """Return where the sentence begins that ends before token ``end``."""
        first, low = end, self.unit.low
        lowest = max(self.parser.free, end - _SENTENCE_TOKENS)
        while first > lowest and low[first - 1] not in FULL:
            first -= 1
        return first

    def _may_front(self, frame: Frame) -> bool:
        uses = frame.verb.uses
        if Use.FRONT not in uses or frame.verb.forms & {Form.GERUND, Form.BASE}:
            return False
        if self.unit.word(frame.last) in self.grammar.clauses.clause_opener:
            return False
        return frame.compared or frame.inverted

    def _add_clause(self, frame: Frame, end: int) -> bool:
        first, low = self._clause_start(end), self.unit.low
        while first < end and low[first] in self.grammar.clauses.edge:
            first += 1
        if self._opens_subordinate(first, end):
            return False
        if end - first < _LEAST_CLAUSE and not self._resumes(frame):
            return False
        if not (self._is_statement(frame, first, end) or self._resumes(frame)):
            return False
        self._add(Span(first, end), frame, "clause before cue")
        return True

    def _is_statement(self, frame: Frame, first: int, end: int) -> bool:
        """Return whether a clause is before a frame: one with a verb, or a long one."""
        if self._has_verb(first, end):
            return True
        opens = self.grammar.opens_adjunct(self.unit.low[first])
        long = end - first >= _LONG_CLAUSE and not self.grammar.verb_second
        return frame.inverted and long and not opens

    def _resumes(self, frame: Frame) -> bool:
        """Return whether the frame parts subject and verb: "Le port, dit Holm, ferme"."""
        return self.unit.word(frame.last) == "," and self._resumes_at(frame.last)

    def _has_verb(self, first: int, end: int) -> bool:
        """Return whether a main clause is in a stretch: one with a finite verb."""
        low, start = self.unit.low, first
        for at in range(first, end + 1):
            if at == end or low[at] == ",":
                if start < at and self._is_main_clause(start, at):
                    return True
                start = at + 1
        return False

    def _is_main_clause(self, first: int, last: int) -> bool:
        grammar, unit = self.grammar, self.unit
        if grammar.verb_second and first and unit.low[first - 1] == ",":
            clause = unit.low[first:last]
            if clause[0] in grammar.words.subordinator or grammar.relates(clause):
                return False
        return any(
            unit.low[at] in grammar.finite
            or (grammar.seems_finite(unit.low[at]) and not unit.capital(at))
            for at in range(first, last)
        )

    def _opens_subordinate(self, first: int, end: int) -> bool:
        """Return whether no main clause is before a frame: "Nachdem er kam, sagte Holm"."""
        low, words = self.unit.low, self.grammar.words
        if "," in low[first:end]:
            return False
        return low[first] in words.subordinator - words.question

    # What is behind
    def _read_behind(self, frame: Frame, number: int) -> None:
        at = self._content(frame)
        word = self.unit.word(at)
        if word == QUOTED:
            self._read_quoted(frame, at, number)
        elif word and self._takes(frame, at):
            end = self._clause_end(at + 1, number)
            if self._is_nested(frame):
                end = next((one for one in range(at + 1, end) if self.unit.low[one] == ","), end)
            elif self._is_relative(frame):
                end = next((one for one in range(at + 1, end) if self._resumes_at(one)), end)
            rule = (
                "that clause" if word in self.grammar.words.complementizer else "clause after cue"
            )
            self._add(Span(at, end), frame, rule)
            self.parser.free = end

    def _is_nested(self, frame: Frame) -> bool:
        """Return whether a frame is in a clause that opens the sentence: "Aunque dijo que"."""
        start = segment_start(self.unit, frame.cue.first)
        words = self.grammar.words
        opens = start == 0 or self.unit.low[start - 1] in FULL
        return opens and self.unit.low[start] in words.subordinator - words.question

    def _is_relative(self, frame: Frame) -> bool:
        """Return whether a frame is a clause of its own about somebody: ", quien dijo que"."""
        subject, low = frame.subject, self.unit.low
        if subject is None or not subject.first or low[subject.first - 1] != ",":
            return False
        return low[subject.first] in self.grammar.words.relative

    def _resumes_at(self, at: int) -> bool:
        """Return whether the verb of the clause before follows a comma."""
        return self.unit.low[at] == "," and self._is_verb(at + 1)

    def _is_verb(self, at: int) -> bool:
        """Return whether a finite verb is here, "se" and "no" before it passed over."""
        grammar = self.grammar
        before = frozenset[str]()
        if not grammar.verb_second:
            before = grammar.reflexives | grammar.words.negation
        while self.unit.word(at) in before:
            at += 1
        word = self.unit.word(at)
        return word in grammar.finite or grammar.seems_finite(word)

    def _content(self, frame: Frame) -> int:
        """Return the token behind the marks that part a frame from what it reports."""
        at, unit = frame.last, self.unit
        if unit.word(at) == "," or unit.word(at) in DASHES:
            at = self._past_apposition(at)
        while unit.word(at) in (",", ":") or unit.word(at) in DASHES:
            at += 1
        return at

    def _past_apposition(self, at: int) -> int:
        """Pass over ", Leiter der Werft," where what is reported follows."""
        low, openers = self.unit.low, self.grammar.clauses.clause_opener
        for end in range(at + 1, min(len(low) - 1, at + _APPOSITION)):
            if low[end] in (low[at], ":"):
                follows = low[end + 1] in openers or low[end + 1] == QUOTED or low[end] == ":"
                return end if follows else at
            if low[end] in FULL or low[end] in openers or low[end] == QUOTED:
                break
            if low[end] in self.grammar.finite:
                break
        return at

    def _takes(self, frame: Frame, at: int) -> bool:
        word, uses, words = self.unit.word(at), frame.verb.uses, self.grammar.words
        if word in words.complementizer:
            return Use.CLAUSE in uses
        if word in words.question or word in words.condition:
            return Use.QUESTION in uses
        if frame.compared:
            return self.unit.word(frame.last) == ","
        if Use.INFINITIVE in uses and self.grammar.opens_infinitive(self.unit.low, at):
            return True
        if self.unit.word(at - 1) == ":":
            return Use.QUOTE in uses and at < len(self.unit.low) - _LEAST_CLAUSE
        parted = self.unit.word(at - 1) == ","
        return parted and Use.BARE in uses and self.grammar.reports(self.unit.low, at)

    def _read_quoted(self, frame: Frame, at: int, number: int) -> None:
        low = self.unit.low
        after = self.unit.word(at + 1)
        if not self._leads(frame, at):
            return
        announced = low[at - 1] == ":" or not after.isalpha()
        if announced or after in self.grammar.clauses.after_quotation:
            end = at
            while self.unit.word(end) == QUOTED:
                self._add(Span(end, end + 1), frame, "quotation after cue", "direct")
                end += 1
            self.parser.free = end
            return
        end = self._clause_end(at + 1, number)
        self._add(Span(at, end), frame, "mixed after cue", "mixed")
        self.parser.free = end

    def _leads(self, frame: Frame, at: int) -> bool:
        """Return whether a frame leads up to quoted words, and no object is between them."""
        between = self.unit.low[frame.core : at]
        return ":" in between or not between or between[-1] not in self.grammar.words.determiner

    def _read_rest(self, frame: Frame, number: int) -> None:
        """Read what goes on behind "<content>, sagte Holm,"."""
        at = frame.last
        marks = (",", ":", ".") if self.parser.found[-1].kind == "direct" else (",",)
        while self.unit.word(at) in marks or self.unit.word(at) in DASHES:
            at += 1
        if self.unit.word(at) == QUOTED and at > frame.last:
            self._read_quoted(frame, at, number)
        elif at > frame.last and self.unit.word(at) and self._goes_on(at):
            end = self._clause_end(at, number)
            self._add(Span(at, end), frame, "clause around cue")
            self.parser.free = end

    def _goes_on(self, at: int) -> bool:
        """Return whether the clause before a frame goes on behind it."""
        if self.parser.found[-1].rule != "clause before cue":
            return False
        return self._is_verb(at) or self.unit.low[at] in self.grammar.words.preposition

    def _clause_end(self, first: int, number: int) -> int:
        """Return where the sentence ends, or the next clause of the writer begins."""
        end = self._sentence_end(first)
        end = next((at for at in range(first, end) if self._turns(at)), end)
        for frame in islice(self.frames, number + 1, number + 1 + _NESTED):
            if frame.first >= end:
                break
            if frame.first > first and self._is_another(frame):
                end = frame.first
                break
        while end > first and self.unit.low[end - 1] in (",", *DASHES, *self._joints):
            end -= 1
        return end

    def _turns(self, at: int) -> bool:
        """Return whether the writer goes on: ", pero no dijo"."""
        low, grammar = self.unit.low, self.grammar
        if low[at] == ":" and self.unit.word(at + 1) == QUOTED:
            return True
        if low[at] != "," or self.unit.word(at + 1) not in grammar.words.contrast:
            return False
        near = low[at + 2 : at + 4]
        if near and near[0] in grammar.words.negation:
            near = near[1:]
        return bool(near) and (near[0] in grammar.finite or grammar.seems_finite(near[0]))

    def _is_another(self, frame: Frame) -> bool:
        """Return whether a frame is no part of what the frame before it reports."""
        at, subject = frame.first, frame.subject
        before, words = self.unit.low[at - 1], self.grammar.words
        if subject is not None and subject.last - subject.first == 1:
            word = self.unit.low[subject.first]
            if word in words.relative or word in words.definite:
                return False  # "quien dijo": it tells of somebody in what is reported
        parted = before in (",", *DASHES) or before in words.coordinator
        content = self._content(frame)
        return parted and (self.unit.word(content) == QUOTED or self._takes(frame, content))

    @property
    def _joints(self) -> frozenset[str]:
        return self.grammar.words.coordinator

    def _sentence_end(self, first: int) -> int:
        low = self.unit.low
        return next((at for at in range(first, len(low)) if low[at] in _BREAKS), len(low))

    def _add(self, content: Span, frame: Frame, rule: str, kind: str | None = None) -> None:
        self.parser.add(content, frame.cue, rule, kind)
        self.tell(content)

    def tell(self, content: Span) -> None:
        """Remember that the tokens of a report are told."""
        self.told[content.first : content.last] = b"\1" * (content.last - content.first)


def read_mood(reader: FrameReader) -> None:
    """Read a sentence that nothing but the mood of its verb shows to be reported."""
    low = reader.unit.low
    if not reader.parser.found and len(low) > _LEAST_CLAUSE and reader.grammar.retells(low):
        reader.parser.groups += 1
        reader.parser.speaker = None
        reader.parser.add(Span(0, len(low)), None, "reported mood")
