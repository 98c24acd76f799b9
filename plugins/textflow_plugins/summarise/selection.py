"""Choose: start from the lead and swap in what says clearly more."""

from collections.abc import Callable, Iterable, Sequence
from itertools import filterfalse, islice
from typing import NamedTuple

from textflow_plugins.summarise.term_weights import Unit

#: A summary is thought of as this many words a sentence; longer sentences must say more.
_WORDS = 10
#: What a doubt about a sentence costs of its share of the summary.
_DOUBT = 0.1
#: A swap must make the summary so much better: the author's order is a good one.
_MARGIN = 1.02
#: A sentence of fewer words has no padding that a shorter one could do without.
_ORDINARY = 24
#: So many sentences are weighed for one place; this keeps the whole linear.
_WINDOW = 16
#: Sums of weights differ by less for the order that they are added in.
_NEARLY = 1 - 1e-9
#: Each place is looked at so often: what is best there depends on the others.
_ROUNDS = 2


class Weighed(NamedTuple):
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
        #: The units that are said, and of those said by several sentences how many more say them.
        self._said: set[Unit] = set()
        self._again: dict[Unit, int] = {}
        #: What sentences weigh that were asked for.
        self._whole: dict[int, float] = {}
        self._weight = 0.0
        self._size = 0
        self._doubts = 0
        #: Its words, as they count for the words allowed.
        self.cost = 0
        self.places = list(chosen)
        self.chosen: set[int] = set()
        #: Which sentence of the lead a swapped one stands for.
        self.instead: dict[int, int] = {}
        for number in chosen:
            self._add(number)

    def worth(self) -> float:
        """Return how much of what matters is said, for the length and the doubts."""
        return self._worth(self._weight, self._size, self._doubts)

    def worth_with(self, number: int) -> float:
        """Return the worth that the summary has with one sentence more."""
        one = self._sentences[number]
        gain = self._new(one)
        return self._worth(self._weight + gain, self._size + one.size, self._doubts + one.doubts)

    def may_have(self, worth: float, number: int) -> bool:
        """Return False where more than a worth is out of reach with one sentence more."""
        one = self._sentences[number]
        weight = self._weight + self._whole_weight(number)
        return self._worth(weight, self._size + one.size, self._doubts + one.doubts) > worth

    def density(self, number: int) -> float:
        """Return the worth of a sentence standing alone."""
        one = self._sentences[number]
        sure = max(0.0, 1 - _DOUBT * one.doubts)
        return self._whole_weight(number) / (one.size + _WORDS) * sure

    def says_more(self, new: int, old: int) -> bool:
        """
        Return whether ``new`` may stand for ``old``, both left out of the summary.

        It must say as much of what the others do not say. Of an overlong sentence only
        the gist need be said again, and of one that is more in doubt nothing.
        """
        one, other = self._sentences[new], self._sentences[old]
        if other.size >= _ORDINARY or other.doubts > one.doubts:
            return True
        return self._new(one) >= self._new(other)

    def share(self, number: int) -> float:
        """Return how much of what the summary says stands in one of its sentences."""
        return self._whole_weight(number) / self._weight if self._weight > 0 else 0.0

    def take(self, place: int) -> int:
        """Take the sentence out of a place and return it."""
        number = self.places[place]
        one = self._sentences[number]
        own = list(filterfalse(self._again.__contains__, one.units))
        self._weight -= self._sum(own)
        if len(own) < len(one.units):
            self._forget(one)
        self._said.difference_update(own)
        self._size -= one.size
        self._doubts -= one.doubts
        self.cost -= one.cost
        self.chosen.remove(number)
        return number

    def put(self, place: int, number: int) -> None:
        """Put a sentence into a place that was emptied."""
        old = self.places[place]
        if number != old:
            self.instead[number] = self.instead.pop(old, old)
            self.places[place] = number
        self._add(number)

    def _add(self, number: int) -> None:
        one = self._sentences[number]
        new = list(filterfalse(self._said.__contains__, one.units))
        self._weight += self._sum(new)
        if len(new) < len(one.units):
            for unit in filter(self._said.__contains__, one.units):
                self._again[unit] = self._again.get(unit, 0) + 1
        self._said.update(new)
        self._size += one.size
        self._doubts += one.doubts
        self.cost += one.cost
        self.chosen.add(number)

    def _new(self, one: Weighed) -> float:
        """Return the weight that a sentence adds to what is said."""
        return self._sum(filterfalse(self._said.__contains__, one.units))

    def _whole_weight(self, number: int) -> float:
        """Return the weight of all that a sentence says."""
        if number not in self._whole:
            self._whole[number] = self._sum(self._sentences[number].units)
        return self._whole[number]

    def _sum(self, said: Iterable[Unit]) -> float:
        """Return the weight of units."""
        return sum(map(self._weights.__getitem__, said))

    def _forget(self, one: Weighed) -> None:
        """Put down that a sentence no longer says what others say too."""
        for unit in list(filter(self._again.__contains__, one.units)):
            self._again[unit] -= 1
            if not self._again[unit]:
                self._again.pop(unit)  # in C, where `del` is not

    def _worth(self, weight: float, size: int, doubts: int) -> float:
        places = len(self.places) or 1
        sure = 1 - _DOUBT * doubts / places
        return weight / (size + _WORDS * places) * (sure if sure > 0 else 0.0)


def improve(summary: Summary, ranked: Sequence[int], fits: Callable[[int, int], bool]) -> None:
    """
    Swap sentences of ``ranked`` into the summary where that is clearly better.

    The first place stays. Each of the others is weighed against the best few that
    are left; after each place the worst of these few makes room for the next.
    """
    waiting = iter(ranked)
    window = list(islice(waiting, _WINDOW))
    for place in list(range(1, len(summary.places))) * _ROUNDS:
        needed = summary.worth() * _MARGIN
        old = summary.take(place)
        fresh = next(waiting, None)
        near = window if fresh is not None else _hopeful(summary, window, needed)
        worths = [(summary.worth_with(new), -new) for new in near]
        better = sorted([one for one in worths if one[0] > needed], reverse=True)
        best = next((-new for _, new in better if fits(old, -new)), old)
        summary.put(place, best)
        if best != old:
            window[window.index(best)] = old
        if fresh is not None:
            window[worths.index(min(worths))] = fresh


def _hopeful(summary: Summary, window: Sequence[int], needed: float) -> list[int]:
    """Return the sentences that might be worth more if all that they say were new."""
    least = needed * _NEARLY
    return [number for number in window if summary.may_have(least, number)]
