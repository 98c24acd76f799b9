"""Described: those in a story who have no name, as "an old man", "the landlady"."""

from collections.abc import Iterator, Sequence

from textflow_plugins.speakers.attribution import Attributed
from textflow_plugins.speakers.cast import Cast
from textflow_plugins.speakers.mentions import description
from textflow_plugins.speakers.scene import Scene
from textflow_plugins.speakers.tokens import Span, Unit

#: Tokens of "the old man".
_SHORTEST, _LONGEST = 2, 4


class Described:
    """Who was described so far, and who of them was somebody new."""

    def __init__(self, scene: Scene, cast: Cast, found: Sequence[Attributed]) -> None:
        self._scene = scene
        self._cast = cast
        self._grammar = scene.grammar
        #: The words of a description without the article to the whole of it.
        self._known = dict(self._speaking(found))
        self._new: set[str] = set()

    def _speaking(self, found: Sequence[Attributed]) -> Iterator[tuple[str, str]]:
        """Yield those who speak somewhere."""
        for one in found:
            if one.kind == "description" and one.mention is not None:
                unit, phrase = self._scene.units[one.mention[0]], one.mention[1]
                if unit.low[phrase.first] in self._grammar.articles:
                    yield _noun(unit, phrase), description(unit, self._scene.text, phrase)

    def is_new(self, described: str, opener: str) -> bool:
        """Return whether a description is of somebody new, by the word that opens it too."""
        return described in self._new or opener in self._grammar.words.indefinite

    def read(self, unit: Unit) -> Iterator[str]:
        """Yield those who are described in a unit: who speaks somewhere, and who is new."""
        openers, definite = self._grammar.owning, self._grammar.words.definite
        for first in (at for at, word in enumerate(unit.low) if word in openers):
            new = unit.low[first] in self._grammar.words.indefinite
            told = unit.low[first] not in definite
            one = self._described(unit, first, told=told)
            if one is not None:
                self._new.update([one] if new else [])
                yield one

    def _described(self, unit: Unit, first: int, *, told: bool) -> str | None:
        """Return who is described from a word on, the shortest that is known or told of here."""
        for last in range(first + _SHORTEST, min(first + _LONGEST, len(unit.low)) + 1):
            noun = _noun(unit, Span(first, last))
            if noun in self._known:
                return self._known[noun]
            if told and self._acts(unit, last):
                self._known[noun] = description(unit, self._scene.text, Span(first, last))
                return self._known[noun]
        return None

    def _acts(self, unit: Unit, at: int) -> bool:
        """Return whether a noun of people is before a token, and its verb there."""
        word, grammar = unit.word(at), self._grammar
        if not self._cast.noun_gender(unit.low[at - 1]):
            return False
        return word in grammar.finite or word in grammar.auxiliaries or grammar.past(word)


def _noun(unit: Unit, phrase: Span) -> str:
    """Return a description without its article."""
    return " ".join(unit.low[phrase.first + 1 : phrase.last])
