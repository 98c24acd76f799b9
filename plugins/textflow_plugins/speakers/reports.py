"""Reports: which words of a unit are reported, by which cue, and whose they are."""

from functools import lru_cache

from textflow_plugins.languages import Grammar, Use
from textflow_plugins.speakers.content_end import content_end
from textflow_plugins.speakers.content_first import closing_cue, read_content_first
from textflow_plugins.speakers.cue_first import read_cue_first
from textflow_plugins.speakers.cues import Cue
from textflow_plugins.speakers.links import opens_link
from textflow_plugins.speakers.noun_phrases import REACH
from textflow_plugins.speakers.passive_cues import read_asked, read_passive
from textflow_plugins.speakers.report_parser import (
    LABELLED,
    ParsedUnit,
    Report,
    Reported,
    ReportParser,
    parse,
)
from textflow_plugins.speakers.tokens import FULL, QUOTED, Span, Unit
from textflow_plugins.speakers.uncued import read_uncued

_LONGEST_HEAD, _LEAST_CLAUSE, _CLOSING = 6, 2, 25
#: White space, marks and a dateline are before a headline, and no sentence.
_LEAD = 20
_AFTER_SOURCE = frozenset((",", ".", ";", ":", QUOTED))


def reports(unit: Unit) -> Reported:
    """Find what is reported in ``unit``."""
    turn = _turn(unit) if unit.quoted else None
    if turn is not None:
        return Reported([turn], None)
    if _is_promotion(unit):
        return Reported([], None)
    return _ordered(unit) if unit.grammar.fixed_order else _framed(unit)


def _ordered(unit: Unit) -> Reported:
    """Find what is reported in a unit whose words are in a fixed order."""
    if not unit.quoted and _signals(unit.grammar).isdisjoint(unit.low):
        return Reported([], None)
    parser = ReportParser(parse(unit))
    _read_headline(parser)
    if parser.cues or not parser.grammar.sources.keys().isdisjoint(unit.low):
        _read_told(parser)
    read_uncued(parser)
    return Reported(sorted(parser.found, key=lambda one: one.content), _bare(parser))


@lru_cache(maxsize=64)
def _signals(grammar: Grammar) -> frozenset[str]:
    """Return the tokens without which, and without quotations, a unit reports nothing."""
    return frozenset((*grammar.reporting, *grammar.sources, ":"))


def _read_told(parser: ReportParser) -> None:
    """Read what is told by a verb or a source, first what holds the whole unit."""
    closing = closing_cue(parser)
    if closing is not None:
        read_content_first(parser, closing)
    else:
        _read_closing_source(parser)
    _read_cues(parser)


def _turn(unit: Unit) -> Report | None:
    """Return the turn that a unit is, with its label as the speaker."""
    at = next((at for at, quote in unit.quoted.items() if quote.turn), None)
    if at is None:
        return None
    label = _label(unit, at)
    cue = Span(at - 1, at) if at and unit.low[at - 1] == ":" else None
    rule = LABELLED if label or unit.quoted[at].known else "announced block"
    return Report(Span(at, at + 1), "direct", cue, label, 0, rule)


def _label(unit: Unit, upto: int) -> Span | None:
    """Return the words before a turn, from the first to the last: "[9:15] Lee:"."""
    brackets = unit.low.index("(") if "(" in unit.low[1:upto] else upto
    first = 0
    if brackets < upto and unit.low[0] in unit.grammar.words.definite:
        first, brackets = brackets, upto  # "The Minister for Ferries (Mr. Lee):"
    parts = [at for at in range(first, brackets) if unit.low[at][0].isalpha()]
    return Span(parts[0], parts[-1] + 1) if parts else None


def _framed(unit: Unit) -> Reported:
    """Find what is reported in a unit whose words are in a free order."""
    # Six modules that texts of English need not.
    from textflow_plugins.speakers.frame_reader import FrameReader, read_mood  # noqa: PLC0415
    from textflow_plugins.speakers.frame_sources import (  # noqa: PLC0415
        read_opening_source,
        read_sources,
    )

    reader = FrameReader(unit)
    read_opening_source(reader)
    reader.read()
    read_sources(reader)
    read_uncued(reader.parser)
    read_mood(reader)
    found = sorted(reader.parser.found, key=lambda one: one.content)
    return Reported(found, reader.bare)


def _read_cues(parser: ReportParser) -> None:
    sources, cues = parser.grammar.sources, parser.cues
    places = [at for at, word in enumerate(parser.unit.low) if at in cues or word in sources]
    for at in places:
        if at >= parser.free:
            _read_place(parser, at)


def _read_place(parser: ReportParser, at: int) -> None:
    """Read what the source at a token tells, or else the cue."""
    cue, source = parser.cues.get(at), _source(parser, at)
    if source:
        _read_source(parser, at, source)
    elif cue is None or cue.negated:
        return
    elif cue.passive:
        read_passive(parser, cue)
    else:
        _read_cue(parser, cue)


def _read_cue(parser: ReportParser, cue: Cue) -> None:
    if Use.ASKS in cue.verb.uses and read_asked(parser, cue):
        return
    parser.groups += 1
    if not read_content_first(parser, cue):
        read_cue_first(parser, cue)


def _bare(parser: ReportParser) -> Span | None:
    """Return the subject of the last cue, if nothing is reported after it."""
    if not parser.cues or any(one.cue for one in parser.found):
        return None
    cue = parser.cues[max(parser.cues)]
    return None if cue.denied else parser.subjects[cue.at]


def marked(unit: Unit) -> list[Report]:
    """Return the quotations of a unit by their marks alone: nobody knows who speaks."""
    turn = _turn(unit)
    if turn is not None:
        return [turn._replace(speaker=None)]
    parser = ReportParser(ParsedUnit(unit, {}, {}, frozenset()))
    read_uncued(parser)
    return parser.found


def _is_promotion(unit: Unit) -> bool:
    """Return whether the unit points at another article: "READ MORE: Mayor says ..."."""
    if not opens_link(unit):
        return False
    if not unit.grammar.fixed_order and QUOTED in unit.low:
        return False  # a link that was put in before the words of somebody
    colon = unit.low.index(":")
    return unit.grammar.fixed_order or unit.word(colon + 1) not in unit.grammar.sources


def _read_headline(parser: ReportParser) -> None:
    """Read "Mayor: Ferry will close" at the very beginning of a text."""
    low = parser.unit.low
    at = _head_end(parser)
    if at is None:
        return
    parser.speaker = Span(0, at)
    parser.free = len(low)
    content = Span(at + 1, parser.free)
    alone = low[at + 1 :] in ([QUOTED], [QUOTED, "."])
    parser.add(content, Span(at, at + 1), "headline", "direct" if alone else None)


def _head_end(parser: ReportParser) -> int | None:
    """Return the colon behind the speaker of a headline."""
    low = parser.unit.low
    if parser.unit.paragraph or parser.unit.start > _LEAD or ":" not in low[: _LONGEST_HEAD + 1]:
        return None
    at = low.index(":")
    whole = 0 < at <= len(low) - 3 and not _is_caption(parser, at)
    return at if whole and not any(_is_no_head(parser, word) for word in low[:at]) else None


def _is_caption(parser: ReportParser, at: int) -> bool:
    """Return whether no speaker is before the colon: "Stunning: The bay was full."."""
    unit, grammar = parser.unit, parser.grammar
    behind = at + 3 if unit.word(at + 1) == "(" else at + 2
    if any(word[0].isdigit() for word in unit.low[:behind]):
        return True  # a time, or a number behind the colon
    if at == 1 and unit.low[0] in grammar.words.preposition:
        return True  # the head of a letter: "From: Lee"
    if at > 1 or unit.low[-1] != "." or QUOTED in unit.low:
        return False
    return not _opens_with_speaker(unit)


def _opens_with_speaker(unit: Unit) -> bool:
    """Return whether the first word is one of those that name speakers: "Mayor", "Ann", "NFL"."""
    word, grammar, entities = unit.low[0], unit.grammar, unit.grammar.entities
    known = grammar.titles | entities.organisation | entities.body
    return word in known or word in grammar.first_names or unit.tokens[0].isupper()


def _is_no_head(parser: ReportParser, word: str) -> bool:
    grammar = parser.grammar
    numeral = word in grammar.words.numeral
    return numeral or word in grammar.finite or word in grammar.clauses.no_headline


def _source(parser: ReportParser, at: int) -> int:
    """Return how many tokens name a source at ``at``: "according to"; 0 if none do."""
    low = parser.unit.low
    for words in parser.grammar.sources.get(low[at], ()):
        if low[at : at + len(words)] == words:
            return len(words)
    return 0


def _read_closing_source(parser: ReportParser) -> None:
    """
    Read a report that holds the whole sentence: "Lee said it rained, according to Moss.".

    The first word of the source is enough: writers slip, "according a message".
    """
    low = parser.unit.low
    size = len(low)
    if parser.word(0) == QUOTED:
        return
    for at in range(size - 2, max(_LONGEST_HEAD, size - _CLOSING), -1):
        sources = parser.grammar.sources.get(low[at]) if low[at - 1] == "," else None
        if sources:
            _read_source(parser, at, len(sources[0]))
            return


def _read_source(parser: ReportParser, at: int, size: int) -> None:
    """Read "<content>, according to Smith" and "According to Smith, <content>"."""
    low, first = parser.unit.low, at + size
    end = first
    limit = min(len(low), first + REACH)
    while end < limit and low[end] not in _AFTER_SOURCE:
        end += 1
    if not at:
        end = _source_end(parser, first, end)
    if end == first or low[first] in parser.grammar.words.question:
        return  # "according to how long it takes"
    parser.groups += 1
    parser.speaker = Span(first, end)
    if not _read_before_source(parser, Span(at, first)) and not parser.found:
        _read_behind_source(parser, end, Span(at, first))
    parser.free = max(parser.free, end)


def _source_end(parser: ReportParser, first: int, last: int) -> int:
    """Return where who is named ends, where no comma parts it: "According to Lee the pier"."""
    grammar, low = parser.grammar, parser.unit.low
    if parser.word(last) not in FULL or grammar.finite.isdisjoint(low[first + 1 : last]):
        return last
    openers = grammar.words.definite | grammar.subjects
    fits = (
        at
        for at in range(first + 1, last)
        if low[at] in openers and low[at - 1] not in grammar.noun_expecting
    )
    return next(fits, last)


def _read_before_source(parser: ReportParser, cue: Span) -> bool:
    """Read "<content>, according to"; return whether there was anything."""
    first, end, low = parser.free, cue.first, parser.unit.low
    while end > first and low[end - 1] == ",":
        end -= 1
    alone = low[first:end] == [QUOTED]
    if not alone and not _has_clause(parser, first, end):
        return False
    rule = "quotation before cue" if alone else "before according to"
    parser.add(Span(first, end), cue, rule, "direct" if alone else None)
    return True


def _has_clause(parser: ReportParser, first: int, last: int) -> bool:
    low, grammar = parser.unit.low, parser.grammar
    if last - first <= _LEAST_CLAUSE or (first and low[first] in grammar.clauses.after_report):
        return False
    return any(_may_be_verb(parser.unit, at) for at in range(first + 1, last))


def _may_be_verb(unit: Unit, at: int) -> bool:
    """Return whether a word is a verb, or looks like one in the past or behind a name."""
    word, grammar = unit.low[at], unit.grammar
    if word in grammar.finite or (grammar.past(word) and not unit.capital(at)):
        return True
    return unit.capital(at - 1) and not unit.capital(at) and grammar.seems_finite(word)


def _read_behind_source(parser: ReportParser, end: int, cue: Span) -> None:
    first = end + 1 if parser.word(end) in (",", ":") else end
    if not parser.word(first):
        return
    last = content_end(parser, first)
    alone = parser.unit.low[first:last] == [QUOTED]
    parser.add(Span(first, last), cue, "after according to", "direct" if alone else None)
    parser.free = last
