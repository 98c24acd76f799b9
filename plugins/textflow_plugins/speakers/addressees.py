"""Addressees: who is spoken to in a line of a story, and who is spoken of."""

import re
from collections.abc import Sequence

from textflow_plugins.speakers.attribution import Attributed
from textflow_plugins.speakers.cast import Cast
from textflow_plugins.speakers.line import Line
from textflow_plugins.speakers.scene import Scene
from textflow_plugins.speakers.tokens import Span

_WORD = re.compile(r"[^\W\d_][\w'\N{RIGHT SINGLE QUOTATION MARK}-]*")
#: What is right before and right behind the name of one who is spoken to.
_BEFORE = frozenset(",;.!?-\N{EM DASH}\N{HORIZONTAL ELLIPSIS}")
_AFTER = frozenset((*",;.!?-\N{EM DASH}", ""))
#: Characters of ", my dear Mr. " before a name.
_LONGEST = 24


class Addressees:
    """Reads the names in quoted words, and in "said Ann to Tom"."""

    def __init__(self, scene: Scene, cast: Cast) -> None:
        self._scene = scene
        self._cast = cast
        self._grammar = scene.grammar
        #: Titles that many bear: sir, mr.
        self._addresses = scene.grammar.forms_of_address

    def read(self, line: Line, one: Attributed) -> None:
        """Put down who is named in a quotation of a line, and behind its verb."""
        quote = self._scene.units[one.unit].quoted[one.report.content.first]
        quoted = Span(quote.inner_start, quote.inner_end)
        for word in _WORD.finditer(self._scene.text, *quoted):
            self._read_word(line, word, quoted)
        line.called.update(self._told(one))

    def _told(self, one: Attributed) -> Sequence[str]:
        """Return who is named in "said Ann to Tom"."""
        report, unit = one.report, self._scene.units[one.unit]
        if report.speaker is None or report.cue is None:
            return ()
        at = max(report.speaker.last, report.cue.last)
        if unit.word(at) not in self._grammar.words.dative:
            return ()
        return self._cast.by_word.get(unit.word(at + 1), ())

    def _read_word(self, line: Line, word: re.Match[str], quoted: Span) -> None:
        names = self._named(word.group())
        gender = "" if names else self._cast.noun_gender(word.group().lower())
        known = bool(names or gender or word.group()[0].isupper())
        called = known and self._is_called(word, quoted)
        (line.called if called else line.named).update(names)
        if called and not names:
            self._hail(line, word, gender)

    def _named(self, word: str) -> Sequence[str]:
        """Return those whom a word may mean: by name, with a capital, or by title."""
        low = word.lower()
        names = self._cast.by_word.get(low, ()) if word[0].isupper() else ()
        if names or low in self._addresses:
            return names
        return self._cast.by_title.get(low, ())

    def _hail(self, line: Line, word: re.Match[str], gender: str) -> None:
        """Put down who is spoken to and not known: by what they are, or by another name."""
        if gender:
            line.called_genders.add(gender)
        elif self._scene.text[word.start() - 1].isspace():
            line.hailed.update({word.group()} - self._grammar.frames)

    def _is_called(self, word: re.Match[str], quoted: Span) -> bool:
        """Return whether a name is set off by marks, with what is before it: ", my dear Anne,"."""
        text = self._scene.text
        if text[word.end() : min(quoted.last, word.end() + 2)].lstrip()[:1] not in _AFTER:
            return False
        words = text[max(quoted.first, word.start() - _LONGEST) : word.start()].split()
        words = self._without_address(words)
        return not words or words[-1][-1] in _BEFORE

    def _without_address(self, words: list[str]) -> list[str]:
        """Return words without what addresses somebody at their end: "my dear Mr."."""
        end = len(words)
        while end and self._grammar.titled(words[end - 1].lower().rstrip(".")):
            end -= 1
        mine = self._grammar.mine
        for at in (end - 1, end - 2):  # "my", "my dear"
            if at >= 0 and words[at].lower() in mine:
                return words[:at]
        return words[:end]
