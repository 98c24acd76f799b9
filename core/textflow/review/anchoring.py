"""
Find again what a selector selects: by position, then by text and context.

A wrong place is worse than none: what could be meant twice is refused, and so is
what is found only by chance. Words at the old position count as found when they are
the same, and nothing around them speaks for another place. Words elsewhere count
when what stands around them came along.
"""

from collections.abc import Iterator

import attrs

from textflow.review.folding import folded
from textflow.review.ground import Ground, Span
from textflow.review.selectors import Selector

#: Folded characters on one side that are no chance.
_SIDE = 8
#: Folded characters that are hardly said twice.
_LONG = 24
#: Folded characters on the same line that few words need on both sides.
_NEAR = 16
#: Places that are looked at; words that come more often are ambiguous anyhow.
_MOST = 1_000
_QUOTATION_MARKS = (
    "\"'\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"
    "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
    "\N{DOUBLE LOW-9 QUOTATION MARK}\N{SINGLE LOW-9 QUOTATION MARK}"
    "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}"
)
_DASHES = "-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{EM DASH}"
#: Marks that cleaners change into one another, each to one that stands for all.
_ALIKE = {char: marks[0] for marks in (_QUOTATION_MARKS, _DASHES) for char in marks}


@attrs.frozen
class Refusal:
    """Why a selector selects nothing here."""

    reason: str


@attrs.frozen
class _Candidate:
    """A place with the same words, and how far what stands around it agrees."""

    #: Where it begins in the folded text.
    at: int
    span: Span
    before: int
    behind: int

    @property
    def score(self) -> int:
        return self.before + self.behind


def anchor(selector: Selector, ground: Ground) -> Span | Refusal:
    """Return the one place in ``ground`` that ``selector`` can mean, or why there is none."""
    there = ground.trimmed(ground.to_text((selector.start, selector.end)))
    words = folded(selector.exact).text
    if not words:
        same = bool(selector.exact) and _same_marks(ground, there, selector.exact)
        return there if same else Refusal("these words are no longer at this place")
    candidates = list(_candidates(selector, words, ground))
    if not candidates:
        return Refusal("these words are no longer in the text")
    if len(candidates) >= _MOST:
        return Refusal("these words come too often in the text")
    old = ground.folded_at(there[0]) if there[0] < there[1] else -1
    wanted = _Wanted.of(selector, len(words))
    allowed = [candidate for candidate in candidates if wanted.allows(candidate)]
    if not allowed:
        return Refusal("these words are in the text, but in another context")
    return _chosen(wanted, allowed, old)


@attrs.frozen
class _Wanted:
    """How much there is to agree with."""

    size: int
    before: int
    behind: int
    #: On the very line, where no cleaner puts in or takes out another.
    near_before: int
    near_behind: int

    @classmethod
    def of(cls, selector: Selector, size: int) -> "_Wanted":
        before, behind = folded(selector.prefix).text, folded(selector.suffix).text
        near = selector.prefix.rpartition("\n")[2], selector.suffix.partition("\n")[0]
        sizes = (min(len(folded(words).text), _NEAR) for words in near)
        return cls(size, len(before), len(behind), *sizes)

    def allows(self, candidate: _Candidate) -> bool:
        """Return whether the line agrees too, which few words say nothing without."""
        near = candidate.before >= self.near_before and candidate.behind >= self.near_behind
        return near or self.size >= _LONG

    def sides(self, candidate: _Candidate) -> tuple[bool, bool]:
        """Return, for each side, whether it agrees beyond chance."""
        return (
            candidate.before >= min(_SIDE, self.before),
            candidate.behind >= min(_SIDE, self.behind),
        )

    def is_whole_on_a_side(self, candidate: _Candidate) -> bool:
        """Return whether everything before, or everything behind, agrees."""
        before = candidate.before == self.before >= _SIDE
        return before or candidate.behind == self.behind >= _SIDE

    def convinces(self, candidate: _Candidate) -> bool:
        """Return whether words that are not at their old position are surely the same."""
        sides = self.sides(candidate)
        if self.size >= _LONG:
            return any(sides)
        return all(sides) and self.is_whole_on_a_side(candidate)


def _chosen(wanted: _Wanted, candidates: list[_Candidate], old: int) -> Span | Refusal:
    best = max(candidate.score for candidate in candidates)
    winners = [candidate for candidate in candidates if candidate.score == best]
    for candidate in candidates:
        if candidate.at == old and _stays(wanted, candidate, candidates, best):
            return candidate.span
    if len(winners) > 1:
        return Refusal(f"these words are in the text {len(candidates)} times: which is meant?")
    if not wanted.convinces(winners[0]):
        return Refusal("these words are in the text, but in another context")
    return winners[0].span


def _stays(wanted: _Wanted, candidate: _Candidate, candidates: list[_Candidate], best: int) -> bool:
    """Return whether what is at the old position is what was meant."""
    if len(candidates) == 1 or wanted.is_whole_on_a_side(candidate):
        return True
    return candidate.score == best and any(wanted.sides(candidate))


def _candidates(selector: Selector, words: str, ground: Ground) -> Iterator[_Candidate]:
    """Yield each place with the same words that is joined to its neighbours in the same way."""
    before, behind = folded(selector.prefix).text, folded(selector.suffix).text
    whole, places = ground.folded.text, ground.folded.places
    joined = _joins(selector.prefix, selector.exact), _joins(selector.exact, selector.suffix)
    for at in _occurrences(whole, words):
        stop = at + len(words)
        span = _with_marks(ground, (places[at], places[stop - 1] + 1), selector.exact)
        if (_joined_at(ground.text, span[0]), _joined_at(ground.text, span[1])) == joined:
            yield _Candidate(
                at,
                span,
                _common(before[::-1], whole[max(at - len(before), 0) : at][::-1]),
                _common(behind, whole[stop : stop + len(behind)]),
            )


def _occurrences(whole: str, words: str) -> Iterator[int]:
    at = whole.find(words)
    count = 0
    while at >= 0 and count < _MOST:
        yield at
        count += 1
        at = whole.find(words, at + 1)


def _joins(left: str, right: str) -> bool:
    """Return whether a word, or a number, goes on over the border."""
    return left[-1:].isalnum() and right[:1].isalnum()


def _joined_at(text: str, place: int) -> bool:
    return _joins(text[max(place - 1, 0) : place], text[place : place + 1])


def _common(one: str, other: str) -> int:
    """Return how many characters two texts begin with in common."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _with_marks(ground: Ground, span: Span, exact: str) -> Span:
    """Return ``span`` with the marks around it that ``exact`` has around its words."""
    places = folded(exact).places
    start, end = span
    for mark in reversed(exact[: places[0]]):
        start -= start > 0 and _alike(ground.text[start - 1], mark)
    for mark in exact[places[-1] + 1 :]:
        end += end < len(ground.text) and _alike(ground.text[end], mark)
    return start, end


def _same_marks(ground: Ground, span: Span, exact: str) -> bool:
    words = ground.text[slice(*span)]
    return len(words) == len(exact) and all(map(_alike, words, exact))


def _alike(one: str, other: str) -> bool:
    return _ALIKE.get(one, one) == _ALIKE.get(other, other)
