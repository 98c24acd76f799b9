"""Frame sources: who is named without a verb, as in "selon Holm" and "Holm zufolge"."""

from collections.abc import Callable

from textflow_plugins.speakers.clauses import before_marks, has_verb, past_marks
from textflow_plugins.speakers.frame_reader import FrameReader
from textflow_plugins.speakers.mentions import head
from textflow_plugins.speakers.phrases import phrase_after, segment_start
from textflow_plugins.speakers.tokens import DASHES, FULL, QUOTED, STOPS, Span

_LEAST_CLAUSE = 3
_NOUN_NEAR = 5
_LEAST_PART = 2
_SENTENCE_TOKENS, _LONGEST = 250, 40
#: Marks between a source and what it tells.
_LEADING = frozenset((",", ":"))
#: What may be behind the one who is named in ", so Holm".
_CLOSING = frozenset(("", ",", ";", ":", "(", QUOTED)) | FULL | DASHES


def read_opening_source(reader: FrameReader) -> None:
    """Read "Según Holm, ..." before the frames that are in what he says."""
    source = _source(reader, 0) if reader.unit.low else None
    if source is not None and source[2].first == 0 and _read(reader, *source):
        reader.parser.free = reader.parser.found[-1].content.last


def read_sources(reader: FrameReader) -> None:
    """Read what is told by those who are named without a verb."""
    for at in range(len(reader.unit.low)):
        source = None if reader.told[at] else _source(reader, at)
        if source is not None:
            _read(reader, *source)


def _source(reader: FrameReader, at: int) -> tuple[Span, Span, Span] | None:
    """Return cue, speaker and both together where somebody is named at token ``at``."""
    low, grammar = reader.unit.low, reader.grammar
    if low[at] in grammar.clauses.source_closing:
        first = _closing_start(reader, at)
        return (Span(at, at + 1), Span(first, at), Span(first, at + 1)) if first < at else None
    found = _by_noun(reader, at)
    if found is not None:
        return found
    for words in grammar.sources.get(low[at], ()):
        found = _by_words(reader, at, words) if _opens_source(reader, at, words) else None
        if found is not None:
            return found
    return None


def _closing_start(reader: FrameReader, at: int) -> int:
    """Return where those are named whom a word behind them tells: "ersten Angaben zufolge"."""
    lowest = segment_start(reader.unit, at)
    grammar, low = reader.grammar, reader.unit.low
    for first in range(at - 1, lowest, -1):
        described = reader.unit.capital(first + 1)  # "ersten Angaben"
        verb = low[first] in grammar.finite or (grammar.seems_finite(low[first]) and not described)
        if verb and not reader.unit.capital(first):
            return first + 1
    return lowest


def _opens_source(reader: FrameReader, at: int, words: list[str]) -> bool:
    """Return whether the words that name a source are here, and no article before them."""
    low = reader.unit.low
    if low[at : at + len(words)] != words:
        return False
    return at == 0 or low[at - 1] not in reader.grammar.clauses.before_adjective


def _by_words(reader: FrameReader, at: int, words: list[str]) -> tuple[Span, Span, Span] | None:
    """Return whom "selon Holm" names, or ", so Holm" behind what is told."""
    end = _past_neuter(reader, at + len(words))
    behind = " ".join(words) in reader.grammar.clauses.source_behind
    if behind and (not _follows(reader, at) or _is_no_name(reader, end)):
        return None
    phrase = _source_named(reader, end)
    if phrase is None or (behind and reader.unit.word(phrase.last) not in _CLOSING):
        return None
    return Span(at, end), phrase, Span(at, phrase.last)


def _source_named(reader: FrameReader, at: int) -> Span | None:
    """Return who is named behind the words of a source, None where it is but a measure."""
    phrase = _named(reader, at)
    return None if phrase is None or _is_measure(reader, phrase) else phrase


def _is_measure(reader: FrameReader, phrase: Span) -> bool:
    """Return whether nobody is named but a measure: "selon l'ancienne définition"."""
    unit = reader.unit
    if any(map(unit.capital, range(phrase.first + 1, phrase.last))):
        return False
    return head(unit, phrase) in reader.grammar.clauses.no_source


def _past_neuter(reader: FrameReader, at: int) -> int:
    """Pass over "lo explicado por" in "según lo explicado por Holm"."""
    words, after = reader.grammar.words, at + _LEAST_PART
    neuter = reader.unit.word(at) in words.neuter and reader.unit.word(after) in words.agent
    return after + 1 if neuter else at


def _is_no_name(reader: FrameReader, at: int) -> bool:
    """Return whether a verb or an adverb is here: ", so lautet", ", so etwa"."""
    word, grammar = reader.unit.word(at), reader.grammar
    if at >= len(reader.unit.low) or reader.unit.capital(at) or word in grammar.words.determiner:
        return False
    return grammar.adverb(word) or word in grammar.finite or grammar.seems_finite(word)


def _naming(reader: FrameReader, opener: str) -> Callable[[str], bool] | None:
    """Return what tells the nouns behind a preposition that name a source, None for others."""
    clauses = reader.grammar.clauses
    if opener in clauses.source_opener:
        return reader.grammar.tells
    return clauses.view_noun.__contains__ if opener in clauses.view_opener else None


def _by_noun(reader: FrameReader, at: int) -> tuple[Span, Span, Span] | None:
    """Return what "nach eigenen Angaben" and "nach Ansicht von Holm" name."""
    low = reader.unit.low
    names = _naming(reader, low[at])
    if names is None:
        return None
    for noun in range(at + 1, min(len(low), at + _NOUN_NEAR)):
        if names(low[noun]):
            phrase = _owned(reader, noun + 1) or Span(at + 1, noun + 1)
            return Span(at, noun + 1), phrase, Span(at, max(phrase.last, noun + 1))
        if low[noun] in STOPS or low[noun] in reader.grammar.finite:
            break
    return None


def _owned(reader: FrameReader, at: int) -> Span | None:
    """Return whose words they are: "Angaben der Polizei", "Angaben von Holm"."""
    words = reader.grammar.words
    if reader.unit.word(at) not in words.genitive:
        return None
    first = at if reader.unit.word(at) in words.determiner else at + 1
    return phrase_after(reader.unit, first)


def _named(reader: FrameReader, at: int) -> Span | None:
    """Return who is named: all up to a verb or a stop, and no clause."""
    low, grammar = reader.unit.low, reader.grammar
    if reader.unit.word(at) in grammar.clauses.clause_opener | grammar.reflexives:
        return None  # "según se explica": a clause
    if not grammar.words.relative.isdisjoint(low[at : at + _LEAST_PART]):
        return None  # "selon lesquels", "según el cual"
    phrase = phrase_after(reader.unit, at)
    if phrase is not None and phrase.first == at:
        return phrase
    end = at
    limit = min(len(low), at + _LONGEST)
    while end < limit and low[end] not in STOPS and not _ends_name(reader, end, at):
        end += 1
    named = not grammar.capital_nouns or any(map(reader.unit.capital, range(at, end)))
    return Span(at, end) if end > at and named else None  # not "laut geschrien"


def _ends_name(reader: FrameReader, at: int, first: int) -> bool:
    """Return whether a verb or a clause begins behind who is named."""
    grammar, word = reader.grammar, reader.unit.low[at]
    if word in grammar.group_breaks:
        return True
    verb = grammar.verb_second and at > first and grammar.seems_finite(word)
    return verb and not reader.unit.capital(at)


def _follows(reader: FrameReader, at: int) -> bool:
    return at > 0 and reader.unit.low[at - 1] in (",", QUOTED, *DASHES)


def _read(reader: FrameReader, cue: Span, speaker: Span, whole: Span) -> bool:
    """Read what is before or behind the source; return whether there was anything."""
    start = _sentence_start(reader, whole.first)
    reader.parser.groups += 1
    reader.parser.speaker = speaker
    before = Span(start, before_marks(reader.unit.low, whole.first, start))
    if _is_relative(reader, before.last):
        return _read_behind(reader, cue, whole.last)
    if _is_quotation(reader, before):
        return _add(reader, before, cue, "quotation before cue", "direct")
    if _closes(reader, before.last, whole) or _is_described(reader, before.last, whole):
        found = not _is_aside(reader, before, whole.last) and _add_before(
            reader, cue, before, least=_LEAST_CLAUSE
        )
        found = found or (
            reader.unit.word(whole.last) == "," and _read_behind(reader, cue, whole.last)
        )
        reader.tell(whole)
        return found
    found = _read_behind(reader, cue, whole.last)
    if found:
        reader.tell(whole)
    if found and reader.grammar.verb_second:
        # "Die Boote sind laut Holm klein": a report in two parts.
        _add_before(reader, cue, before, least=_LEAST_PART)
    return found


def _is_relative(reader: FrameReader, at: int) -> bool:
    """Return whether a relative clause goes on behind a source: "qui, selon Holm, (ment)"."""
    return at > 0 and reader.unit.low[at - 1] in reader.grammar.words.relative


def _is_aside(reader: FrameReader, before: Span, last: int) -> bool:
    """Return whether only an adjunct is before a source: "En outre, selon Holm, il pleut"."""
    if reader.grammar.verb_second or reader.unit.word(last) != "," or before.first >= before.last:
        return False
    adjunct = reader.grammar.opens_adjunct(reader.unit.low[before.first])
    return adjunct and not has_verb(reader.unit, *before)


def _add_before(reader: FrameReader, cue: Span, content: Span, *, least: int) -> bool:
    """Add the clause before a source, if it is long enough and not told yet."""
    if content.last - content.first < least or _overlaps(reader, content):
        return False
    if reader.grammar.verb_second and reader.unit.low[content.first] in reader.grammar.reporting:
        return False  # "..., sagte Holm laut Zeitung"
    return _add(reader, content, cue, "before according to")


def _add(reader: FrameReader, content: Span, cue: Span, rule: str, kind: str | None = None) -> bool:
    size = len(reader.parser.found)
    reader.parser.add(content, cue, rule, kind)
    reader.tell(content)
    return len(reader.parser.found) > size


def _closes(reader: FrameReader, end: int, whole: Span) -> bool:
    """Return whether what is told is before the source: the sentence ends behind it."""
    if reader.unit.word(whole.last) in ("", *FULL, ";"):
        return True
    if reader.unit.word(whole.last) != ",":
        return False
    joined = reader.unit.word(whole.last + 1) in reader.grammar.words.coordinator
    return end < whole.first or joined


def _is_described(reader: FrameReader, end: int, whole: Span) -> bool:
    """Return whether the sentence ends with what is said of a source: ", selon un rapport que"."""
    low, words = reader.unit.low, reader.grammar.words
    if reader.grammar.verb_second or end >= whole.first or whole.last >= len(low):
        return False
    opens = low[whole.last] in words.complementizer | words.preposition
    return opens or "," not in low[whole.last : _stop(low, whole.last)]


def _overlaps(reader: FrameReader, span: Span) -> bool:
    return reader.told.find(1, span.first, span.last) >= 0


def _read_behind(reader: FrameReader, cue: Span, at: int) -> bool:
    low, first = reader.unit.low, _content_start(reader, cue, at)
    content = Span(first, _stop(low, first))
    size = content.last - first
    if size == 0 or (size < _LEAST_CLAUSE and low[first] != QUOTED) or _overlaps(reader, content):
        return False
    kind = "direct" if _is_quotation(reader, content) else None
    return _add(reader, content, cue, "after according to", kind)


def _content_start(reader: FrameReader, cue: Span, at: int) -> int:
    """Return where begins what is told behind a source: behind a role, or at the verb."""
    low, grammar = reader.unit.low, reader.grammar
    first = past_marks(reader.unit, at, _LEADING)
    if cue.first != _sentence_start(reader, cue.first):
        return first
    if first > at:
        return _past_apposition(reader, first)
    if not grammar.verb_second:
        opens = reader.unit.word(at) in grammar.words.complementizer | grammar.words.preposition
        return _past_clause(reader, at) if opens else first
    return next((verb for verb in range(at, _stop(low, at)) if low[verb] in grammar.finite), at)


def _past_clause(reader: FrameReader, at: int) -> int:
    """Return the token behind "that led to it," or "for peace," where that is about the source."""
    low, opens = reader.unit.low, reader.unit.low[at] in reader.grammar.words.complementizer
    comma = next((end for end in range(at, min(len(low), at + _LONGEST)) if low[end] == ","), at)
    return comma + 1 if comma > at and (opens or not has_verb(reader.unit, at, comma)) else at


def _past_apposition(reader: FrameReader, at: int) -> int:
    """Return the token behind "director of the port," where a role is behind the one named."""
    low = reader.unit.low
    if reader.grammar.verb_second and low[at : at + 1] and _relates(reader, at):
        return _past_clause_end(low, at)
    if not _opens_role(reader, at):
        return at
    comma = next((end for end in range(at, min(len(low), at + _LONGEST)) if low[end] == ","), at)
    if comma == at or has_verb(reader.unit, at, comma):
        return at
    return comma + 1


def _relates(reader: FrameReader, at: int) -> bool:
    """Return whether a clause with its verb at the end is here: ", die (sich darauf stützt),"."""
    low, end = reader.unit.low, _past_clause_end(reader.unit.low, at) - 1
    if end < at + _LEAST_PART or reader.unit.capital(end - 1):
        return False
    if reader.unit.capital(at + 1) and low[end - 1] not in reader.grammar.finite:
        return False  # "der Chef der Werft"
    return reader.grammar.relates(low[at:end])


def _past_clause_end(low: list[str], at: int) -> int:
    """Return the token behind the next comma, or ``at`` where none is near."""
    limit = min(len(low), at + _LONGEST)
    return next((end + 1 for end in range(at, limit) if low[end] == ","), at)


def _opens_role(reader: FrameReader, at: int) -> bool:
    """Return whether what somebody is may be told here: "le directeur", "directeur"."""
    word, grammar = reader.unit.word(at), reader.grammar
    if word in grammar.words.genitive:
        return True
    if word[:1].isalpha() and _is_bare_noun(reader, at):
        return True
    noun = reader.unit.word(at + 1) if word in grammar.articles else word
    return noun in grammar.person_nouns


def _is_bare_noun(reader: FrameReader, at: int) -> bool:
    """Return whether a noun without its article may be here: ", directeur du port,"."""
    word, grammar = reader.unit.low[at], reader.grammar
    small = not reader.unit.capital(at) and not grammar.verb_second
    return small and word not in grammar.frames and word not in grammar.finite


def _stop(low: list[str], at: int) -> int:
    """Return where the sentence ends that goes on at ``at``."""
    limit = min(len(low), at + _SENTENCE_TOKENS)
    while at < limit and low[at] not in FULL and low[at] != ";":
        at += 1
    return at


def _is_quotation(reader: FrameReader, span: Span) -> bool:
    return reader.unit.low[span.first : span.last] == [QUOTED]


def _sentence_start(reader: FrameReader, at: int) -> int:
    low, told = reader.unit.low, reader.told
    first, lowest = at, max(0, at - _SENTENCE_TOKENS)
    while first > lowest and low[first - 1] not in FULL and not told[first - 1]:
        first -= 1
    return first
