"""Headings: lines of a text that are titles of what follows, or its standfirst."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from textflow_plugins.languages import late
from textflow_plugins.summarise.furniture import ended, of_picture
from textflow_plugins.summarise.spans import Row

#: No heading has more words, no headline; in so few one is a heading though a full stop ends it.
_LONGEST, _HEADLINE, _CHAPTER = 15, 20, 3
#: In a text with headings so many paragraphs are whole sentences; in a list or a poem few are.
_WHOLE = 0.5
#: And there are so many paragraphs.
_PARAGRAPHS = 4
#: A standfirst has so many sentences at most, and a place in a dateline so many words; those of
#: them without a capital are as short as "de" and "bei".
_STANDFIRST, _PLACE, _SHORT = 3, 6, 3
#: A caption of more than one sentence has so many.
_CAPTION = range(2, 4)
#: The place that begins a report, and the first word behind the dash: "Kiel/Bonn - The".
_DATELINE = re.compile(
    r"(?P<place> [^\W\d_] [^\s] [^\N{EN DASH}\N{EM DASH}:]{0,50}? )"
    r"\s [\N{EN DASH}\N{EM DASH}] \s (?P<first> [^\W\d_] ) [^\N{EN DASH}\N{EM DASH}]* \Z",
    re.VERBOSE,
)
_BETWEEN = late(r"[\s/,()]+")


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
    return {
        *_short(loose, sizes, _LONGEST),
        *_short(alone, sizes, _CHAPTER),
        *_short(_over(sentences, texts), sizes, _HEADLINE),
    }


def _over(sentences: Sequence[Row], texts: Sequence[str]) -> Sequence[int]:
    """Return the first paragraph if it does not end: a headline, or a few lines below one."""
    first = sentences[0].get("paragraph")
    above = list(
        takewhile(
            lambda number: sentences[number].get("paragraph") == first, range(_STANDFIRST + 1)
        )
    )
    return [] if len(above) > _STANDFIRST or ended(texts[above[-1]]) else above


def captions(sentences: Sequence[Row], texts: Sequence[str], junk: Sequence[int]) -> set[int]:
    """
    Return the sentences of the paragraphs that are captions, one of the ``junk`` says so.

    A credit or a place in the picture speaks for its whole paragraph, if that is short.
    """
    lengths = Counter(row.get("paragraph") for row in sentences)
    if len(lengths) < _PARAGRAPHS:
        return set()
    small = [number for number in junk if lengths[sentences[number].get("paragraph")] in _CAPTION]
    found = {sentences[number].get("paragraph") for number in small if of_picture(texts[number])}
    return {number for number, row in enumerate(sentences) if row.get("paragraph") in found}


def _short(numbers: Sequence[int], sizes: Sequence[int], most: int) -> set[int]:
    """Return those of the sentences that have no more words than ``most``."""
    return {number for number in numbers if sizes[number] <= most}


def standfirst(texts: Sequence[str]) -> range:
    """
    Return the sentences above the dateline, with which the report itself begins.

    >>> standfirst(["Four million for a pier.", "Brandholm \N{EN DASH} The town sells its pier."])
    range(0, 1)
    """
    dated = (number for number, text in enumerate(texts[: _STANDFIRST + 1]) if _is_dated(text))
    return range(next(dated, 0))


def _is_dated(sentence: str) -> bool:
    """Return whether a sentence begins with a place: each name in it has a capital."""
    found = _DATELINE.match(sentence)
    if found is None or not found["first"].isupper():
        return False
    names = _BETWEEN.split(found["place"].rstrip(")"))
    if len(names) > _PLACE:
        return False
    return all(name[:1].isupper() or len(name) <= _SHORT for name in names)
