"""Passive cues: what is reported though the subject of the verb does not say it."""

from textflow_plugins.languages import Form, Use
from textflow_plugins.speakers.content_end import content_end
from textflow_plugins.speakers.content_start import past_adjuncts
from textflow_plugins.speakers.cues import Cue
from textflow_plugins.speakers.report_parser import SAID_BY_NOBODY, ReportParser
from textflow_plugins.speakers.tokens import Span


def read_passive(parser: ReportParser, cue: Cue) -> None:
    """Read what nobody, or one behind "by", says: "was asked whether", "it was revealed that"."""
    at = past_adjuncts(parser.unit, cue.last)
    infinitive = parser.word(cue.last) in parser.grammar.words.infinitive
    if infinitive and Use.PLAIN in cue.verb.uses:
        _add(parser, cue, Span(cue.last, content_end(parser, cue.last, cue)))
    elif _asks(parser, cue, at) or _tells(parser, cue, at):
        _add(parser, cue, Span(at, content_end(parser, at, cue)))


def _asks(parser: ReportParser, cue: Cue, at: int) -> bool:
    return Use.ASKS in cue.verb.uses and parser.word(at) in parser.grammar.words.question


def _tells(parser: ReportParser, cue: Cue, at: int) -> bool:
    words = parser.grammar.words
    if at > cue.last and parser.word(cue.last) in words.infinitive:
        return False  # "is related to a row that"
    return parser.word(at) in words.complementizer and Use.CLAUSE in cue.verb.uses


def read_asked(parser: ReportParser, cue: Cue) -> bool:
    """Read "Asked whether <content>, Moss said"; return whether it is there."""
    alone = cue.first == cue.at and Form.PARTICIPLE in cue.verb.forms
    if not alone or not _opens(parser, cue.at):
        return False
    at = past_adjuncts(parser.unit, cue.last)
    if not _asks(parser, cue, at):
        return False
    commas = (end for end in range(at + 1, len(parser.unit.low)) if parser.word(end) == ",")
    _add(parser, cue, Span(at, next(commas, len(parser.unit.low))))
    return True


def _opens(parser: ReportParser, at: int) -> bool:
    """Return whether a clause without a subject begins at ``at``: "When asked"."""
    clauses = parser.grammar.clauses
    return not at or parser.word(at - 1) in clauses.nesting or parser.word(at - 1) == ","


def _add(parser: ReportParser, cue: Cue, content: Span) -> None:
    parser.groups += 1
    parser.speaker = _agent(parser, cue.last, content.first)
    parser.add(content, Span(cue.first, cue.last), SAID_BY_NOBODY)
    parser.free = content.last


def _agent(parser: ReportParser, at: int, upto: int) -> Span | None:
    """Return who is named as the one who acts: "asked by a reporter whether"."""
    named = at + 1 < upto and parser.word(at) in parser.grammar.words.agent
    return Span(at + 1, upto) if named else None
