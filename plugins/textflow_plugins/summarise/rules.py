"""Rules: which sentences may stand together, and within how many words."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from textflow_plugins.summarise.selection import Summary, Weighed

Held = Mapping[int, tuple[int, ...]]


class Rules:
    """What a summary must keep to: every sentence understood, and the words allowed."""

    def __init__(self, weighed: Sequence[Weighed], held: Held, max_words: int | None) -> None:
        self._weighed = weighed
        self._held = held
        self._max_words = max_words
        self._leaning: dict[int, list[int]] = {}
        for number, anchors in held.items():
            for anchor in anchors:
                self._leaning.setdefault(anchor, []).append(number)

    def lead(self, fit: Sequence[int], count: int) -> list[int]:
        """
        Return the first ``count`` sentences that stand.

        Where there are too few, sentences of the story that lean on something left out
        come in, then the junk: a summary has the length that was asked for.
        """
        chosen: dict[int, None] = {}
        self._take(chosen, fit, count, lambda number: self._stands(number, chosen))
        self._take(chosen, fit, count, lambda _: True)
        self._take(chosen, range(len(self._weighed)), count, lambda _: True)
        return sorted(chosen or self._shortest(fit))

    def _take(
        self,
        chosen: dict[int, None],
        numbers: Iterable[int],
        count: int,
        allows: Callable[[int], bool],
    ) -> None:
        """Add to ``chosen`` what is allowed and still has room."""
        cost = sum(self._weighed[number].cost for number in chosen)
        for number in numbers:
            if len(chosen) >= count:
                return
            more = cost + self._weighed[number].cost
            if number not in chosen and self._within(more) and allows(number):
                chosen[number] = None
                cost = more

    def _shortest(self, fit: Sequence[int]) -> list[int]:
        """Return the one shortest sentence: a summary is never empty where there is text."""
        numbers = fit or range(len(self._weighed))
        return [min(numbers, key=lambda number: self._weighed[number].cost)] if numbers else []

    def _within(self, cost: int) -> bool:
        return self._max_words is None or cost <= self._max_words

    def _stands(self, number: int, chosen: Collection[int]) -> bool:
        return number not in self._held or any(one in chosen for one in self._held[number])

    def swap(self, summary: Summary, old: int, new: int) -> bool:
        """Return whether ``new`` may take the place of ``old``, which was taken out."""
        if not self._within(summary.cost + self._weighed[new].cost):
            return False
        if not summary.says_more(new, old):
            return False
        leaning = (one for one in self._leaning.get(old, ()) if one in summary.chosen)
        return self._stands(new, summary.chosen) and all(
            new in self._held[one] or self._stands(one, summary.chosen) for one in leaning
        )
