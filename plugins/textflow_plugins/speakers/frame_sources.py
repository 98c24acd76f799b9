"""Frame sources: who is named without a verb, as in "selon Holm" and "Holm zufolge"."""

from textflow_plugins.speakers.frame_reader import FrameReader
from textflow_plugins.speakers.phrases import phrase_after, segment_start
from textflow_plugins.speakers.tokens import DASHES, FULL, QUOTED, STOPS, Span

_LEAST_CLAUSE = 3


def read_sources(reader: FrameReader) -> None:
    """Read what is told by those who are named without a verb."""
    told = {at for one in reader.parser.found for at in range(*one.content)}
    for at in range(len(reader.unit.low)):
        if at in told:
            continue
        source = _source(reader, at)
        if source is not None and _read(reader, *source):
            told.update(at for one in reader.parser.found for at in range(*one.content))


def _source(reader: FrameReader, at: int) -> tuple[Span, Span, Span] | None:
    """Return cue, speaker and both together where somebody is named at token ``at``."""
    low, grammar = reader.unit.low, reader.grammar
    if low[at] in grammar.clauses.source_closing:
        first = segment_start(reader.unit, at)
        return (Span(at, at + 1), Span(first, at), Span(first, at + 1)) if first < at else None
    for words in grammar.sources.get(low[at], ()):
        end = at + len(words)
        if low[at:end] != words or (at and low[at - 1] in grammar.clauses.before_adjective):
            continue
        if " ".join(words) in grammar.clauses.source_behind and not _follows(reader, at):
            continue
        phrase = _named(reader, end)
        if phrase is not None:
            return Span(at, end), phrase, Span(at, phrase.last)
    return None


def _named(reader: FrameReader, at: int) -> Span | None:
    """Return who is named: what a noun phrase goes on with belongs to it here."""
    low, grammar = reader.unit.low, reader.grammar
    phrase = phrase_after(reader.unit, at, at)
    if phrase is None:
        first = at
        while at < len(low) and low[at] not in STOPS and low[at] not in grammar.finite:
            at += 1
        return Span(first, at) if at > first else None
    end = phrase.last
    while end < len(low) and low[end] not in STOPS and low[end] not in grammar.group_breaks:
        end += 1
    return Span(phrase.first, end)


def _follows(reader: FrameReader, at: int) -> bool:
    return at > 0 and reader.unit.low[at - 1] in (",", QUOTED, *DASHES)


def _read(reader: FrameReader, cue: Span, speaker: Span, whole: Span) -> bool:
    """Read what is before or behind the source; return whether there was anything."""
    parser, low = reader.parser, reader.unit.low
    start = _sentence_start(reader, whole.first)
    parser.groups += 1
    parser.speaker = speaker
    end = whole.first
    while end > start and low[end - 1] in (",", *DASHES):
        end -= 1
    closes = reader.unit.word(whole.last) in ("", *FULL, ",")
    if end - start >= _LEAST_CLAUSE and (end < whole.first or closes):
        kind = _kind(reader, Span(start, end))
        parser.add(Span(start, end), cue, "before according to", kind)
        return True
    if low[end - 1 : end] == [QUOTED] and end > start:
        parser.add(Span(end - 1, end), cue, "quotation before cue", "direct")
        return True
    return end == start and _read_behind(reader, cue, whole.last)


def _read_behind(reader: FrameReader, cue: Span, at: int) -> bool:
    low = reader.unit.low
    while reader.unit.word(at) in (",", ":"):
        at += 1
    end = at
    while end < len(low) and low[end] not in FULL and low[end] != ";":
        end += 1
    if end == at or (end - at < _LEAST_CLAUSE and low[at] != QUOTED):
        return False
    parser, size = reader.parser, len(reader.parser.found)
    if any(one.content.first < end and at < one.content.last for one in parser.found):
        return False
    parser.add(Span(at, end), cue, "after according to", _kind(reader, Span(at, end)))
    return len(parser.found) > size


def _kind(reader: FrameReader, content: Span) -> str | None:
    return "direct" if reader.unit.low[content.first : content.last] == [QUOTED] else None


def _sentence_start(reader: FrameReader, at: int) -> int:
    low = reader.unit.low
    told = max((one.content.last for one in reader.parser.found if one.content.last <= at), default=0)
    first = at
    while first > told and low[first - 1] not in FULL:
        first -= 1
    return first
