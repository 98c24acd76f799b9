"""
Find again what a selector selects: by position, then by text and context.

A wrong place is worse than none: what could be meant twice is refused, and so is
what is found only by chance. Words at the old position count as found when they are
the same, and nothing around them speaks for another place. Words elsewhere count
when what is around them came along.
"""

import attrs

from textflow.review.candidates import MOST, Candidate, candidates, is_same
from textflow.review.folding import folded
from textflow.review.ground import Ground, Span
from textflow.review.selectors import Selector

#: Folded characters on one side that are no chance.
_SIDE = 8
#: Folded characters that are hardly said twice.
_LONG = 24
#: Folded characters on the same line that few words need on both sides.
_NEAR = 16


@attrs.frozen
class Refusal:
    """Why a selector selects nothing here."""

    reason: str


def _in_place(selector: Selector, ground: Ground, span: Span) -> Span | Refusal:
    """Return the span where words that cannot be searched for are still there."""
    start, end = span
    same = start < end and is_same(ground.text[start:end], selector.exact)
    return span if same else Refusal("these words are no longer at this place")


def anchor(selector: Selector, ground: Ground) -> Span | Refusal:
    """Return the one place in ``ground`` that ``selector`` can mean, or why there is none."""
    start, end = ground.trimmed(ground.to_text((selector.start, selector.end)))
    if not selector.words.text:
        return _in_place(selector, ground, (start, end))
    every = list(candidates(selector, ground))
    if not every:
        return Refusal("these words are no longer in the text")
    if len(every) >= MOST:
        return Refusal("these words come too often in the text")
    wanted = _Wanted.of(selector)
    allowed = list(filter(wanted.allows, every))
    if not allowed:
        return Refusal("these words are in the text, but in another context")
    return _chosen(wanted, allowed, ground.folded_at(start) if start < end else -1)


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
    def of(cls, selector: Selector) -> "_Wanted":
        near = selector.prefix.rpartition("\n")[2], selector.suffix.partition("\n")[0]
        sizes = (min(len(folded(words).text), _NEAR) for words in near)
        size = len(selector.words.text)
        return cls(size, len(selector.before), len(selector.behind), *sizes)

    def allows(self, candidate: Candidate) -> bool:
        """Return whether the line agrees too, which few words say nothing without."""
        near = candidate.before >= self.near_before and candidate.behind >= self.near_behind
        return near or self.size >= _LONG

    def sides(self, candidate: Candidate) -> tuple[bool, bool]:
        """Return, for each side, whether it agrees beyond chance."""
        return (
            candidate.before >= min(_SIDE, self.before),
            candidate.behind >= min(_SIDE, self.behind),
        )

    def is_whole_on_a_side(self, candidate: Candidate) -> bool:
        """Return whether everything before, or everything behind, agrees, and is not little."""
        before = candidate.before == self.before >= _NEAR
        return before or candidate.behind == self.behind >= _NEAR

    def convinces(self, candidate: Candidate) -> bool:
        """Return whether words that are not at their old position are surely the same."""
        sides = self.sides(candidate)
        if self.size >= _LONG:
            return any(sides)
        return all(sides) and self.is_whole_on_a_side(candidate)


def _unmoved(wanted: _Wanted, every: list[Candidate], old: int, best: int) -> Candidate | None:
    """Return the candidate at the place where the words were, if it is as good as any."""
    there = (candidate for candidate in every if candidate.at == old)
    return next((one for one in there if _stays(wanted, one, every, best)), None)


def _chosen(wanted: _Wanted, every: list[Candidate], old: int) -> Span | Refusal:
    best = max(candidate.score for candidate in every)
    winners = [candidate for candidate in every if candidate.score == best]
    unmoved = _unmoved(wanted, every, old, best)
    if unmoved is not None:
        return unmoved.span
    if len(winners) > 1:
        return Refusal(f"these words are in the text {len(every)} times: which is meant?")
    if not wanted.convinces(winners[0]):
        return Refusal("these words are in the text, but in another context")
    return winners[0].span


def _stays(wanted: _Wanted, candidate: Candidate, every: list[Candidate], best: int) -> bool:
    """Return whether what is at the old position is what was meant."""
    if len(every) == 1 or wanted.is_whole_on_a_side(candidate):
        return True
    return candidate.score == best and any(wanted.sides(candidate))
