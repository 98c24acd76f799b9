"""When Python looks for objects that are left over only because they name each other."""

import gc

#: So many new objects before the first look. Code, patterns and tables are there by then, and a
#: short run is over; nothing of these is ever left over.
_FIRST = 100_000
#: And from then on. Python's own 700 are for programs that keep little: here each look would walk
#: through tables of words.
_LATER = (20_000, 20, 100)


def look_seldom() -> None:
    """Look as seldom as is good for a process that keeps many tables."""
    gc.callbacks.append(_looked)
    gc.set_threshold(_FIRST, *_LATER[1:])


def _looked(phase: str, _found: dict[str, int]) -> None:
    """After the first look, go on to look more often."""
    if phase == "stop":
        gc.callbacks.remove(_looked)
        gc.set_threshold(*_LATER)
