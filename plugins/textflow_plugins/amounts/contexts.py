"""What the words around an amount say of it: about, at least, fell."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, NamedTuple, TypeVar

from textflow_plugins.amounts.tables import LANGUAGES, rows

Bound = Literal["min", "max"]
Direction = Literal["up", "down"]

_BACK = 48
_ROUNDS = 5
_LONGEST = 4
T = TypeVar("T")
_NEXT = re.compile(r"(?:[ -][^\W\d_]{1,40}){1,3}")
_BOUNDS: Mapping[str, Bound] = {"min": "min", "max": "max", "more": "min", "less": "max"}
_WAYS: Mapping[str, Direction] = {
    "up": "up",
    "down": "down",
    "up after": "up",
    "down after": "down",
}


class Context(NamedTuple):
    """What is said of an amount."""

    approx: bool = False
    bound: Bound | None = None
    direction: Direction | None = None


@lru_cache(maxsize=LANGUAGES)
def cues(language: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the words before and after an amount with their roles, in small letters."""
    after = {"stop", "more", "less", "or so", "up after", "down after"}
    table = [row for row in rows("cues.tsv") if row[0] in ("en", language)]
    return (
        {words: role for _, role, words in table if role not in after},
        {words: role for _, role, words in table if role in after},
    )


def _before(low: str, start: int, language: str) -> list[str]:
    """Return the roles of the words that lead up to ``start``, nearest first."""
    known, found = cues(language)[0], list[str]()
    words = low[max(0, start - _BACK) : start].split()
    for _ in range(_ROUNDS):
        for size in range(min(_LONGEST, len(words)), 0, -1):
            role = known.get(" ".join(words[-size:]).lstrip("(\"'"))
            if role:
                break
        else:
            break
        found.append(role)
        del words[-size:]
    return found


def _after(low: str, end: int, language: str) -> list[str]:
    """Return the roles of the words that follow ``end``."""
    if low[end : end + 1] == "+":
        return ["more"]
    following = _NEXT.match(low, end)
    if following is None:
        return []
    words, known = following[0].replace("-", " ").split(), cues(language)[1]
    roles = [known.get(" ".join(words[:2])), *(known.get(word) for word in words)]
    found = [role for role in roles if role]
    return [] if "stop" in found[:1] else [role for role in found if role != "stop"]


def _first(meanings: Mapping[str, T], roles: list[str]) -> T | None:
    return next((meanings[role] for role in roles if role in meanings), None)


def moves(low: str, start: int, language: str) -> Direction | None:
    """Return which way the words before ``start`` say something went."""
    return _first(_WAYS, _before(low, start, language))


def context(low: str, start: int, end: int, language: str = "en") -> Context:
    """
    Return what is said of the amount from ``start`` to ``end`` of a text in small letters.

    >>> context("it fell by more than 3 per cent", 21, 31)
    Context(approx=False, bound='min', direction='down')
    """
    spaced = not start or not low[start - 1].isalnum()
    before = _before(low, start, language) if spaced else []
    if not before and low[end : end + 1] not in (" ", "-", "+"):
        return Context()
    roles = before + _after(low, end, language)
    return Context(
        approx="approx" in roles or "or so" in roles,
        bound=_first(_BOUNDS, roles),
        direction=_first(_WAYS, roles),
    )
