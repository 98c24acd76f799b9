"""Choose: start from the lead and swap in what says clearly more."""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import islice

import attrs

from textflow_plugins.summarise.weights import Unit

#: A summary is thought of as this many words a sentence; longer sentences must say more.
_WORDS = 10
#: What a doubt about a sentence costs of its share of the summary.
_DOUBT = 0.1
#: A swap must make the summary so much better: the author's order is a good one.
_MARGIN = 1.02
#: So many sentences are weighed for one place; this keeps the whole linear.
_WINDOW = 16


@attrs.frozen
class Weighed:
    """One sentence as the choice sees it."""

    units: tuple[Unit, ...]
    #: Its number of words.
    size: int
    #: How many reasons there are to doubt that it is the gist.
    doubts: int
    #: What it takes of the words allowed.
    cost: int


class Summary:
    """The sentences chosen so far, and what they say together."""

    def __init__(
        self, sentences: Sequence[Weighed], weights: dict[Unit, float], chosen: Sequence[int]
    ) -> None:
        self._sentences = sentences
        self._weights = weights
        self.places = list(chosen)
        self.chosen = set(chosen)
        #: Which sentence of the lead a swapped one stands for.
        self.instead: dict[int, int] = {}
        self._said = Counter(unit for number in chosen for unit in sentences[number].units)
        self._weight = sum(weights[unit] for unit in self._said)
        self._size = sum(sentences[number].size for number in chosen)
        self._doubts = sum(sentences[number].doubts for number in chosen)
        self.cost = sum(sentences[number].cost for number in chosen)

    def worth(self) -> float:
        """Return how much of what matters is said, for the length and the doubts."""
        return self._worth(self._weight, self._size, self._doubts)

    def _worth(self, weight: float, size: int, doubts: int) -> float:
        places = max(1, len(self.places))
        return weight / (size + _WORDS * places) * max(0.0, 1 - _DOUBT * doubts / places)

    def _own(self, number: int) -> float:
        """Return the weight that only sentence ``number`` brings."""
        units = self._sentences[number].units
        return sum(self._weights[unit] for unit in units if self._said[unit] == 1)

    def without(self, number: int) -> float:
        """Return the worth that the summary has without sentence ``number``."""
        one = self._sentences[number]
        return self._worth(
            self._weight - self._own(number), self._size - one.size, self._doubts - one.doubts
        )

    def swapped(self, old: int, new: int) -> float:
        """Return the worth with sentence ``new`` in the place of ``old``."""
        out, one = self._sentences[old], self._sentences[new]
        leaving = set(out.units)
        gain = sum(
            self._weights[unit]
            for unit in one.units
            if self._said[unit] == (1 if unit in leaving else 0)
        )
        return self._worth(
            self._weight - self._own(old) + gain,
            self._size - out.size + one.size,
            self._doubts - out.doubts + one.doubts,
        )

    def swap(self, place: int, new: int) -> None:
        """Put sentence ``new`` in a place of the summary."""
        old = self.places[place]
        one, out = self._sentences[new], self._sentences[old]
        self._weight -= self._own(old)
        self._said.subtract(out.units)
        self._weight += sum(self._weights[unit] for unit in one.units if not self._said[unit])
        self._said.update(one.units)
        self._size += one.size - out.size
        self._doubts += one.doubts - out.doubts
        self.cost += one.cost - out.cost
        self.places[place] = new
        self.chosen.remove(old)
        self.chosen.add(new)
        self.instead[new] = old


def density(sentence: Weighed, weights: dict[Unit, float]) -> float:
    """Return the worth of a sentence standing alone."""
    weight = sum(weights[unit] for unit in sentence.units)
    return weight / (sentence.size + _WORDS) * max(0.0, 1 - _DOUBT * sentence.doubts)


def improve(summary: Summary, ranked: Sequence[int], fits: Callable[[int, int], bool]) -> None:
    """
    Swap sentences of ``ranked`` into the summary where that is clearly better.

    The first place stays. Each of the others is weighed against the best few that
    are left; after each place the worst of these few makes room for the next.
    """
    waiting = iter(ranked)
    window = list(islice(waiting, _WINDOW))
    for place in range(1, len(summary.places)):
        old = summary.places[place]
        worths = [(summary.swapped(old, new), -new) for new in window]
        allowed = [worth for worth in worths if fits(old, -worth[1])]
        best, number = max(allowed, default=(0.0, 0))
        if best > summary.worth() * _MARGIN:
            summary.swap(place, -number)
            window[window.index(-number)] = old
        fresh = next(waiting, None)
        if fresh is not None:
            window[worths.index(min(worths))] = fresh
