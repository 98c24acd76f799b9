"""Weights: how likely a word, or a pair of words, belongs in a summary."""

from collections import Counter
from collections.abc import Sequence
from itertools import chain, pairwise

#: A content word, or two that stand side by side once the grammar is taken out, with a space.
Unit = str

#: A unit in so many sentences is as likely as not to matter: (n - 1/2) / (n + 2) of certainty.
_ONCE = 0.5
_HALF = 2.0
#: News tells the most important first: what comes up this many sentences late counts half.
_LATE = 6.0


def units(content: Sequence[str]) -> tuple[Unit, ...]:
    """
    Return the words of a sentence and the pairs of neighbours, each once, in order.

    >>> units(["steel", "tariff", "steel"])
    ('steel', 'tariff', 'steel tariff', 'tariff steel')
    """
    return tuple(dict.fromkeys([*content, *map(" ".join, pairwise(content))]))


def single(said: Sequence[Unit]) -> list[str]:
    """Return the units that are single words."""
    return [unit for unit in said if " " not in unit]


def weigh(sentences: Sequence[tuple[Unit, ...]], title: tuple[Unit, ...] = ()) -> dict[Unit, float]:
    """
    Return the weight of each unit: its chance to be said in a summary.

    It grows with the number of sentences that say it, and falls the later it is
    first said. The title counts as one sentence more, before all others.
    """
    counts: Counter[Unit] = Counter(chain(title, *sentences))
    late = [_LATE + (number or 1) - 1 for number in range(len(sentences) + 1)]
    #: Of what is said once; that of others tells where they are first said.
    once = [_sure(1) / one for one in late]
    weights: dict[Unit, float] = {}
    for number in reversed(range(len(sentences))):
        weights.update(dict.fromkeys(sentences[number], once[number]))
    weights.update(dict.fromkeys(title, once[0]))
    first = dict(zip(once, late, strict=True))
    again = [(unit, count) for unit, count in counts.items() if count > 1]
    weights.update((unit, _sure(count) / first[weights[unit]]) for unit, count in again)
    return weights


def _sure(count: int) -> float:
    """Return how sure a unit in so many sentences is to matter, where it is said at the outset."""
    return (count - _ONCE) / (count + _HALF) * _LATE
