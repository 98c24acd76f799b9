"""Tell, in tokenised text, whether a straight mark between two spaces opens or closes."""


class StraightQuotes:
    """
    Counts the straight marks of one paragraph, from left to right, each character once.

    >>> StraightQuotes('He left . " Good . " She', 0).closes('" ', 19)
    True
    """

    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._start = start
        self._seen: dict[str, tuple[int, int]] = {}

    def _count(self, mark: str, at: int) -> int:
        """Return how often ``mark`` stands before ``at``, where no earlier call looked further."""
        start, count = self._seen.get(mark, (self._start, 0))
        count += self._text.count(mark, start, at)
        self._seen[mark] = at, count
        return count

    def closes(self, mark: str, at: int) -> bool:
        """Return whether ``mark``, which stands between spaces at ``at``, closes a quotation."""
        if mark == '" ':
            return self._count('"', at) % 2 == 1
        if mark == "'' ":
            return self._count("``", at) > 0 or self._count("''", at) % 2 == 1
        return False
