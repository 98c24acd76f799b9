"""Cue first: cues before what they report, as in "Smith said it rains."."""

from textflow_plugins.languages import Form, Use
from textflow_plugins.speakers.content_end import content_end, next_clause, read_quoted
from textflow_plugins.speakers.content_start import content_start, past_adjuncts
from textflow_plugins.speakers.cues import Cue
from textflow_plugins.speakers.noun_phrases import REACH
from textflow_plugins.speakers.report_parser import ReportParser
from textflow_plugins.speakers.subjects import (
    joined_subject,
    main_subject,
    subject_after,
    subject_of_verb,
)
from textflow_plugins.speakers.tokens import DASHES, FULL, QUOTED, Span, Unit

_REACH, _NEAR, _LEAST = 14, 5, 2
#: A clause whose subject is left out opens its sentence here: "In addition to saying".
_OPENING = 4
_NO_CLAUSE = frozenset((",", ".", ":", ";")) | DASHES


def read_cue_first(parser: ReportParser, cue: Cue) -> None:
    """Read "Smith said <content>"."""
    fronted = None if cue.at else _fronted_speaker(parser, cue)
    speaker = fronted or parser.subjects[cue.at] or _shared_speaker(parser, cue)
    if speaker is None:
        return
    if fronted is not None:
        cue = cue._replace(last=fronted.last)
    at = _past_marks(parser, cue, speaker)
    parser.speaker = speaker
    word, words = parser.word(at), parser.grammar.words
    if word == QUOTED and not _is_fact(parser, speaker, words.relative):
        read_quoted(parser, at, cue)
    elif word and _takes(parser, cue, at) and not _is_fact(parser, speaker, frozenset()):
        content = Span(_content_first(parser, cue, at), _end(parser, cue, at))
        if content.last - content.first < _LEAST or _is_manner(parser, content):
            return  # "said no", "says hello", "said so publicly"
        parser.add(content, Span(cue.first, cue.last), _rule(parser, cue, word))
        parser.free = content.last


def _is_manner(parser: ReportParser, content: Span) -> bool:
    """Return whether nothing but adverbs follows a cue."""
    breaks = parser.grammar.clauses.group_break
    first = content.first + (parser.word(content.first) in breaks)  # "so"
    return all(map(parser.grammar.adverb, parser.unit.low[first : content.last]))


def _content_first(parser: ReportParser, cue: Cue, at: int) -> int:
    """
    Return where what is reported begins: who is asked "to" do something is a part of it.

    One word, mostly a pronoun, is left out, and who is told to: "asked the board to wait",
    "asked him to wait", "told the board not to wait".
    """
    words = parser.grammar.words
    if parser.word(at) not in words.infinitive:
        return at
    negated = at - cue.last > 0 and parser.word(at - 1) in words.negation
    first = at - 1 if negated else at
    asks = Use.OBJECT in cue.verb.uses and Use.STAYS not in cue.verb.uses
    return cue.last if asks and first - cue.last > 1 else first


def _end(parser: ReportParser, cue: Cue, at: int) -> int:
    """Return where what is reported ends: before the clause of a subject that follows."""
    follows = parser.speaker is not None and parser.speaker.first > at
    clause = next_clause(parser, at) if follows else None
    return content_end(parser, at, cue) if clause is None else clause


def _is_fact(parser: ReportParser, speaker: Span, relative: frozenset[str]) -> bool:
    """Return whether "this" alone is the subject: what was told, and nobody."""
    word = parser.word(speaker.first)
    alone = speaker.last - speaker.first == 1 and word not in relative
    return alone and word in parser.grammar.calendar.which_determiner


def _fronted_speaker(parser: ReportParser, cue: Cue) -> Span | None:
    """Return who speaks in "Said Moss: ...", where the verb opens the sentence."""
    if Form.PAST not in cue.verb.forms or Use.FRONT not in cue.verb.uses:
        return None
    phrase = subject_after(parser.unit, cue.last)
    if phrase is None or parser.word(phrase.last) not in (",", ":"):
        return None
    return phrase if parser.word(phrase.last + 1) == QUOTED else None


def _past_marks(parser: ReportParser, cue: Cue, speaker: Span) -> int:
    """Return the token behind a comma or a colon that parts cue and content."""
    at = content_start(parser.unit, cue)
    while parser.word(at) in (",", ":") and _may_part(parser, cue, at):
        at += 1
    if parser.word(at) == "," and _is_compared_with(parser, speaker):
        behind = past_adjuncts(parser.unit, at + 1)  # "As Smith noted, it rains."
        return behind + 1 if parser.word(behind) == "," else at + 1
    return at


def _is_compared_with(parser: ReportParser, speaker: Span) -> bool:
    """Return whether a speaker is that of "As Smith noted"."""
    comparison = parser.grammar.words.comparison
    return speaker.first > 0 and parser.word(speaker.first - 1) in comparison


def _is_compared(parser: ReportParser, cue: Cue, at: int) -> bool:
    """Return whether "As Smith puts it," opens the sentence, up to token ``at``."""
    speaker = parser.subjects[cue.at]
    if speaker is None or speaker.first != 1 or Use.FRONT not in cue.verb.uses:
        return False
    return parser.word(at - 1) == "," and _is_compared_with(parser, speaker)


def _may_part(parser: ReportParser, cue: Cue, at: int) -> bool:
    """Return whether a comma or a colon may be between a cue and what it reports."""
    words, after = parser.grammar.words, parser.word(at + 1)
    if after in (QUOTED, ":") or after in words.complementizer:
        return True
    if Use.BARE not in cue.verb.uses or not after or cue.open:
        return False
    return (
        parser.word(at) == ":" or after in words.condition or after in parser.grammar.noun_openers
    )


def _rule(parser: ReportParser, cue: Cue, word: str) -> str:
    if Form.BASE in cue.verb.forms:
        return "clause after base form"
    return "that clause" if word in parser.grammar.words.complementizer else "clause after cue"


def _shared_speaker(parser: ReportParser, cue: Cue) -> Span | None:
    """Return the speaker that ", adding" or "and urged" shares with the clause before."""
    joined = joined_subject(parser.unit, cue.first)
    if joined is not None and joined.first >= parser.free:
        return joined
    if parser.speaker is not None and parser.found:
        return parser.speaker
    phrase = parser.main_subject(cue.first)
    if phrase is None:
        return _following(parser, cue) or subject_of_verb(parser.unit, cue.first)
    close = Form.GERUND in cue.verb.forms and parser.word(cue.first - 1) != ","
    return None if close and _is_denied(parser, phrase.last, cue.first) else phrase


def _following(parser: ReportParser, cue: Cue) -> Span | None:
    """Return the subject of the clause behind: "After saying that it rained, Smith left"."""
    unit = parser.unit
    if Form.GERUND not in cue.verb.forms or cue.first != cue.at or cue.at > _OPENING:
        return None
    comma = next_clause(parser, cue.last)
    return main_subject(unit, comma + 1, len(unit.low)) if comma is not None else None


def _is_denied(parser: ReportParser, first: int, last: int) -> bool:
    """Return whether the clause says that something was not done: nothing was stated in it."""
    denials = parser.grammar.words.negation | parser.grammar.clauses.denial
    return not denials.isdisjoint(parser.unit.low[first : min(last, first + _NEAR)])


def _takes(parser: ReportParser, cue: Cue, at: int) -> bool:
    """Return whether the clause at ``at`` is one that this verb reports."""
    word, uses, words = parser.word(at), cue.verb.uses, parser.grammar.words
    if cue.open and Use.PLAIN not in uses:
        return False
    if word in words.complementizer:
        return Use.CLAUSE in uses and not _is_relative_that(parser, cue, at)
    if word in words.question:
        return _takes_question(parser, cue, word)
    if word in words.infinitive:
        return _takes_infinitive(cue, at)
    return _takes_words(parser, cue, at)


def _takes_question(parser: ReportParser, cue: Cue, word: str) -> bool:
    """Return whether a verb reports questions, or a statement that begins as one may."""
    if Use.QUESTION in cue.verb.uses:
        return True
    return Use.BARE in cue.verb.uses and word in parser.grammar.clauses.statement


def _takes_infinitive(cue: Cue, at: int) -> bool:
    return Use.INFINITIVE in cue.verb.uses or (Use.OBJECT in cue.verb.uses and at > cue.last)


def _is_relative_that(parser: ReportParser, cue: Cue, at: int) -> bool:
    """Return whether "that" is a pronoun: "told of plans that are old"."""
    after, grammar = parser.word(at + 1), parser.grammar
    verb = after in grammar.finite and after not in grammar.words.contracted
    return at > cue.last and verb


def _takes_words(parser: ReportParser, cue: Cue, at: int) -> bool:
    """Return whether a verb reports a clause without "that", or quoted words in one."""
    if Use.PREDICATE in cue.verb.uses:
        return _takes_predicate(parser, cue, at)
    if _cannot_begin(parser, at):
        return False
    if Use.BARE not in cue.verb.uses and not _is_compared(parser, cue, at):
        return False
    if _is_subject_before(parser, cue) or _is_compared(parser, cue, at):
        return True
    if Use.PLAIN in cue.verb.uses:
        return not _says_whatever(parser, cue) and _has_verb(parser, at)
    return _is_clause(parser, at)


def _takes_predicate(parser: ReportParser, cue: Cue, at: int) -> bool:
    """Return whether quoted words are what somebody is called: "called him a "liar"."""
    if parser.word(cue.last) in parser.grammar.clauses.no_adjunct:
        return False  # "called for a law so that"
    quoted = _first_quoted(parser, at, content_end(parser, at, cue))
    return quoted is not None and not any(one in parser.cues for one in range(at, quoted))


def _has_verb(parser: ReportParser, at: int) -> bool:
    """Return whether anything is said, and not "hello to the crew" or "something else"."""
    word, grammar = parser.word(at), parser.grammar
    if parser.word(at - 1) == ":" or word in grammar.subjects or word in grammar.words.numeral:
        return True
    for one in range(at, min(len(parser.unit.low), at + REACH)):
        if parser.unit.low[one] in FULL:
            return False
        if _may_be_verb(parser, one):
            return True
    return False


def _may_be_verb(parser: ReportParser, at: int) -> bool:
    word, grammar = parser.unit.low[at], parser.grammar
    if word in grammar.finite or word == QUOTED:
        return True
    if word in grammar.words.infinitive:
        return parser.word(at + 1) not in grammar.words.determiner
    return grammar.past(word) or grammar.seems_finite(word)


def _first_quoted(parser: ReportParser, first: int, last: int) -> int | None:
    low = parser.unit.low
    return next((at for at in range(first, last) if low[at] == QUOTED), None)


def _cannot_begin(parser: ReportParser, at: int) -> bool:
    """Return whether no clause without "that" begins at ``at``."""
    word, grammar = parser.word(at), parser.grammar
    if word in _NO_CLAUSE:
        return True
    if word in grammar.clauses.circumstance and "," not in parser.unit.low[at : at + REACH]:
        return True  # "said as she left": nothing is reported
    return word in grammar.objects and not parser.word(at + 1).isalpha()


def _says_whatever(parser: ReportParser, cue: Cue) -> bool:
    """Return whether the cue belongs to "everything Smith says" or "what Smith says"."""
    phrase = parser.subjects[cue.at]
    if phrase is None:
        return False
    places = range(max(0, phrase.first - 1), phrase.last)
    return any(_is_whatever(parser.unit, at) for at in places)


def _is_whatever(unit: Unit, at: int) -> bool:
    """Return whether "all" or "everything" is here, and no "all" that counts a noun."""
    grammar = unit.grammar
    if unit.low[at] not in grammar.clauses.whatever:
        return False
    counts = unit.low[at] in grammar.words.determiner
    return not counts or unit.capital(at + 1) or unit.low[at + 1] in grammar.subjects


def _is_subject_before(parser: ReportParser, cue: Cue) -> bool:
    """Return whether the subject of the clause is before: "which Smith says has failed"."""
    phrase = parser.subjects[cue.at]
    if phrase is None or not phrase.first:
        return False
    if phrase.first - 2 in parser.cues:
        return False  # "shows that tides explain": no relative clause
    return parser.word(phrase.first - 1) in parser.grammar.words.relative


def _is_clause(parser: ReportParser, at: int) -> bool:
    """Return whether a noun phrase and a verb are at ``at``: a clause without "that"."""
    low, grammar = parser.unit.low, parser.grammar
    verb_first = low[at] in grammar.finite and low[at] not in grammar.words.contracted
    if low[at][0].isdigit() or verb_first:
        return False
    for after in range(at, min(len(low), at + _REACH)):
        if _breaks_off(parser, after):
            return False
        if _is_verb(parser, after, at):
            return True
    return False


def _is_verb(parser: ReportParser, at: int, first: int) -> bool:
    low, grammar = parser.unit.low, parser.grammar
    if low[at - 1] in grammar.words.infinitive:
        return False
    return low[at] in grammar.finite or (at > first and _is_past(parser, at))


def _is_past(parser: ReportParser, at: int) -> bool:
    """Return whether a word in "-ed" is the verb here, not "improved" in "the improved pier"."""
    low, grammar = parser.unit.low, parser.grammar
    if not grammar.past(low[at]) or parser.unit.capital(at):
        return False
    after = parser.word(at + 1)
    return after in grammar.behind_verb and low[at - 1] not in grammar.words.determiner


def _breaks_off(parser: ReportParser, at: int) -> bool:
    """Return whether a clause without "that" cannot go on across token ``at``."""
    word, grammar = parser.word(at), parser.grammar
    if word == ",":
        after = parser.word(at + 1)
        apposed = after in grammar.words.determiner or after in grammar.clauses.apposition
        return not apposed
    return word in (".", ";") or word in grammar.clauses.nesting
