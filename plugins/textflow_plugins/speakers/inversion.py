"""Inversion: who speaks where the cue follows what it reports, as in "said Smith"."""

from textflow_plugins.languages import Form, Use
from textflow_plugins.speakers.cues import Cue
from textflow_plugins.speakers.report_parser import ReportParser
from textflow_plugins.speakers.subjects import is_first_name, subject_after
from textflow_plugins.speakers.tokens import QUOTED, STOPS, Span, Unit
from textflow_plugins.speakers.unlisted import TAG

_LONGEST_TAIL = 30
#: What is right before "said Smith".
_ENDS_CONTENT = frozenset((",", QUOTED))
_BREAKS = frozenset((".", ";", ":", "?", "!"))


def speaker_behind(parser: ReportParser, cue: Cue) -> Span | None:
    """Return the speaker of "said Smith"."""
    before = parser.unit.low[max(0, cue.first - 2) : cue.first]
    if not _may_invert(cue, before):
        return None
    quoted = QUOTED in before
    if not parser.grammar.inverts(cue.verb, quoted=quoted):
        return None
    phrase = subject_after(parser.unit, cue.last)
    if phrase is None or _clause_follows(parser, phrase.last, before[-1]):
        return None
    return phrase if _speaks(parser, cue, phrase, quoted=quoted) else None


def _speaks(parser: ReportParser, cue: Cue, phrase: Span, *, quoted: bool) -> bool:
    """Return whether the phrase behind a cue is who speaks, more freely behind a quotation."""
    if quoted and _is_pronoun_behind(parser, phrase):
        return True
    bare = quoted and (Use.PLAIN in cue.verb.uses or cue.verb == TAG)
    return _is_speaker(parser, phrase, bare=bare)


def _is_pronoun_behind(parser: ReportParser, phrase: Span) -> bool:
    """Return whether a pronoun speaks, and no clause begins with it: "said he, rising"."""
    if parser.word(phrase.first) not in parser.grammar.subjects:
        return False
    return ends_tag(parser.unit, phrase.last)


def ends_tag(unit: Unit, at: int) -> bool:
    """Return whether the words that tell who speaks are over at a token."""
    word, grammar = unit.word(at), unit.grammar
    if not word or word in STOPS or word in grammar.words.coordinator:
        return True
    return word in grammar.right_edges or word in grammar.words.comparison or grammar.adverb(word)


def _may_invert(cue: Cue, before: list[str]) -> bool:
    """Return whether a cue is right behind content, and is not "..., saying the pier is old"."""
    alone = cue.first == cue.at and Form.GERUND not in cue.verb.forms
    return alone and not _ENDS_CONTENT.isdisjoint(before[-1:])


def _clause_follows(parser: ReportParser, at: int, before: str) -> bool:
    """Return whether a clause follows: what looked like the speaker is its subject."""
    word, grammar = parser.word(at), parser.grammar
    if word == QUOTED:
        return before != QUOTED
    return word in grammar.finite or word in grammar.words.complementizer


def _is_speaker(parser: ReportParser, phrase: Span, *, bare: bool) -> bool:
    """Return whether the noun phrase behind a cue is who speaks, and no adjunct."""
    grammar, word = parser.grammar, parser.word(phrase.first)
    if _opens_name(parser, phrase) or _is_owned(parser, phrase):
        return True
    alone = phrase.last - phrase.first == 1
    if is_adjunct(parser, word) or (alone and word in grammar.words.negation):
        return False  # "said no"
    return bare or word in grammar.words.determiner or _ends_in_name(parser, phrase.last)


def _opens_name(parser: ReportParser, phrase: Span) -> bool:
    """Return whether a phrase begins with a name, or with an age: "24-year-old Ann Lee"."""
    word = parser.word(phrase.first)
    if parser.unit.capital(phrase.first) and word not in parser.grammar.times:
        return True
    if is_first_name(parser.unit, phrase.first):
        return True  # "said April Moss"
    return word[:1].isdigit() and _ends_in_name(parser, phrase.last)


def _is_owned(parser: ReportParser, phrase: Span) -> bool:
    """Return whether somebody is named by whose they are: "her sister", no "her" alone."""
    grammar, noun = parser.grammar, parser.word(phrase.last - 1)
    owned = phrase.last - phrase.first > 1 and parser.word(phrase.first) in grammar.owning
    return owned and grammar.entities.tells_gender(noun)


def _ends_in_name(parser: ReportParser, at: int) -> bool:
    word = parser.word(at)
    ends = word in ("", ".", ",") or word in parser.grammar.clauses.after_name
    return ends and parser.unit.capital(at - 1)


def is_adjunct(parser: ReportParser, word: str) -> bool:
    """Return whether no subject begins with ``word``."""
    grammar = parser.grammar
    return not word.isalpha() or word in grammar.no_subjects or grammar.adverbial(word)


def speaker_between(parser: ReportParser, cue: Cue) -> Span | None:
    """Return all that is between a quotation and the cue behind it, if it is no clause."""
    low = parser.unit.low
    at = _tail_start(parser, cue)
    if at is None:
        return None
    joints = parser.grammar.clauses.name_joint | {","}
    while at < cue.first and low[at] in joints:
        at += 1
    last = cue.first
    while last > at and low[last - 1] == ",":
        last -= 1
    return Span(at, last) if last > at and not _opens_adjunct(parser, low[at]) else None


def _tail_start(parser: ReportParser, cue: Cue) -> int | None:
    """Return the token behind the quotation that only words of one clause part from the cue."""
    low, at = parser.unit.low, cue.first
    lowest = max(parser.free, cue.first - _LONGEST_TAIL)
    while at > lowest and low[at - 1] != QUOTED and not _breaks(parser, low[at - 1]):
        at -= 1
    return at if at > lowest and low[at - 1] == QUOTED else None


def _breaks(parser: ReportParser, word: str) -> bool:
    grammar = parser.grammar
    if word in _BREAKS or word in grammar.clauses.clause_break:
        return True
    return word in grammar.finite or word in grammar.words.subordinator


def _opens_adjunct(parser: ReportParser, word: str) -> bool:
    grammar = parser.grammar
    if word in grammar.words.preposition or word in grammar.words.subordinator:
        return True
    return grammar.participle(word)
