"""What the tables of the languages say about furniture, ready to be looked up."""

from collections.abc import Mapping
from functools import cache
from itertools import chain
from typing import NamedTuple

from textflow_plugins.clean.lines import WORD
from textflow_plugins.languages import How, Language, anywhere, every_language, tags

Words = tuple[str, ...]
#: First word of a phrase to the phrases that begin with it and their rules.
Phrases = dict[str, list[tuple[Words, str]]]


class Held(NamedTuple):
    """Phrases that a line is furniture for holding."""

    phrases: Phrases
    #: The longest word of each: a line without one of these holds no phrase.
    hints: frozenset[str]


#: The language of furniture on pages in any other.
COMMON = "en"
#: Phrases that are a whole line are looked up in all languages: no article has such a line.
WHOLE = frozenset((How.SURE, How.POINTS, How.EDGE, How.HEADS))
BUTTON_RULE = "share"


class Phrasebook(NamedTuple):
    """What is looked up, each phrase with the rule that it stands for."""

    sure: dict[Words, str]
    points: dict[Words, str]
    edge: dict[Words, str]
    heads: dict[Words, str]
    opens: Phrases
    holds: Held
    closes: Phrases
    ends: Held
    starts: Phrases
    begins: Phrases
    #: The single words that share buttons bear.
    buttons: frozenset[str]


def phrasebook(tag: str) -> Phrasebook:
    """Return the phrases for texts in a language; the common ones where it has none."""
    return _phrases(tag if tag in tags() else COMMON)


@cache  # asked with languages that have a folder only
def _phrases(tag: str) -> Phrasebook:
    whole: dict[How, dict[Words, str]] = {how: {} for how in WHOLE}
    partly: dict[How, Phrases] = {how: {} for how in How}
    for one in every_language():
        for how, words, rule in _uses(one):
            if how in whole:
                whole[how].setdefault(words, rule)
            elif one.tag in (COMMON, tag):
                partly[how].setdefault(words[0], []).append((words, rule))
    return _phrasebook(whole, partly)


def _uses(one: Language) -> list[tuple[How, Words, str]]:
    return [
        (how, tuple(WORD.findall(phrase.phrase)), rule)
        for phrase in one.furniture
        for how, rule in phrase.uses
    ]


def _phrasebook(whole: Mapping[How, dict[Words, str]], partly: Mapping[How, Phrases]) -> Phrasebook:
    edge = whole[How.EDGE]
    buttons = {words[0] for words, rule in edge.items() if rule == BUTTON_RULE and len(words) == 1}
    return Phrasebook(
        sure=whole[How.SURE],
        points=whole[How.POINTS],
        edge=edge,
        heads=whole[How.HEADS],
        opens=partly[How.OPENS],
        holds=_held(partly[How.HOLDS]),
        closes=partly[How.CLOSES],
        ends=_held(partly[How.ENDS]),
        starts=partly[How.STARTS],
        begins=partly[How.BEGINS],
        buttons=anywhere(lambda one: one.page.button_joint) | buttons,
    )


def _held(phrases: Phrases) -> Held:
    rows = chain.from_iterable(phrases.values())
    return Held(phrases, frozenset(max(words, key=len) for words, _ in rows))


def opening(words: Words, phrases: Phrases) -> str | None:
    """Return the rule of the phrase that `words` begin with."""
    return _phrase_at(words, 0, phrases) if words else None


def holding(words: Words, held: Held) -> str | None:
    """Return the rule of the first phrase among `words`."""
    if held.hints.isdisjoint(words):
        return None
    for at, word in enumerate(words):
        if word in held.phrases and (rule := _phrase_at(words, at, held.phrases)):
            return rule
    return None


def _phrase_at(words: Words, at: int, phrases: Phrases) -> str | None:
    for phrase, rule in phrases.get(words[at], ()):
        if words[at : at + len(phrase)] == phrase:
            return rule
    return None
