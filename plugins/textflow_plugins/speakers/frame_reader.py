"""Frame reader: what is reported around a frame, in languages with a free order of words."""

from typing import TYPE_CHECKING

from textflow_plugins.languages import Form, Use
from textflow_plugins.speakers.clauses import (
    PARTING,
    before_marks,
    has_verb,
    is_verb,
    opens_subordinate,
    past_marks,
    resumes_at,
    subordinates,
    turns,
)
from textflow_plugins.speakers.frames import Frame, frames, may_speak
from textflow_plugins.speakers.phrases import segment_start
from textflow_plugins.speakers.report_parser import SAID_BY_NOBODY, ParsedUnit, ReportParser
from textflow_plugins.speakers.reported_clauses import takes
from textflow_plugins.speakers.shared_subjects import may_answer, subject_of_last_verb
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
#: Quoted words of this length may have a verb in them.
_PREDICATE = 20
_BREAKS = FULL | frozenset((";",))
#: Marks before what is reported, and before what goes on behind a quotation.
_LEADING = PARTING | frozenset((":",))
_AFTER_QUOTATION = _LEADING | frozenset((".",))
#: What no apposition runs across.
_ENDS_APPOSITION = FULL | frozenset((QUOTED,))


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
            self.bare = speaker if may_answer(self.unit, speaker) else None

    def _read_passive(self, frame: Frame, number: int) -> None:
        """Read "es wurde berichtet, dass ...": nobody says it."""
        at = self._content(frame)
        words, uses = self.grammar.words, frame.verb.uses
        clause = self.unit.word(at) in words.complementizer and Use.CLAUSE in uses
        if self.grammar.verb_second and Use.INFINITIVE in uses and at < len(self.unit.low):
            clause = clause or self.grammar.opens_infinitive(self.unit.low, at)
        if clause and at == frame.last + (self.unit.word(frame.last) == ","):
            self.parser.speaker = None
            self.parser.free = self._clause_end(at + 1, number)
            self._add(Span(at, self.parser.free), frame, SAID_BY_NOBODY)

    def _shared(self, frame: Frame) -> Span | None:
        """Return the subject that a second verb shares with the one before it."""
        before = self.named
        if Form.GERUND in frame.verb.forms and frame.cue.first == frame.cue.last - 1:
            nearer = subject_of_last_verb(self.unit, frame, before)
            if nearer is not None:
                return nearer
        if before is not None and _BREAKS.isdisjoint(self._between(before, frame)):
            return before.subject
        if not self._is_joined_on(frame):
            return None
        found = self.parser.main_subject(frame.cue.first)
        return found if found is not None and self._acts(frame, found) else None

    def _acts(self, frame: Frame, subject: Span) -> bool:
        """Return whether the subject of a sentence may be that of a verb after a preposition."""
        before = self.unit.low[frame.cue.first - 1] if frame.cue.first else ""
        purpose = before in self.grammar.clauses.before_participle
        if not purpose and Form.GERUND not in frame.verb.forms:
            return True
        return may_speak(self.unit, subject) and is_verb(self.unit, subject.last)

    def _is_joined_on(self, frame: Frame) -> bool:
        """Return whether a verb goes with the subject of the sentence: "and", ", ajoutant que"."""
        if Form.GERUND in frame.verb.forms:
            return True
        before = self.unit.low[frame.cue.first - 1] if frame.cue.first else ""
        grammar = self.grammar
        return before in grammar.words.coordinator or before in grammar.clauses.before_participle

    def _between(self, one: Frame, other: Frame) -> list[str]:
        return self.unit.low[max(one.cue.last, other.cue.first - _LONGEST) : other.cue.first]

    # What is before
    def _read_before(self, frame: Frame) -> bool:
        low, free = self.unit.low, self.parser.free
        end = before_marks(low, frame.first, free)
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
        at = end - 1
        start = self._clause_start(at)
        if self._is_whole(start, at) or self._stands_alone(at):
            self._add_quotations(frame, end)
            return True
        if not self.grammar.verb_second and self._resumes(frame):
            self._add(Span(start, end), frame, "clause before cue", "mixed")
            return True
        if not (has_verb(self.unit, start, at) or self._is_predicate(frame, at)):
            return False
        self._add(Span(start, end), frame, "mixed before cue", "mixed")
        return True

    def _is_predicate(self, frame: Frame, at: int) -> bool:
        """Return whether the quoted words before a verb go on with a subject before them."""
        quote = self.unit.quoted[at]
        return frame.inverted and quote.beginning.islower() and quote.size > _PREDICATE

    def _is_whole(self, start: int, at: int) -> bool:
        """Return whether a quotation is all of its sentence, marks and articles left out."""
        articles = self.grammar.articles
        return all(not word.isalpha() or word in articles for word in self.unit.low[start:at])

    def _add_quotations(self, frame: Frame, end: int) -> None:
        """Add the quotation that ends before a token, and those right before it."""
        low, first = self.unit.low, end - 1
        while first > self.parser.free and low[first - 1] in (QUOTED, ","):
            first -= 1
        for at in range(first, end):
            if low[at] == QUOTED:
                self._add(Span(at, at + 1), frame, "quotation before cue", "direct")

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
        dropped = frame.subject is None and self.grammar.null_subject
        return frame.compared or frame.inverted or (dropped and self._closes_sentence(frame))

    def _closes_sentence(self, frame: Frame) -> bool:
        if frame.first == 0:
            return False
        return self.unit.word(frame.core) in ("", ".") or self._resumes(frame)

    def _add_clause(self, frame: Frame, end: int) -> bool:
        first, low = self._clause_start(end), self.unit.low
        while first < end and low[first] in self.grammar.clauses.edge:
            first += 1
        if opens_subordinate(self.unit, first, end):
            return False
        if end - first < _LEAST_CLAUSE and not self._resumes(frame):
            return False
        if not (self._is_statement(frame, first, end) or self._resumes(frame)):
            return False
        self._add(Span(first, end), frame, "clause before cue")
        return True

    def _is_statement(self, frame: Frame, first: int, end: int) -> bool:
        """Return whether a clause is before a frame: one with a verb, or a long one."""
        if has_verb(self.unit, first, end):
            return True
        opens = self.grammar.opens_adjunct(self.unit.low[first])
        long = end - first >= _LONG_CLAUSE and not self.grammar.verb_second
        return frame.inverted and long and not opens

    def _resumes(self, frame: Frame) -> bool:
        """Return whether the frame parts subject and verb: "Le port, dit Holm, ferme"."""
        return self.unit.word(frame.last) == "," and resumes_at(self.unit, frame.last)

    # What is behind
    def _read_behind(self, frame: Frame, number: int) -> None:
        at = self._content(frame)
        word = self.unit.word(at)
        if word == QUOTED:
            self._read_quoted(frame, at, number)
        elif word and takes(self.unit, frame, at):
            end = self._told_end(frame, at + 1, number)
            rule = (
                "that clause" if word in self.grammar.words.complementizer else "clause after cue"
            )
            self._add(Span(at, end), frame, rule)
            self.parser.free = end

    def _told_end(self, frame: Frame, first: int, number: int) -> int:
        """Return where the clause behind a frame ends, or the one it is in goes on."""
        end = self._clause_end(first, number)
        if self._is_nested(frame):
            ends = self._ends_nested
            return next((at for at in range(first, end) if ends(at)), end)
        if self._is_relative(frame):
            return next((at for at in range(first, end) if resumes_at(self.unit, at)), end)
        return end

    def _ends_nested(self, at: int) -> bool:
        """Return whether the main clause begins behind a comma: "Als er sagte, dass ..., kam"."""
        if self.grammar.verb_second:
            return resumes_at(self.unit, at)
        return self.unit.low[at] == ","

    def _is_nested(self, frame: Frame) -> bool:
        """Return whether a frame is in a clause that opens the sentence: "Aunque dijo que"."""
        start = segment_start(self.unit, frame.cue.first)
        opens = start == 0 or self.unit.low[start - 1] in FULL
        return opens and subordinates(self.unit, start)

    def _is_relative(self, frame: Frame) -> bool:
        """Return whether a frame is a clause of its own about somebody: ", quien dijo que"."""
        subject, low = frame.subject, self.unit.low
        if subject is None or not subject.first or low[subject.first - 1] != ",":
            return False
        return low[subject.first] in self.grammar.words.relative

    def _content(self, frame: Frame) -> int:
        """Return the token behind the marks that part a frame from what it reports."""
        at = frame.last
        if self.unit.word(at) in PARTING:
            at = self._past_apposition(at)
        return past_marks(self.unit, at, _LEADING)

    def _past_apposition(self, at: int) -> int:
        """Pass over ", Leiter der Werft," where what is reported follows."""
        low, openers = self.unit.low, self.grammar.clauses.clause_opener
        for end in range(at + 1, min(len(low) - 1, at + _APPOSITION)):
            if low[end] in (low[at], ":"):
                return end if self._leads_on(end) else at
            if low[end] in _ENDS_APPOSITION or low[end] in openers:
                break
            if low[end] in self.grammar.finite:
                break
        return at

    def _leads_on(self, at: int) -> bool:
        """Return whether what is reported is right behind a mark."""
        low = self.unit.low
        if low[at] == ":" or low[at + 1] == QUOTED:
            return True
        return low[at + 1] in self.grammar.clauses.clause_opener

    def _read_quoted(self, frame: Frame, at: int, number: int) -> None:
        low = self.unit.low
        after = self.unit.word(at + 1)
        if not self._leads(frame, at):
            return
        announced = low[at - 1] == ":" or not after.isalpha()
        ends = after in self.grammar.clauses.after_quotation and not self._is_joined(at + 2)
        if announced or ends:
            end = at
            while self.unit.word(end) == QUOTED:
                self._add(Span(end, end + 1), frame, "quotation after cue", "direct")
                end += 1
            self.parser.free = end
            return
        end = self._clause_end(at + 1, number)
        self._add(Span(at, end), frame, "mixed after cue", "mixed")
        self.parser.free = end

    def _is_joined(self, at: int) -> bool:
        """Return whether more quoted words follow: "(il appelle à) « partir » et à « rester »"."""
        words = self.grammar.words
        if self.grammar.verb_second:
            return False
        joint = self.unit.word(at) in words.preposition | words.complementizer
        return self.unit.word(at + joint) == QUOTED

    def _leads(self, frame: Frame, at: int) -> bool:
        """Return whether a frame leads up to quoted words, and no object is between them."""
        between = self.unit.low[frame.core : at]
        return ":" in between or not between or between[-1] not in self.grammar.words.determiner

    def _read_rest(self, frame: Frame, number: int) -> None:
        """Read what goes on behind "<content>, sagte Holm,"."""
        direct = bool(self.parser.found) and self.parser.found[-1].kind == "direct"
        at = past_marks(self.unit, frame.last, _AFTER_QUOTATION if direct else PARTING)
        word = self.unit.word(at)
        if at == frame.last or not word:
            return
        if word == QUOTED:
            self._read_quoted(frame, at, number)
        elif self._goes_on(at):
            end = self._clause_end(at, number)
            self._add(Span(at, end), frame, "clause around cue")
            self.parser.free = end

    def _goes_on(self, at: int) -> bool:
        """Return whether the clause before a frame goes on behind it."""
        if not self.parser.found or self.parser.found[-1].rule != "clause before cue":
            return False
        return is_verb(self.unit, at) or self.unit.low[at] in self.grammar.words.preposition

    def _clause_end(self, first: int, number: int) -> int:
        """Return where the sentence ends, or the next clause of the writer begins."""
        end = self._sentence_end(first)
        end = next((at for at in range(first, end) if turns(self.unit, at)), end)
        end = self._next_clause(Span(first, end), number)
        low, joints = self.unit.low, self.grammar.words.coordinator
        while end > first and (low[end - 1] in PARTING or low[end - 1] in joints):
            end -= 1
        return end

    def _next_clause(self, told: Span, number: int) -> int:
        """Return where the next frame that is no part of a stretch begins, or its end."""
        for frame in islice(self.frames, number + 1, number + 1 + _NESTED):
            if frame.first >= told.last:
                break
            if frame.first > told.first and self._is_another(frame):
                return frame.first
        return told.last

    def _is_another(self, frame: Frame) -> bool:
        """Return whether a frame is no part of what the frame before it reports."""
        at, subject = frame.first, frame.subject
        before, words = self.unit.low[at - 1], self.grammar.words
        if subject is not None and subject.last - subject.first == 1:
            word = self.unit.low[subject.first]
            if word in words.relative or word in words.definite:
                return False  # "quien dijo": it tells of somebody in what is reported
        parted = before in PARTING or before in words.coordinator
        content = self._content(frame)
        return parted and (self.unit.word(content) == QUOTED or takes(self.unit, frame, content))

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
