"""Behind: cues that follow what they report, as in "It rains, Smith said."."""

from textflow_plugins.speakers.clauses import content_start, past_adjuncts
from textflow_plugins.speakers.cues import Cue
from textflow_plugins.speakers.ends import content_end
from textflow_plugins.speakers.lexicon import word_class
from textflow_plugins.speakers.nouns import REACH, Span, capital, finite
from textflow_plugins.speakers.scene import Reading
from textflow_plugins.speakers.subjects import subject_after
from textflow_plugins.speakers.words import DASHES, QUOTED

_AFTER_FRONT = frozenset((".", ",", ";", QUOTED, "")) | DASHES
_RELATIVE = frozenset(("who", "which", "that"))
_LEAST_CLAUSE, _LONGEST_TAIL = 3, 30
#: Quoted words of this length (in characters) are sentences, whatever stands before them.
_SENTENCE = 120


def closing_cue(reading: Reading) -> Cue | None:
    """Return the cue at the end that holds all before it: "... rained, Reuters reported."."""
    scene = reading.scene
    if len(scene.cues) < 2 or QUOTED in scene.unit.low[:2]:  # noqa: PLR2004 - one cue holds nobody else's
        return None
    cue = scene.cues[max(scene.cues)]
    if cue.negated or cue.passive or cue.open:
        return None
    other = _inverted(reading, cue)
    after = content_start(scene.unit, cue)
    if scene.word(after) not in ("", ".") and other is None:
        return None
    group = scene.subjects[cue.at]
    begin = cue.first if other is not None or group is None else group.first
    return (
        cue
        if begin > 1 and scene.word(begin - 1) == "," and scene.word(begin - 2) != QUOTED
        else None
    )


def read_behind(reading: Reading, cue: Cue) -> bool:
    """Read what stands before ``cue``; tell whether there was anything."""
    group = _subject(reading, cue)
    if group is None or reading.scene.word(group.first) in _RELATIVE:
        return False
    end = min(group.first, cue.first)
    begin = end
    while end > reading.free and reading.scene.word(end - 1) == ",":
        end -= 1
    if end <= reading.free:
        return False
    if not _belongs(reading, cue, (begin, end), group):
        return end < begin and _read_rest(reading, cue, group)
    reading.speaker = group
    _content(reading, end, cue)
    reading.free = max(cue.last, group.last)
    if group.first < cue.first or reading.scene.word(group.last) != ",":
        _rest(reading, cue)
    return True


def _read_rest(reading: Reading, cue: Cue, group: Span) -> bool:
    """Read "At best, Smith said, <content>": what stands before the cue is no part of it."""
    scene, after = reading.scene, max(group.last, cue.last)
    at = past_adjuncts(scene.unit, after)
    apposed = group.first > cue.first
    if "front" not in cue.verb.uses or apposed or scene.word(at) != ",":
        return False
    if _other(reading, at + 1):
        return False
    if scene.word(at + 1) in ("", QUOTED, "that"):
        return False
    reading.speaker = group
    end = content_end(scene, at + 1, cue)
    span = Span(cue.first, cue.last)
    reading.add(Span(at + 1, end), scene.kind(at + 1, end), span, "clause around cue")
    reading.free = end
    return True


def _belongs(reading: Reading, cue: Cue, edge: tuple[int, int], group: Span) -> bool:
    begin, end = edge
    if reading.scene.word(end - 1) == QUOTED:
        return group.first > cue.first or _told_by(reading, end - 1, cue)
    return end < begin and _may_front(reading, cue, (end, max(group.last, cue.last)))


def _subject(reading: Reading, cue: Cue) -> Span | None:
    return _inverted(reading, cue) or _between(reading, cue) or reading.scene.subjects[cue.at]


def _inverted(reading: Reading, cue: Cue) -> Span | None:
    """Return the speaker of "said Smith"."""
    scene, at = reading.scene, cue.last
    before = scene.word(cue.first - 1) if cue.first else ""
    if before not in (",", QUOTED) or cue.first != cue.at or not _inverts(reading, cue):
        return None
    group = subject_after(scene.unit, at) if at < len(scene.unit.low) else None
    if group is None or _goes_on(scene.word(group.last), before):
        return None
    word = scene.word(at)
    if capital(scene.unit, at) and word not in word_class("time"):
        return group
    quoted = QUOTED in scene.unit.low[max(0, cue.first - 2) : cue.first]
    if _adjunct(word):
        return None
    bare = quoted and cue.verb.lemma == "say"
    titled = capital(scene.unit, group.last - 1) and scene.word(group.last) in _AFTER_NAME
    return group if word in word_class("determiner") or bare or titled else None


def _inverts(reading: Reading, cue: Cue) -> bool:
    """Tell whether a name after the verb may be its subject: after "told" it is not."""
    quoted = QUOTED in reading.unit.low[max(0, cue.first - 2) : cue.first]
    if not quoted:
        return cue.verb.lemma in word_class("inverting")
    if "addressee" not in cue.verb.uses:
        return True
    return "front" in cue.verb.uses and cue.verb.lemma != "tell"


_AFTER_NAME = frozenset(("", ".", ",", "in", "of", "at", "from"))


def _goes_on(word: str, before: str) -> bool:
    """Tell whether a clause follows: what looked like the speaker is its subject."""
    return finite(word) or word == "that" or (word == QUOTED and before != QUOTED)


def _adjunct(word: str) -> bool:
    classes = (
        "preposition",
        "adverb",
        "conjunction",
        "subordinator",
        "time",
        "timing",
        "object",
        "pronoun",
    )
    return (
        not word.isalpha()
        or word.endswith(("ly", "ing"))
        or any(word in word_class(name) for name in classes)
    )


def _between(reading: Reading, cue: Cue) -> Span | None:
    """Return all that stands between a quotation and the cue behind it, if it is no clause."""
    low = reading.unit.low
    at = cue.first
    lowest = max(reading.free, cue.first - _LONGEST_TAIL)
    while at > lowest and low[at - 1] != QUOTED and not _breaks(low[at - 1]):
        at -= 1
    if at == lowest or low[at - 1] != QUOTED:
        return None
    while at < cue.first and low[at] in (",", "and"):
        at += 1
    last = cue.first
    while last > at and low[last - 1] == ",":
        last -= 1
    return Span(at, last) if last > at and not _adjunct_start(low[at]) else None


def _adjunct_start(word: str) -> bool:
    return (
        word in word_class("preposition")
        or word in word_class("subordinator")
        or word.endswith("ing")
    )


def _breaks(word: str) -> bool:
    return finite(word) or word in _PARTS or word in word_class("subordinator")


_PARTS = frozenset((".", ";", ":", "?", "!", "but", "yet"))


def _told_by(reading: Reading, at: int, cue: Cue) -> bool:
    """Tell whether the quotation at ``at`` is that of the cue behind it, not a mere word."""
    scene = reading.scene
    if at == reading.free or "zero" not in cue.verb.uses:
        return True
    return scene.word(content_start(scene.unit, cue)) in ("", ".", ",", QUOTED, ":")


def _may_front(reading: Reading, cue: Cue, edge: tuple[int, int]) -> bool:
    """Tell whether a clause without marks may stand before this cue."""
    scene = reading.scene
    end, after = edge
    if scene.word(after) in word_class("no_adjunct"):
        return False
    if "front" not in cue.verb.uses or cue.verb.form == "ing":
        return False
    after = past_adjuncts(scene.unit, after) if after > cue.last else content_start(scene.unit, cue)
    word = scene.word(after)
    if word not in _AFTER_FRONT and word not in word_class("after_front"):
        return False
    if word == "," and _parted(reading, after):
        return True
    return _is_clause(reading, reading.free, end)


def _parted(reading: Reading, at: int) -> bool:
    """Tell whether a cue parts subject and verb: "The pier, he said, will reopen"."""
    scene = reading.scene
    return not _adjunct(scene.word(reading.free)) and scene.word(at + 1) not in ("", QUOTED)


def _is_clause(reading: Reading, first: int, last: int) -> bool:
    low = reading.unit.low
    # "When asked, Smith said": no clause that could be reported stands before.
    if low[first] in word_class("nesting") and "," not in low[first:last]:
        return False
    if QUOTED in low[first:last]:
        return True
    near = range(first, min(last, first + 40))
    return last - first > _LEAST_CLAUSE and any(
        finite(low[at]) or low[at].endswith("s") for at in near
    )


def _content(reading: Reading, end: int, cue: Cue) -> None:
    first, span = reading.free, Span(cue.first, cue.last)
    if reading.scene.word(end - 1) != QUOTED:
        first = _past_but(reading, first, end)
        reading.add(Span(first, end), reading.scene.kind(first, end), span, "clause before cue")
    elif _alone(reading, first, end - 1) or _sentence(reading, first, end - 1):
        reading.add(Span(end - 1, end), "direct", span, "quotation before cue")
    else:
        reading.add(Span(first, end), "mixed", span, "mixed before cue")


def _past_but(reading: Reading, first: int, end: int) -> int:
    """Return where the last clause begins: "All is well, but it rains, he said."."""
    low = reading.unit.low
    for at in range(end - 1, max(first, end - REACH), -1):
        if low[at] == "but" and low[at - 1] == "," and any(map(finite, low[at + 1 : end])):
            return at + 1
    return first


def _alone(reading: Reading, first: int, last: int) -> bool:
    words = reading.unit.low[first:last]
    return all(not word.isalpha() or word in word_class("conjunction") for word in words)


def _sentence(reading: Reading, first: int, at: int) -> bool:
    """Tell whether the quotation at ``at`` is a sentence of its own within the unit."""
    if reading.unit.quoted[at].beginning.islower() and at - first > _LEAST_CLAUSE:
        return False
    before = reading.scene.word(at - 1) if at else "."
    quote = reading.unit.quoted[at]
    size = quote.inner_end - quote.inner_start
    return before in (".", ",", ":", "?", "!") or before in DASHES or size > _SENTENCE


def _rest(reading: Reading, cue: Cue) -> None:
    """Read what goes on after "<content>, he said,"."""
    scene = reading.scene
    at = past_adjuncts(scene.unit, reading.free)
    if scene.word(at) not in (",", ":", QUOTED) and scene.word(at) not in DASHES:
        return
    while scene.word(at) in (",", ":") or scene.word(at) in DASHES:
        at += 1
    if scene.word(at) == QUOTED:
        read_quoted(reading, at, cue)
    elif (
        scene.word(at) and reading.found[-1].rule == "clause before cue" and not _other(reading, at)
    ):
        end = content_end(scene, at)
        reading.add(
            Span(at, end), scene.kind(at, end), Span(cue.first, cue.last), "clause around cue"
        )
        reading.free = end


def _other(reading: Reading, at: int) -> bool:
    scene = reading.scene
    word = scene.word(at)
    return (
        at in scene.cues
        or at in scene.opens
        or word.endswith("ing")
        or word in word_class("no_continuation")
    )


_ENDS = frozenset((".", ",", ";", "?", "!", ":", QUOTED, "")) | DASHES
_LONG = 60


def read_quoted(reading: Reading, at: int, cue: Cue) -> None:
    """Read quoted words that stand after their cue."""
    scene, span = reading.scene, Span(cue.first, cue.last)
    after = at + 1
    word = scene.word(after)
    if word in _ENDS or not word.isalpha() or _complete(reading, at):
        reading.add(Span(at, after), "direct", span, "quotation after cue")
        reading.free = after
        return
    end = content_end(scene, at, cue)
    reading.add(Span(at, end), "mixed", span, "mixed after cue")
    reading.free = end


def _complete(reading: Reading, at: int) -> bool:
    """Tell whether the sentence goes on without the quotation: "No," and left."""
    quote = reading.unit.quoted[at]
    long = quote.inner_end - quote.inner_start > _LONG
    return (long or quote.beginning.isupper()) and reading.scene.word(at + 1) in word_class(
        "after_quotation"
    )
