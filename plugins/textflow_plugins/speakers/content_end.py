"""Content end: where a report is over and the writer speaks again."""

from textflow_plugins.languages import Form, Use
from textflow_plugins.speakers.content_start import past_adjuncts
from textflow_plugins.speakers.cues import Cue
from textflow_plugins.speakers.noun_phrases import REACH
from textflow_plugins.speakers.report_parser import ReportParser
from textflow_plugins.speakers.tokens import DASHES, FULL, QUOTED, Span

_STOPPING = FULL | {"(", ")"}
_PAUSES = frozenset((",", ":", ";")) | DASHES
#: Commas that part the members of a list are closer than this.
_LIST, _INSERTION, _CUE_NEAR = 3, 25, 6
_SKIPPED = 3
#: Verbs that claim or name something, and those whose participle states something.
_CLAIMING: frozenset[Use] = frozenset((Use.BARE, Use.PREDICATE))
_STATING: frozenset[Use] = frozenset((Use.CLAUSE, Use.ADDRESSEE))
_SPEAKING: frozenset[Use] = frozenset((Use.ADDRESSEE, Use.PLAIN))


def content_end(parser: ReportParser, first: int, cue: Cue | None = None) -> int:
    """
    Return the token at which the clause that begins at ``first`` ends.

    Where nothing tells, it runs to the end of the sentence: three in four do.
    """
    pauses = parser.grammar.clauses.pause
    nested = cue is not None and _is_nested(parser, cue)
    related = cue is not None and _is_relative(parser, cue)
    added = _additions(parser)
    for at in range(first + 1, len(parser.unit.low)):
        word = parser.unit.low[at]
        if word in _STOPPING and (word in FULL or _leaves_brackets(parser, first, at)):
            return at
        if (word in _PAUSES or word in pauses) and _ends_at(parser, at, nested, related):
            return at
        if at in added:
            return at
    return len(parser.unit.low)


def _leaves_brackets(parser: ReportParser, first: int, at: int) -> bool:
    """Return whether the brackets around a report close, or those of the writer close it."""
    low = parser.unit.low
    if low[at] == ")":
        return "(" not in low[first:at]
    close = next(
        (end for end in range(at + 1, min(len(low), at + _INSERTION)) if low[end] == ")"), 0
    )
    return close > 0 and parser.word(close + 1) in ("", ".")


def _additions(parser: ReportParser) -> frozenset[int]:
    """Return the tokens at which the same speaker goes on: "before noting that"."""
    if parser.added is None:
        known = parser.cues.values()
        parser.added = frozenset(cue.at - 1 for cue in known if _is_added(parser, cue))
    return parser.added


def _is_added(parser: ReportParser, cue: Cue) -> bool:
    """Return whether a cue without a subject adds to what was said."""
    if Form.GERUND not in cue.verb.forms or cue.first != cue.at:
        return False
    clauses = parser.grammar.clauses
    joints = clauses.nesting & clauses.before_participle - clauses.circumstance
    return parser.word(cue.at - 1) in joints and _has_content(parser, cue)


def _ends_at(parser: ReportParser, at: int, nested: bool, related: bool) -> bool:  # noqa: FBT001 - of the cue
    """Return whether the report is over at the pause ``at``."""
    if _writer_again(parser, at) or (nested and _is_main_clause(parser, at)):
        return True
    return related and parser.word(at) == "," and _is_predicate(parser, at + 1)


def _writer_again(parser: ReportParser, at: int) -> bool:
    """Return whether what follows a comma, a dash or a conjunction is the writer's again."""
    after, pause = _past_skipped(parser, at + 1), parser.word(at)
    if not parser.word(after) or after in parser.opens:
        return True
    if after + 1 in parser.opens and parser.grammar.adverb(parser.word(after)):
        return True  # "and nearly half said"
    if pause == ";":
        return _begins_sentence(parser, after)
    if pause == ":":
        return False
    if _goes_on_reporting(parser, after):
        return True
    return pause not in parser.grammar.clauses.pause and _is_aside(parser, at)


def _begins_sentence(parser: ReportParser, at: int) -> bool:
    word = parser.word(at)
    return word in parser.grammar.subjects or word.isdigit() or parser.unit.capital(at)


def _past_skipped(parser: ReportParser, at: int) -> int:
    upto = at + _SKIPPED
    while at < upto and (
        parser.word(at) == "," or parser.word(at) in parser.grammar.clauses.skipped
    ):
        at += 1
    return at


def _is_aside(parser: ReportParser, at: int) -> bool:
    """Return whether a comma or a dash begins words of the writer."""
    word, clauses = parser.word(at + 1), parser.grammar.clauses
    if word in clauses.writer_comments or _names_words(parser, at + 1):
        return True
    if parser.word(at) in DASHES:
        return word in clauses.dash_aside and not _is_paired(parser, at)
    if word in clauses.concessive:
        return _begins_phrase(parser, at + 2)
    if word in clauses.relative_aside:
        return _is_relative_aside(parser, at)
    return word in parser.grammar.words.contrast and _is_new_clause(parser, at + 2)


def _names_words(parser: ReportParser, at: int) -> bool:
    """Return whether the words before are given a name: ", a claim that nobody believes"."""
    grammar = parser.grammar
    if parser.word(at) not in grammar.words.indefinite:
        return False
    near = parser.unit.low[at + 1 : at + 4]
    if any(word in grammar.clauses.writer_noun for word in near):
        return True
    return any(word in grammar.words.relative for word in near[1:])


def _is_relative_aside(parser: ReportParser, at: int) -> bool:
    """Return whether ", who" or ", which" adds what only the writer says."""
    if parser.word(at + 1) in parser.grammar.words.personal_relative:
        return parser.unit.capital(at - 1) and "," not in parser.unit.low[at + 2 : at + REACH]
    return any(_claims(parser, near) for near in range(at + 3, at + _CUE_NEAR))


def _begins_phrase(parser: ReportParser, at: int) -> bool:
    word, grammar = parser.word(at), parser.grammar
    if not word:
        return False
    return word in grammar.noun_openers or parser.unit.capital(at)


def _claims(parser: ReportParser, at: int) -> bool:
    """Return whether somebody says or names something at ``at``: ", which he called"."""
    cue = parser.cues.get(at)
    return cue is not None and bool(cue.verb.uses & _CLAIMING)


def _is_paired(parser: ReportParser, at: int) -> bool:
    """Return whether a second dash ends the insertion that the dash at ``at`` begins."""
    return any(word in DASHES for word in parser.unit.low[at + 1 : at + _INSERTION])


def _is_new_clause(parser: ReportParser, at: int) -> bool:
    """Return whether "but" begins a clause of its own: "but he gave", not "but not women"."""
    word, grammar = parser.word(at), parser.grammar
    if not word.isalpha() or word in grammar.clauses.contrast_goes_on:
        return False
    if word in grammar.clauses.contrast_clause or parser.unit.capital(at):
        return True
    return grammar.past(word) or grammar.seems_finite(word)


def _goes_on_reporting(parser: ReportParser, at: int) -> bool:
    """Return whether the same speaker goes on, as in "and urged that"."""
    cue = parser.cues.get(at) or parser.cues.get(at + 1)
    if cue is None or cue.first > at or cue.denied or Form.BASE in cue.verb.forms:
        return False
    return Use.RESUMES in cue.verb.uses or _has_content(parser, cue)


def _has_content(parser: ReportParser, cue: Cue) -> bool:
    """Return whether something reported is behind a second cue of the same speaker."""
    word = parser.word(_past_hearer(parser, past_adjuncts(parser.unit, cue.last)))
    uses = cue.verb.uses
    if Form.GERUND in cue.verb.forms:
        takes = not uses.isdisjoint(_STATING) and Use.ASKS not in uses
        return takes or word == QUOTED
    if word in (QUOTED, ",", ":") or word in parser.grammar.clauses.clause_opener:
        return True
    return Use.BARE in uses and _begins_clause(parser, cue)


def _past_hearer(parser: ReportParser, at: int) -> int:
    """Return the token behind "to Anna Lund", or ``at`` where nobody is named."""
    unit = parser.unit
    names = at + 1 < len(unit.low) and unit.capital(at + 1)
    if not names or unit.low[at] not in unit.grammar.words.dative:
        return at
    at += 1
    while at < len(unit.low) and unit.capital(at):
        at += 1
    return at


def _begins_clause(parser: ReportParser, cue: Cue) -> bool:
    word = parser.word(cue.last)
    if not word or cue.verb.uses & _SPEAKING:
        return True
    return word in parser.grammar.words.contracted or _begins_phrase(parser, cue.last)


def _is_nested(parser: ReportParser, cue: Cue) -> bool:
    """Return whether the cue is in a clause like "While Smith says ..."."""
    phrase, clauses = parser.subjects.get(cue.at), parser.grammar.clauses
    first = cue.first if phrase is None else phrase.first
    if not first or parser.word(first - 1) not in clauses.nesting:
        return False
    before = parser.word(first - 2)
    return first == 1 or before in (",", ".") or before in clauses.nesting_break


def next_clause(parser: ReportParser, first: int) -> int | None:
    """Return the comma, from ``first`` on, behind which the main clause begins."""
    commas = (at for at in range(first, len(parser.unit.low)) if _is_main_clause(parser, at))
    return next(commas, None)


def _is_main_clause(parser: ReportParser, at: int) -> bool:
    """Return whether the main clause begins after the comma at ``at``."""
    word, grammar = parser.word(at + 1), parser.grammar
    if parser.word(at) != "," or word in ("", QUOTED) or word in grammar.clauses.no_main_clause:
        return False
    if "," in parser.unit.low[at + 1 : at + 1 + _LIST] and word not in grammar.persons:
        return False
    attached = grammar.participle(word) or grammar.past(word)
    return not attached or parser.unit.capital(at + 1)


def _is_relative(parser: ReportParser, cue: Cue) -> bool:
    """Return whether the cue is in a clause like ", who said ..., "."""
    if Form.GERUND in cue.verb.forms and cue.first == cue.at:
        return parser.word(cue.at - 1) == ","
    phrase = parser.subjects.get(cue.at)
    if phrase is None or not phrase.first or parser.word(phrase.first - 1) != ",":
        return False
    return parser.word(phrase.first) in parser.grammar.clauses.nesting_relative


def _is_predicate(parser: ReportParser, at: int) -> bool:
    grammar = parser.grammar
    if parser.word(at) in grammar.words.adverb:
        at += 1
    return parser.word(at) in grammar.finite


#: Quoted words longer than this (in characters) are a sentence of their own.
_LONG = 60
_AFTER_SENTENCE = frozenset((".", ",", ";", "?", "!", ":", QUOTED, "")) | DASHES


def read_quoted(parser: ReportParser, at: int, cue: Cue) -> None:
    """Read the quotation ``at``, which is behind its cue, to the end of what it belongs to."""
    span, word = Span(cue.first, cue.last), parser.word(at + 1)
    if word in _AFTER_SENTENCE or not word.isalpha() or _is_complete(parser, at):
        parser.add(Span(at, at + 1), span, "quotation after cue", "direct")
        parser.free = at + 1
        return
    parser.free = content_end(parser, at, cue)
    parser.add(Span(at, parser.free), span, "mixed after cue", "mixed")


def _is_complete(parser: ReportParser, at: int) -> bool:
    """Return whether the sentence goes on without the quotation: "No," and left."""
    quote = parser.unit.quoted[at]
    if quote.ending in FULL and parser.unit.capital(at + 1):
        return parser.word(at + 1) in parser.grammar.phrase_openers
    long = quote.size > _LONG
    follows = parser.word(at + 1) in parser.grammar.clauses.after_quotation
    return follows and (long or quote.beginning.isupper())
