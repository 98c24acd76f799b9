"""Quotations that no verb and no source reports: which are speech, and whose they are."""

from functools import partial

from textflow_plugins.languages import Use
from textflow_plugins.speakers.frames import may_speak
from textflow_plugins.speakers.links import opens_link
from textflow_plugins.speakers.names import signed
from textflow_plugins.speakers.phrases import phrase_after
from textflow_plugins.speakers.quotation_marks import Quotation
from textflow_plugins.speakers.report_parser import ReportParser
from textflow_plugins.speakers.tokens import DASHES, QUOTED, Span, Unit

#: Characters of a quotation that is speech by itself, and of one within a sentence.
_SPEECH, _SPEECH_IN_CLAUSE = 12, 30
_CALLED = 8
#: Marks behind which quoted words go on.
_BEFORE_REST = frozenset((",", ";", ":", ".")) | DASHES
_FULL = frozenset((*".!?,", "\N{HORIZONTAL ELLIPSIS}", "\N{EM DASH}", *"\u3002\uff01\uff1f\uff0c"))
#: Of these, those that end no sentence.
_COMMAS = frozenset((",", "\N{FULLWIDTH COMMA}"))
#: What parts quoted words from those who say them.
_LEAVES = DASHES | _COMMAS | frozenset(("\N{ARABIC COMMA}",))
#: From here on, writing systems need about a third of the characters for the same words.
_DENSE, _DENSITY = "\u2e80", 3


def read_uncued(parser: ReportParser) -> None:
    """Read quotations that have no cue."""
    if not parser.unit.quoted:
        return
    _read_on(parser)
    left = _left(parser)
    if _is_alone(parser):
        for at in filter(partial(_is_speech, parser), left):
            _add_uncued(parser, at, None, "quotation alone")
    else:
        retold = parser.grammar.retells(parser.unit.low)
        for at in filter(partial(_is_said, parser), left):
            speaker = None if retold or _is_behind_link(parser) else _beside(parser, at)
            _add_uncued(parser, at, speaker, "quotation in clause")


def _read_on(parser: ReportParser) -> None:
    """Read what goes on behind who said it: "No," said Ann with a sigh; "but come in."."""
    first = next((one for one in parser.found if one.rule == "quotation before cue"), None)
    if first is None or not parser.grammar.fixed_order:
        return
    for at in filter(partial(_goes_on, parser), _left(parser)):
        if at > first.content.first:
            more = first._replace(content=Span(at, at + 1), rule="quotation after cue")
            parser.found.append(more)


def _goes_on(parser: ReportParser, at: int) -> bool:
    """Return whether quoted words behind a mark are whole to the end of their clause."""
    quote, before = parser.unit.quoted[at], parser.word(at - 1)
    parted = before in _BEFORE_REST and parser.word(at - 2) != QUOTED
    return parted and not quote.word and (quote.ending in _FULL or parser.word(at + 1) in DASHES)


def _left(parser: ReportParser) -> list[int]:
    """Return the quotations that are in no report yet."""
    told = {at for one in parser.found for at in range(*one.content)}
    return [at for at in parser.unit.quoted if at not in told]


def _beside(parser: ReportParser, at: int) -> Span | None:
    """Return who speaks without a verb: who signs, who is named before a colon, the subject."""
    return signed(parser.unit, at + 1) or _announced(parser, at) or parser.main_subject(at)


def _announced(parser: ReportParser, at: int) -> Span | None:
    """Return the name in "And from Chairwoman Moss:", where no verb is."""
    unit, grammar = parser.unit, parser.grammar
    if parser.word(at - 1) != ":" or not grammar.finite.isdisjoint(unit.low[: at - 1]):
        return None
    if grammar.capital_nouns:
        return _introduced(unit, at - 1)
    if not grammar.fixed_order and unit.low[0] in grammar.articles:
        return Span(0, at - 1) if may_speak(unit, Span(0, at - 1)) else None
    first = at - 1
    while first > 0 and unit.capital(first - 1) and unit.low[first - 1] not in grammar.no_names:
        first -= 1
    return Span(first, at - 1) if first < at - 1 else None


def _introduced(unit: Unit, upto: int) -> Span | None:
    """Return who is named in "Holm wörtlich:", or the subject of a verb that no table has."""
    verb = next((at for at in range(1, upto) if _may_be_verb(unit, at)), None)
    if verb is None:
        phrase = phrase_after(unit, 0)
        return phrase if phrase is not None and phrase.first == 0 else None
    fronted = unit.grammar.opens_adjunct(unit.low[0])
    return phrase_after(unit, verb + 1) if fronted else None


def _may_be_verb(unit: Unit, at: int) -> bool:
    word, grammar = unit.low[at], unit.grammar
    known = grammar.adverb(word) or word in grammar.words.preposition or word in grammar.titles
    determined = unit.low[at - 1] in grammar.words.determiner
    return not (known or determined or unit.capital(at)) and grammar.seems_finite(word)


def _add_uncued(parser: ReportParser, at: int, speaker: Span | None, rule: str) -> None:
    parser.groups += 1
    parser.speaker = speaker
    parser.add(Span(at, at + 1), None, rule, "direct")


def _is_behind_link(parser: ReportParser) -> bool:
    """Return whether a link was put in before the words of somebody: "Lire aussi : «...»"."""
    return not parser.grammar.fixed_order and opens_link(parser.unit)


def _is_alone(parser: ReportParser) -> bool:
    """Return whether nothing but quotations is in the unit."""
    frame = parser.grammar.words.conjunction
    if _is_behind_link(parser):
        frame |= parser.grammar.clauses.promotion
    return all(not word.isalpha() or word in frame for word in parser.unit.low)


def _is_speech(parser: ReportParser, at: int) -> bool:
    """Return whether quoted words that are alone are speech, not a heading or a title."""
    quote = parser.unit.quoted[at]
    if not parser.grammar.parses and _is_dashed(quote):
        return True
    return quote.ending in _FULL or (not quote.single and _size(quote) > _SPEECH)


def _size(quote: Quotation) -> int:
    """Return how long quoted words are, in characters of an alphabet."""
    return quote.size * (_DENSITY if quote.beginning >= _DENSE else 1)


def _is_said(parser: ReportParser, at: int) -> bool:
    """Return whether quoted words in a clause are speech."""
    return _is_broken(parser.unit, at) or _is_speech_in_clause(parser, at)


def _is_speech_in_clause(parser: ReportParser, at: int) -> bool:
    """Return whether quoted words without a cue are speech, not a scare quote."""
    quote, grammar = parser.unit.quoted[at], parser.grammar
    if not grammar.parses and (_is_cited(parser, at + 1) or _opens_report(parser, at)):
        return True
    if grammar.capital_nouns and quote.beginning.islower():
        # No name of a thing, all of these have a capital.
        return not quote.word or grammar.retells(parser.unit.low)
    if grammar.parses and not _is_introduced(parser, at):
        return _is_speech_in_sentence(parser, at)
    if _is_whole(quote, opening=not at) or _size(quote) > _SPEECH_IN_CLAUSE:
        return True
    return not quote.word and quote.beginning.isupper() and _is_headed(parser, at)


def _opens_report(parser: ReportParser, at: int) -> bool:
    """Return whether quoted words are before a comma or a dash, or behind a colon: «...», ..."""
    quote = parser.unit.quoted[at]
    whole = _size(quote) >= _SPEECH and (not quote.word or quote.beginning >= _DENSE)
    return whole and (parser.word(at - 1) == ":" if at else parser.word(1) in _LEAVES)


def _is_dashed(quote: Quotation) -> bool:
    """Return whether a dash opens a line of speech: no mark is at its end."""
    return quote.closed and quote.inner_end == quote.end and quote.inner_start > quote.start


def _is_headed(parser: ReportParser, at: int) -> bool:
    """Return whether one who speaks is named before a colon: "El obispo de Norte: «...»"."""
    if parser.grammar.fixed_order or not parser.grammar.parses or parser.grammar.capital_nouns:
        return False
    return _announced(parser, at) is not None


def _is_introduced(parser: ReportParser, at: int) -> bool:
    """Return whether quoted words open the unit or are behind a colon."""
    return not at or parser.word(at - 1) == ":"


def _is_speech_in_sentence(parser: ReportParser, at: int) -> bool:
    """Return whether quoted words are speech where those before them lead on to them."""
    if parser.grammar.verb_second and _is_called(parser.unit, at):
        return True
    return parser.unit.quoted[at].size > _SPEECH_IN_CLAUSE and parser.word(at - 1) in (",", ".")


def _is_broken(unit: Unit, at: int) -> bool:
    """Return whether words between dashes break what opens a unit: "Give me" - "a cake"."""
    if 0 not in unit.quoted or unit.word(1) not in DASHES:
        return False
    behind = [other for other in unit.quoted if other and unit.low[other - 1] in DASHES]
    return at in behind if at else bool(behind)


def _is_whole(quote: Quotation, *, opening: bool) -> bool:
    """Return whether quoted words end as a sentence does, or as a clause that opens one."""
    return quote.ending in _FULL and (opening or quote.ending not in _COMMAS)


def _is_cited(parser: ReportParser, at: int) -> bool:
    """Return whether a word behind quoted ones says that somebody said them: "[...] to"."""
    clauses, word = parser.grammar.clauses, parser.word(at)
    if word.startswith(tuple(clauses.no_adjunct)):
        return False
    return word.startswith(tuple(clauses.after_quotation))


def _is_called(unit: Unit, at: int) -> bool:
    """Return whether somebody calls something by quoted words: "sprach von einer"."""
    known, near = unit.grammar.reporting, unit.low[max(0, at - _CALLED) : at]
    return any(Use.PREDICATE in verb.uses for word in near for verb in known.get(word, ()))
