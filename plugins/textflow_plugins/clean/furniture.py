"""
Which lines of a text are furniture: what stood around the article on its page.

Dropping real text is the worse error by far, so a line goes only where its words
or its shape say what it is; most of them go only outside the prose (before the
first line of running text, after the last one) or beside other furniture.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from textflow_plugins.clean.edges import mark_edges
from textflow_plugins.clean.language import Phrasebook, holding, opening
from textflow_plugins.clean.lines import WORD, Line, lines
from textflow_plugins.clean.lists import mark_lists
from textflow_plugins.clean.menus import mark_menus
from textflow_plugins.clean.patterns import sure_shape
from textflow_plugins.clean.prose import LineRules
from textflow_plugins.clean.repeated import mark_repeated

#: Rounds after which a text that still loses lines is left as it is.
ROUNDS = 8
#: Longer lines are running text, whatever phrase they begin with or hold.
OPENS, HOLDS = 40, 60
#: "Read more:" is no longer than this.
HEAD = 40
POINT = re.compile("[:|]")
QUOTES = frozenset('"“”„«»')


class Choice(NamedTuple):
    """What the user wants kept or dropped: parts of lines, in any case."""

    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    furniture: bool = True
    #: Keys of lines that many documents have in common.
    repeated: frozenset[str] = frozenset()


def furniture(text: str, words: Phrasebook, choice: Choice) -> list[tuple[Line, str]]:
    """
    Return the lines of ``text`` to be dropped, each with the rule that drops it.

    Looking again at what is left finds nothing more: the rules are applied until
    they rest. Where no line would be left, none is dropped.
    """
    left = list(_shared(lines(text)))
    dropped: list[tuple[Line, str]] = []
    for _ in range(ROUNDS):
        gone, left = _divided(left, _marks(left, words, choice))
        dropped += gone
        if not left:
            return []
        if not gone:
            return sorted(dropped)
    return []


def _divided(found: Sequence[Line], marks: LineRules) -> tuple[list[tuple[Line, str]], list[Line]]:
    """Return the lines that have a mark, each with it, and those that have none."""
    gone = [(line, rule) for line, rule in zip(found, marks, strict=True) if rule]
    left = [line for line, rule in zip(found, marks, strict=True) if not rule]
    return gone, left


def _shared(found: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines; those that come again have their words in common."""
    known: dict[tuple[str, ...], tuple[str, ...]] = {}
    for line in found:
        words = known.setdefault(line.words, line.words)
        yield line if words is line.words else line._replace(words=words)


def _marks(found: Sequence[Line], words: Phrasebook, choice: Choice) -> LineRules:
    """Return, for each line, the rule that drops it or None."""
    kept = _chosen(found, choice.keep)
    marks: LineRules = ["drop" if chosen else None for chosen in _chosen(found, choice.drop)]
    if choice.furniture:
        _mark_furniture(found, marks, words, choice.repeated)
    return [None if _stays(*one) else one[0] for one in zip(marks, found, kept, strict=True)]


def _mark_furniture(
    found: Sequence[Line], marks: LineRules, words: Phrasebook, repeated: frozenset[str]
) -> None:
    """Mark the lines that are furniture by themselves, and then those by their company."""
    for at, line in enumerate(found):
        marks[at] = marks[at] or _sure(line, words)
    mark_repeated(found, marks, repeated)
    mark_edges(found, marks, words)
    mark_lists(found, marks, words)
    mark_menus(found, marks)


def _stays(mark: str | None, line: Line, kept: bool) -> bool:  # noqa: FBT001 - one of three columns
    """Return whether a line stays whatever its mark: it is wanted, or goes on with a sentence."""
    return kept or (mark != "drop" and (line.goes_on or line.markup))


def _chosen(found: Sequence[Line], parts: tuple[str, ...]) -> list[bool]:
    """Return, for each line, whether one of the parts is in it."""
    if not parts:
        return [False] * len(found)
    folded = (line.text.casefold() for line in found)
    return [any(part in text for part in parts) for text in folded]


def _sure(line: Line, words: Phrasebook) -> str | None:
    """Return the rule for a line that is furniture wherever it is; what is said never is."""
    if line.text[0] in QUOTES:
        return None
    rule = words.sure.get(line.words) or sure_shape(line) or _pointer(line, words)
    return rule or _phrase(line, words)


def _phrase(line: Line, words: Phrasebook) -> str | None:
    """Return the rule for a short line that begins with a phrase of furniture, or holds one."""
    rule = opening(line.words, words.opens) if len(line.words) <= OPENS else None
    if rule is None and len(line.words) <= HOLDS and QUOTES.isdisjoint(line.text):
        rule = holding(line.words, words.holds)
    return rule


def _pointer(line: Line, words: Phrasebook) -> str | None:
    """Return the rule for "Read more: ...", a link that stands among the paragraphs."""
    head, mark, rest = _parted(line.text)
    pointing = mark and rest and not line.prose and line.start > 0  # a headline comes first
    return words.points.get(tuple(WORD.findall(head.casefold()))) if pointing else None


def _parted(text: str) -> tuple[str, str, str]:
    found = POINT.search(text, 0, HEAD)
    return (text[: found.start()], found[0], text[found.end() :]) if found else (text, "", "")
