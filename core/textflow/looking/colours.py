"""Which hue and which line pattern each speaker has: the same on every document."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from textflow.looking.corpus import Corpus
from textflow.looking.marking import HUES, PATTERNS

#: A colour for each hue where the background is not known: all of one brightness, so that they
#: can be read on black and on white alike.
HUE_COLOURS = (
    *("#0277e6", "#c05c10", "#1a8a51", "#ab50d0"),
    *("#de3b3d", "#1c858f", "#8d7718", "#7763ed"),
)


def speaker_numbers(ranked: Sequence[str], casts: Iterable[Sequence[str]]) -> dict[str, int]:
    """
    Return a number for each name; its remainders by 8 and by 5 are hue and pattern.

    Those who speak in one document (a cast) get other hues as far as there are any,
    those with most quotations first.

    >>> speaker_numbers(["Ann", "Bob", "Cy"], [["Ann", "Bob"], ["Bob", "Cy"]])
    {'Ann': 0, 'Bob': 1, 'Cy': 2}
    """
    beside = _neighbours(casts)
    numbers: dict[str, int] = {}
    used: Counter[int] = Counter()
    for name in ranked:
        near = [numbers[other] for other in beside.get(name, ()) if other in numbers]
        number = _least_used(near, used)
        numbers[name] = number
        used[number % HUES] += 1
    return numbers


def numbers_in(record: Mapping[str, Any]) -> dict[str, int]:
    """Return the numbers of the speakers of one record that is shown alone."""
    corpus = Corpus(0)
    corpus.add(record)
    ranked = [name for name, _ in corpus.ranked()]
    return speaker_numbers(ranked, [ranked])


def _neighbours(casts: Iterable[Sequence[str]]) -> dict[str, set[str]]:
    beside: dict[str, set[str]] = {}
    for cast in casts:
        for name in cast:
            beside.setdefault(name, set()).update(cast)
    return beside


def _least_used(near: Sequence[int], used: Mapping[int, int]) -> int:
    """Return the number whose hue, then whose pattern, is least used nearby, then anywhere."""
    hues = Counter(number % HUES for number in near)
    hue = min(range(HUES), key=lambda one: (hues[one], used.get(one, 0), one))
    patterns = Counter(number % PATTERNS for number in near if number % HUES == hue)
    pattern = min(
        range(PATTERNS), key=lambda one: (patterns[one], (one - hue - used.get(hue, 0)) % PATTERNS)
    )
    return next(n for n in range(HUES * PATTERNS) if (n % HUES, n % PATTERNS) == (hue, pattern))
