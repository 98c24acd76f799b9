"""Headings: lines of a text that are titles of what follows, or its standfirst."""

from collections import Counter
from collections.abc import Sequence

from textflow_plugins.summarise.furniture import ended
from textflow_plugins.summarise.spans import Row

#: No heading has more words; in so few words one is a heading though a full stop ends it.
_LONGEST, _CHAPTER = 15, 3
#: In a text with headings so many paragraphs are whole sentences; in a list or a poem few are.
_WHOLE = 0.5
#: And there are so many paragraphs.
_PARAGRAPHS = 4


def headings(sentences: Sequence[Row], texts: Sequence[str], sizes: Sequence[int]) -> set[int]:
    """
    Return the sentences that are a paragraph of their own, are short, and do not end.

    `sizes` are their numbers of words. Without paragraphs there are none.
    """
    lengths = Counter(row.get("paragraph") for row in sentences)
    alone = [number for number, row in enumerate(sentences) if lengths[row.get("paragraph")] == 1]
    loose = [number for number in alone if not ended(texts[number])]
    if len(lengths) < _PARAGRAPHS or len(loose) > (1 - _WHOLE) * len(lengths):
        return set()
    titles = {number for number in loose if sizes[number] <= _LONGEST}
    return titles | {number for number in alone if sizes[number] <= _CHAPTER}
