"""Documents that failed, by reason."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any


def error_of(letter: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the error of a dead letter; that of another file has none."""
    error = letter.get("error")
    return error if isinstance(error, dict) else {}


def deaths(letters: Iterable[Mapping[str, Any]]) -> list[tuple[str, str, int]]:
    """Return type of error, stage and number of dead letters, those with most first."""
    counts = Counter(
        (str(error_of(one).get("type", "")), str(one.get("stage") or "")) for one in letters
    )
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return [(kind, stage, number) for (kind, stage), number in ranked]
