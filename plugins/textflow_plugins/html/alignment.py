"""
Which words of a page another tool has kept: a monotone alignment of two texts.

trafilatura says what the article is, but not where it is. Its words and the
words of the page are aligned: phrases that both contain exactly once are anchors,
the longest chain of anchors that is in order in both is kept, and each anchor
grows to both sides while the words agree. Gaps are aligned in the same way, with
shorter phrases. Every step is linear, but for a sort.
"""

from bisect import bisect_left
from collections import deque
from collections.abc import Iterator, Sequence
from operator import itemgetter

Words = Sequence[str]
Pair = tuple[int, int]
#: The lengths of phrases that are looked for, one round each.
PHRASES = (5, 3, 2, 1)
#: The length of phrases that may be there more than once, looked for at last.
REPEATED = 4


def align(kept: Words, page: Words) -> bytearray:
    """
    Return, for each word of ``page``, 1 if it is aligned with one of ``kept``.

    >>> list(align("b c d e f".split(), "a b c d e f g".split()))
    [0, 1, 1, 1, 1, 1, 0]
    """
    votes = bytearray(len(page))
    gaps = [(0, len(kept), 0, len(page))]
    for size in PHRASES:
        gaps = [rest for gap in gaps for rest in _aligned(kept, page, gap, size, votes)]
    for gap in gaps:  # what is more than once is where it is first
        deque(_aligned(kept, page, gap, -REPEATED, votes), maxlen=0)
    return votes


Gap = tuple[int, int, int, int]


def _aligned(kept: Words, page: Words, gap: Gap, size: int, votes: bytearray) -> Iterator[Gap]:
    """Mark the words that agree within ``gap``; yield the gaps that are left."""
    k0, k1, p0, p1 = gap
    for k, p, low, high in _stretches(kept, page, gap, size):
        votes[p - low : p + high] = b"\1" * (low + high)
        if k0 < k - low and p0 < p - low:
            yield k0, k - low, p0, p - low
        k0, p0 = k + high, p + high
    if k0 < k1 and p0 < p1:
        yield k0, k1, p0, p1


def _stretches(kept: Words, page: Words, gap: Gap, size: int) -> Iterator[Gap]:
    """Yield the anchors within ``gap``, in order, and how far each grows to both sides."""
    k0, k1, p0, p1 = gap
    if min(k1 - k0, p1 - p0) < abs(size):
        return
    for k, p in _chain(_anchors(kept, page, gap, size)):
        if k < k0 or p < p0:
            continue  # an earlier anchor grew over it
        low = _grown(kept, page, (k, p), (k0, p0))
        high = _grown_on(kept, page, (k, p), (k1, p1))
        yield k, p, low, high
        k0, p0 = k + high, p + high


def _anchors(kept: Words, page: Words, gap: Gap, size: int) -> list[Pair]:
    """Return where phrases are that both contain, in the order of ``kept``."""
    k0, k1, p0, p1 = gap
    find = _once if size > 0 else _first
    ours = find(page, p0, p1, abs(size))
    theirs = find(kept, k0, k1, abs(size))
    return [(k, ours[phrase]) for phrase, k in theirs.items() if phrase in ours]


def _once(words: Words, start: int, end: int, size: int) -> dict[tuple[str, ...], int]:
    """Return the phrases that are there once between ``start`` and ``end``, and where."""
    found: dict[tuple[str, ...], int] = {}
    for at in range(start, end - size + 1):
        phrase = tuple(words[at : at + size])
        found[phrase] = -1 if phrase in found else at
    return {phrase: at for phrase, at in found.items() if at >= 0}


def _first(words: Words, start: int, end: int, size: int) -> dict[tuple[str, ...], int]:
    """Return the phrases that are between ``start`` and ``end``, and where first."""
    places = range(end - size, start - 1, -1)
    found = {tuple(words[at : at + size]): at for at in places}
    return dict(sorted(found.items(), key=itemgetter(1)))


def _chain(anchors: list[Pair]) -> list[Pair]:
    """Return the longest chain of anchors that is in order on both sides."""
    tails: list[int] = []  # the smallest end of a chain of each length
    ends: list[int] = []  # and the anchor that ends there
    before: list[int] = []
    for number, (_, place) in enumerate(anchors):
        length = bisect_left(tails, place)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [place]
        ends[length : length + 1] = [number]
    chain: list[Pair] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        chain.append(anchors[number])
        number = before[number]
    return chain[::-1]


def _grown(kept: Words, page: Words, at: Pair, floor: Pair) -> int:
    """Return how many words before ``at`` agree."""
    most = min(at[0] - floor[0], at[1] - floor[1])
    return next((n for n in range(most) if kept[at[0] - 1 - n] != page[at[1] - 1 - n]), most)


def _grown_on(kept: Words, page: Words, at: Pair, ceiling: Pair) -> int:
    """Return how many words from ``at`` on agree."""
    most = min(ceiling[0] - at[0], ceiling[1] - at[1])
    return next((n for n in range(most) if kept[at[0] + n] != page[at[1] + n]), most)
