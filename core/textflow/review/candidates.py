"""The places in a text where the words of a selector are, and how far their context agrees."""

from collections.abc import Iterator

import attrs

from textflow.review.ground import Ground, Span
from textflow.review.selectors import Selector

#: Places that are looked at; words that come more often are ambiguous anyhow.
MOST = 1_000
_QUOTATION_MARKS = (
    "\"'\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"
    "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
    "\N{DOUBLE LOW-9 QUOTATION MARK}\N{SINGLE LOW-9 QUOTATION MARK}"
    "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}"
)
_DASHES = "-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{EM DASH}"
#: Marks that cleaners change into one another, each to one that means all of them.
_ALIKE = {char: marks[0] for marks in (_QUOTATION_MARKS, _DASHES) for char in marks}


@attrs.frozen
class Candidate:
    """A place with the same words, and how far what is around it agrees."""

    #: Where it begins in the folded text.
    at: int
    span: Span
    #: Folded characters that agree before it, and behind it.
    before: int
    behind: int

    @property
    def score(self) -> int:
        """Characters of context that agree."""
        return self.before + self.behind


def candidates(selector: Selector, ground: Ground) -> Iterator[Candidate]:
    """Yield each place with the same words that is joined to its neighbours in the same way."""
    whole, words = ground.folded, selector.words.text
    before, behind = selector.before, selector.behind
    joined = _joins(selector.prefix, selector.exact), _joins(selector.exact, selector.suffix)
    for at in _occurrences(whole.text, words):
        stop = at + len(words)
        span = _with_marks(ground.text, (whole.places[at], whole.ends[stop - 1]), selector)
        if (_joined_at(ground.text, span[0]), _joined_at(ground.text, span[1])) == joined:
            yield Candidate(
                at,
                span,
                _common(before[::-1], whole.text[max(at - len(before), 0) : at][::-1]),
                _common(behind, whole.text[stop : stop + len(behind)]),
            )


def _occurrences(whole: str, words: str) -> Iterator[int]:
    at = whole.find(words)
    count = 0
    while at >= 0 and count < MOST:
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


def _with_marks(text: str, span: Span, selector: Selector) -> Span:
    """Return ``span`` with the marks around it that ``selector`` has around its words."""
    start, end = span
    for mark in reversed(selector.exact[: selector.words.places[0]]):
        start -= start > 0 and _alike(text[start - 1], mark)
    for mark in selector.exact[selector.words.ends[-1] :]:
        end += end < len(text) and _alike(text[end], mark)
    return start, end


def is_same(one: str, other: str) -> bool:
    """Return whether two texts are the same but for marks that cleaners change."""
    return len(one) == len(other) and all(map(_alike, one, other))


def _alike(one: str, other: str) -> bool:
    return _ALIKE.get(one, one) == _ALIKE.get(other, other)
