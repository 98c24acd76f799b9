"""Content first: cues that follow what they report, as in "It rains, Smith said."."""

from textflow_plugins.languages import Form, Use
from textflow_plugins.speakers.content_end import content_end, read_quoted
from textflow_plugins.speakers.content_start import content_start, past_adjuncts
from textflow_plugins.speakers.cues import Cue
from textflow_plugins.speakers.inversion import is_adjunct, speaker_behind, speaker_between
from textflow_plugins.speakers.noun_phrases import REACH
from textflow_plugins.speakers.report_parser import ReportParser
from textflow_plugins.speakers.subjects import past_dateline
from textflow_plugins.speakers.tokens import DASHES, FULL, QUOTED, Span

_AFTER_FRONT = frozenset((".", ",", ";", QUOTED, "")) | DASHES
_BEFORE_SENTENCE = frozenset((",", ":")) | FULL | DASHES
_LEAST_CLAUSE, _VERB_NEAR = 3, 40
#: Quoted words of this length (in characters) are sentences, whatever is before them.
_SENTENCE = 120


def closing_cue(parser: ReportParser) -> Cue | None:
    """Return the cue at the end that holds all before it: "... rained, Reuters reported."."""
    if len(parser.cues) < 2 or QUOTED in parser.unit.low[:2]:  # noqa: PLR2004 - one cue holds nobody else's
        return None
    cue = parser.cues[max(parser.cues)]
    if cue.denied or cue.open:
        return None
    begin = _closing_start(parser, cue)
    return cue if begin is not None and _is_parted(parser, begin) else None


def _closing_start(parser: ReportParser, cue: Cue) -> int | None:
    """Return where cue and speaker begin, None if more follows than these two."""
    if speaker_behind(parser, cue) is not None:
        return cue.first
    if parser.word(content_start(parser.unit, cue)) not in ("", "."):
        return None
    phrase = parser.subjects[cue.at]
    return cue.first if phrase is None else phrase.first


def _is_parted(parser: ReportParser, at: int) -> bool:
    """Return whether a comma that ends no quotation is before token ``at``."""
    return at > 1 and parser.word(at - 1) == "," and parser.word(at - 2) != QUOTED


def read_content_first(parser: ReportParser, cue: Cue) -> bool:
    """Read what is before ``cue``; return whether there was anything."""
    speaker = None if _is_added(cue) else _speaker(parser, cue)
    if speaker is None or parser.word(speaker.first) in parser.grammar.words.relative:
        return False
    marks = _marks_before(parser, min(speaker.first, cue.first))
    if marks.first <= parser.free:
        return False
    if not _belongs(parser, cue, marks, speaker):
        return marks.first < marks.last and _read_behind(parser, cue, speaker)
    parser.speaker = speaker
    _add_content(parser, marks.first, cue)
    parser.free = max(cue.last, speaker.last)
    if speaker.first < cue.first or parser.word(speaker.last) != ",":
        _read_rest(parser, cue)
    elif parser.found and parser.found[-1].rule == "clause before cue":
        _read_verb(parser, cue, parser.found[-1].content)
    return True


def _is_added(cue: Cue) -> bool:
    """Return whether a verb only adds to its clause, and tells nothing before it: ", saying"."""
    return Form.GERUND in cue.verb.forms and cue.first == cue.at


def _read_verb(parser: ReportParser, cue: Cue, before: Span) -> None:
    """Read the verb of what is reported: "Lund, said Moss, who sails, never forgets"."""
    if any(_may_be_verb(parser, at) for at in range(*before)):
        return
    commas = (at for at in range(parser.free + 1, len(parser.unit.low)) if parser.word(at) == ",")
    first = next(commas, -1) + 1
    if first and not _is_another(parser, first):
        _add_around(parser, first, content_end(parser, first), cue)


def _marks_before(parser: ReportParser, upto: int) -> Span:
    """Return the commas right before token ``upto``."""
    first = upto
    while first > parser.free and parser.word(first - 1) == ",":
        first -= 1
    return Span(first, upto)


def _speaker(parser: ReportParser, cue: Cue) -> Span | None:
    return speaker_behind(parser, cue) or speaker_between(parser, cue) or parser.subjects[cue.at]


def _read_behind(parser: ReportParser, cue: Cue, speaker: Span) -> bool:
    """Read "At best, Smith said, <content>": what is before the cue is no part of it."""
    at = past_adjuncts(parser.unit, max(speaker.last, cue.last))
    inverted = speaker.first > cue.first
    if Use.FRONT not in cue.verb.uses or inverted or parser.word(at) != ",":
        return False
    word = parser.word(at + 1)
    if word in ("", QUOTED) or word in parser.grammar.words.complementizer:
        return False
    if _is_another(parser, at + 1):
        return False
    parser.speaker = speaker
    _add_around(parser, at + 1, content_end(parser, at + 1, cue), cue)
    return True


def _add_around(parser: ReportParser, first: int, last: int, cue: Cue) -> None:
    parser.add(Span(first, last), Span(cue.first, cue.last), "clause around cue")
    parser.free = last


def _belongs(parser: ReportParser, cue: Cue, marks: Span, speaker: Span) -> bool:
    """Return whether what is before ``marks`` is reported by the cue behind them."""
    if parser.word(marks.first - 1) == QUOTED:
        return speaker.first > cue.first or _is_told(parser, marks.first - 1, cue)
    parted = marks.first < marks.last
    return parted and _may_front(parser, cue, marks.first, max(speaker.last, cue.last))


def _is_told(parser: ReportParser, at: int, cue: Cue) -> bool:
    """Return whether the quotation at ``at`` is that of the cue behind it, not a mere word."""
    if at == parser.free or Use.BARE not in cue.verb.uses:
        return True
    return parser.word(content_start(parser.unit, cue)) in ("", ".", ",", QUOTED, ":")


def _may_front(parser: ReportParser, cue: Cue, end: int, after: int) -> bool:
    """Return whether a clause without marks, up to ``end``, may be before this cue."""
    if Use.FRONT not in cue.verb.uses or Form.GERUND in cue.verb.forms:
        return False
    if parser.word(after) in parser.grammar.clauses.no_adjunct or _tells_purpose(parser, cue):
        return False
    unit = parser.unit
    after = past_adjuncts(unit, after) if after > cue.last else content_start(unit, cue)
    if not _closes_cue(parser, after):
        return False
    return _parts_clause(parser, after) or _is_clause(parser, end)


def _tells_purpose(parser: ReportParser, cue: Cue) -> bool:
    """Return whether a purpose is before: "To forecast the price, we asked everybody."."""
    infinitive = parser.grammar.words.infinitive
    return Use.ASKS in cue.verb.uses and parser.word(parser.free) in infinitive


def _closes_cue(parser: ReportParser, at: int) -> bool:
    """Return whether cue and speaker end before token ``at``, and no object follows."""
    word = parser.word(at)
    return word in _AFTER_FRONT or word in parser.grammar.clauses.after_front


def _parts_clause(parser: ReportParser, at: int) -> bool:
    """Return whether a cue parts subject and verb: "The pier, he said, will reopen"."""
    if parser.word(at) != "," or parser.word(at + 1) in ("", QUOTED):
        return False
    return _opens_noun(parser, parser.free) or not is_adjunct(parser, parser.word(parser.free))


def _opens_noun(parser: ReportParser, at: int) -> bool:
    """Return whether "Smith's" or "this", and no time behind it, opens a noun phrase."""
    word, grammar = parser.word(at), parser.grammar
    if parser.word(at + 1) in grammar.times:
        return False
    return grammar.owner(word) or word in grammar.words.determiner


def _is_clause(parser: ReportParser, last: int) -> bool:
    """Return whether what is not told yet, up to ``last``, is a clause."""
    first, low, grammar = parser.free, parser.unit.low, parser.grammar
    # "When asked, Smith said": no clause that could be reported is before.
    if low[first] in grammar.clauses.nesting and "," not in low[first:last]:
        return False
    if QUOTED in low[first:last]:
        return True
    near = range(first, min(last, first + _VERB_NEAR))
    return last - first > _LEAST_CLAUSE and any(_may_be_verb(parser, at) for at in near)


def _may_be_verb(parser: ReportParser, at: int) -> bool:
    """Return whether a word is a verb, or looks like one and is no name."""
    word, grammar = parser.unit.low[at], parser.grammar
    if word in grammar.finite:
        return True
    return grammar.seems_finite(word) and not parser.unit.capital(at)


def _add_content(parser: ReportParser, end: int, cue: Cue) -> None:
    first, span = parser.free, Span(cue.first, cue.last)
    if parser.word(end - 1) != QUOTED:
        parser.add(Span(_last_clause(parser, end), end), span, "clause before cue")
    elif _is_alone(parser, first, end - 1) or _is_sentence(parser, end - 1):
        parser.add(Span(end - 1, end), span, "quotation before cue", "direct")
    else:
        parser.add(Span(_beginning(parser, end), end), span, "mixed before cue", "mixed")


def _last_clause(parser: ReportParser, end: int) -> int:
    """Return where the last clause begins: "All is well, but it rains, he said."."""
    low, grammar = parser.unit.low, parser.grammar
    for at in range(end - 1, max(parser.free, end - REACH), -1):
        sets_apart = low[at - 1] == "," and low[at] in grammar.words.contrast
        if sets_apart and not grammar.finite.isdisjoint(low[at + 1 : end]):
            return at + 1
    return _beginning(parser, end)


def _beginning(parser: ReportParser, end: int) -> int:
    """Return where what is not yet reported begins, a dateline before it left out."""
    if parser.free or not parser.grammar.fixed_order:
        return parser.free
    behind = past_dateline(parser.unit)
    return behind if behind < end else 0


def _is_alone(parser: ReportParser, first: int, last: int) -> bool:
    conjunctions = parser.grammar.words.conjunction
    words = parser.unit.low[first:last]
    return all(not word.isalpha() or word in conjunctions for word in words)


def _is_sentence(parser: ReportParser, at: int) -> bool:
    """Return whether the quotation at ``at`` is a sentence of its own within the unit."""
    quote = parser.unit.quoted[at]
    if quote.beginning.islower() and at - parser.free > _LEAST_CLAUSE:
        return False
    before = parser.word(at - 1) if at else "."
    return before in _BEFORE_SENTENCE or quote.size > _SENTENCE


def _read_rest(parser: ReportParser, cue: Cue) -> None:
    """Read what goes on after "<content>, he said,"."""
    at = past_adjuncts(parser.unit, parser.free)
    parted = at
    while parser.word(parted) in (",", ":") or parser.word(parted) in DASHES:
        parted += 1
    word = parser.word(parted)
    if word == QUOTED:
        read_quoted(parser, parted, cue)
    elif parted > at and word and _may_go_on(parser, parted):
        _add_around(parser, parted, content_end(parser, parted), cue)


def _may_go_on(parser: ReportParser, at: int) -> bool:
    """Return whether the clause before the cue goes on at ``at``."""
    return parser.found[-1].rule == "clause before cue" and not _is_another(parser, at)


def _is_another(parser: ReportParser, at: int) -> bool:
    """Return whether something else begins at ``at`` than the rest of the content."""
    if at in parser.cues or at in parser.opens:
        return True
    word, grammar = parser.word(at), parser.grammar
    return grammar.participle(word) or word in grammar.clauses.no_continuation
