"""What the words around an amount say of it: about, at least, fell."""

import re
from collections.abc import Callable, Iterable, Mapping
from enum import IntEnum, auto
from functools import lru_cache
from typing import Literal, NamedTuple, TypeVar

from textflow_plugins.amounts.language import LANGUAGES, Lexicon, lexicon
from textflow_plugins.languages import Language

Bound = Literal["min", "max"]
Direction = Literal["up", "down"]

_BACK = 48
_ROUNDS = 5
_LONGEST = 4
#: What may stand right before the first word of a cue.
_OPENING = "(\"'"
T = TypeVar("T")
_NEXT = re.compile(r"(?:[ -][^\W\d_]{1,40}){1,3}")


class _Cue(IntEnum):
    """What a word beside an amount says."""

    APPROX = auto()
    MINIMUM = auto()
    MAXIMUM = auto()
    UP = auto()
    DOWN = auto()
    #: Nothing; more may stand before it, or nothing of the amount behind it.
    FILLER = auto()
    STOP = auto()


_BOUNDS: Mapping[_Cue, Bound] = {_Cue.MINIMUM: "min", _Cue.MAXIMUM: "max"}
_WAYS: Mapping[_Cue, Direction] = {_Cue.UP: "up", _Cue.DOWN: "down"}
_Classes = Mapping[_Cue, Callable[[Language], Iterable[str]]]
_BEFORE: _Classes = {
    _Cue.APPROX: lambda one: one.modifiers.approx,
    _Cue.MINIMUM: lambda one: one.modifiers.minimum,
    _Cue.MAXIMUM: lambda one: one.modifiers.maximum,
    _Cue.UP: lambda one: one.modifiers.up,
    _Cue.DOWN: lambda one: one.modifiers.down,
    _Cue.FILLER: lambda one: one.modifiers.filler,
}
_AFTER: _Classes = {
    _Cue.APPROX: lambda one: one.modifiers.approx_after,
    _Cue.MINIMUM: lambda one: one.modifiers.minimum_after,
    _Cue.MAXIMUM: lambda one: one.modifiers.maximum_after,
    _Cue.UP: lambda one: one.modifiers.up_after,
    _Cue.DOWN: lambda one: one.modifiers.down_after,
    _Cue.STOP: lambda one: one.modifiers.stop,
}


class Modifiers(NamedTuple):
    """What is said of an amount."""

    approx: bool = False
    bound: Bound | None = None
    direction: Direction | None = None


class ModifierReader:
    """Reads what the words of a language say of the amounts beside them."""

    def __init__(self, words: Lexicon) -> None:
        self.before = _cues(words, _BEFORE)
        self.after = _cues(words, _AFTER)
        #: The last word of each cue, which spares looking for most of them.
        self.last_words = frozenset(cue.split()[-1] for cue in self.before)

    def _leading(self, low: str, start: int) -> list[_Cue]:
        """Return what the words that lead up to ``start`` say, nearest first."""
        found = list[_Cue]()
        words = low[max(0, start - _BACK) : start].split()
        for _ in range(_ROUNDS):
            size, cue = self._last(words)
            if cue is None:
                break
            found.append(cue)
            del words[-size:]
        return found

    def _last(self, words: list[str]) -> tuple[int, _Cue | None]:
        """Return how many of the last words are a cue, and which."""
        if not words or words[-1].lstrip(_OPENING) not in self.last_words:
            return 0, None
        for size in range(min(_LONGEST, len(words)), 0, -1):
            if cue := self.before.get(" ".join(words[-size:]).lstrip(_OPENING)):
                return size, cue
        return 0, None

    def _following(self, low: str, end: int) -> list[_Cue]:
        """Return what the words that follow ``end`` say."""
        if low[end : end + 1] == "+":
            return [_Cue.MINIMUM]
        following = _NEXT.match(low, end)
        if following is None:
            return []
        words = following[0].replace("-", " ").split()
        cues = [self.after.get(said) for said in (" ".join(words[:2]), *words)]
        found = [cue for cue in cues if cue is not None]
        return [] if _Cue.STOP in found[:1] else found

    def moves(self, low: str, start: int) -> Direction | None:
        """Return which way the words before ``start`` say something went."""
        return _first(_WAYS, self._leading(low, start))

    def around(self, low: str, start: int, end: int) -> Modifiers:
        """
        Return what is said of the amount from ``start`` to ``end`` of a text in small letters.

        >>> modifier_reader("en").around("it fell by more than 3 per cent", 21, 31)
        Modifiers(approx=False, bound='min', direction='down')
        """
        spaced = not start or not low[start - 1].isalnum()
        before = self._leading(low, start) if spaced else []
        if not before and low[end : end + 1] not in (" ", "-", "+"):
            return Modifiers()
        cues = before + self._following(low, end)
        return Modifiers(
            approx=_Cue.APPROX in cues,
            bound=_first(_BOUNDS, cues),
            direction=_first(_WAYS, cues),
        )


def _cues(words: Lexicon, classes: _Classes) -> dict[str, _Cue]:
    """Return the words of some classes; what a language says outranks what English says."""
    found: dict[str, _Cue] = {}
    for tables in words.spoken:
        for cue, words_of in classes.items():
            found |= dict.fromkeys(words_of(tables), cue)
    return found


def _first(meanings: Mapping[_Cue, T], cues: list[_Cue]) -> T | None:
    return next((meanings[cue] for cue in cues if cue in meanings), None)


@lru_cache(maxsize=LANGUAGES)
def modifier_reader(tag: str) -> ModifierReader:
    """Return the reader of a language."""
    return ModifierReader(lexicon(tag))
