"""Late: patterns that most texts do not need, made when the first one does."""

import re
from functools import cached_property
from typing import Any, cast


class _Late:
    """What a pattern is before it is made."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self.flags = flags

    @cached_property
    def _made(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self.flags)

    def __getattr__(self, name: str) -> Any:
        """Return what the pattern made has under ``name``; the next time it is found at once."""
        found = getattr(self._made, name)
        setattr(self, name, found)
        return found


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """
    Return the pattern that `re.compile` makes, but make it only when something is looked for.

    It is for patterns of modules that are loaded for every text and asked for few.

    >>> late("[a-z]+").findall("late or never")
    ['late', 'or', 'never']
    """
    return cast("re.Pattern[str]", _Late(pattern, flags))  # it has whatever a pattern has
