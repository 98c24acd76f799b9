"""How often a run writes down how far it is."""

import time

import attrs

#: Documents between two rows at least, as long as they come quickly.
DOCUMENTS = 64
#: Seconds after which a row is written whatever has come.
SECONDS = 5.0
#: A row costs a disk its time: so many times what the last one took is spent on documents first.
SHARE = 20.0


@attrs.define(eq=False, repr=False)
class CheckpointSchedule:
    """When the next row is due; nothing that is written depends on it."""

    _documents: int = 0
    _last: float = attrs.field(factory=time.monotonic)
    _cost: float = 0.0

    def due(self) -> bool:
        """Return whether a row is due after one more document."""
        self._documents += 1
        passed = time.monotonic() - self._last
        enough = self._documents >= DOCUMENTS or passed > SECONDS
        return enough and passed >= SHARE * self._cost

    def began(self) -> None:
        """Note that a row is being written."""
        self._last = time.monotonic()

    def written(self) -> None:
        """Note that the row has been written."""
        now = time.monotonic()
        self._cost, self._last, self._documents = now - self._last, now, 0
