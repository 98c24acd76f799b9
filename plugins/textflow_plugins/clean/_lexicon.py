"""The phrases of ``furniture.txt`` and the words of ``dates.txt``, ready to be looked up."""

from functools import cache
from importlib.resources import files
from typing import NamedTuple

from textflow_plugins.clean._lines import WORD

Words = tuple[str, ...]
#: First word of a phrase to the phrases that begin with it and their rules.
Phrases = dict[str, list[tuple[Words, str]]]
#: What stands between the names of share buttons.
BUTTONS = ("on", "via", "by", "with")


class Lexicon(NamedTuple):
    """What is looked up, each phrase with the rule that it stands for."""

    sure: dict[Words, str]
    points: dict[Words, str]
    edge: dict[Words, str]
    heads: dict[Words, str]
    opens: Phrases
    holds: Phrases
    closes: Phrases
    ends: Phrases
    starts: Phrases
    begins: Phrases
    #: The single words that share buttons bear.
    buttons: set[str]


def lexicon(language: str) -> Lexicon:
    """Return the phrases for texts in ``language``; those in English where it has none."""
    return _lexicon(language if language in _languages() else "en")


@cache
def _languages() -> frozenset[str]:
    return frozenset(language for _, _, language, _ in _entries("furniture.txt"))


@cache  # asked with languages of the file only
def _lexicon(language: str) -> Lexicon:
    found = Lexicon({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, set(BUTTONS))
    whole = {"sure": found.sure, "points": found.points, "edge": found.edge, "list": found.heads}
    partly = {"opens": found.opens, "holds": found.holds}
    partly |= {
        "starts": found.starts,
        "begins": found.begins,
        "closes": found.closes,
        "ends": found.ends,
    }
    for rule, how, spoken, words in _entries("furniture.txt"):
        if how in whole:
            whole[how][words] = rule
        elif spoken in ("en", language):
            partly[how].setdefault(words[0], []).append((words, rule))
        if rule == "share" and how == "edge" and len(words) == 1:
            found.buttons.add(words[0])
    return found


@cache
def date_words() -> frozenset[str]:
    """Return the words of which a mere date is made."""
    return frozenset(word for _, words in _dates() for word in words.split())


@cache
def months() -> frozenset[str]:
    """Return the names of months and weekdays."""
    return frozenset(word for kind, words in _dates() if kind == "name" for word in words.split())


def _dates() -> list[tuple[str, str]]:
    return [(kind, words) for kind, _, words in _rows("dates.txt")]


def _entries(name: str) -> list[tuple[str, str, str, Words]]:
    rows = _rows(name)
    return [(rule, how, language, tuple(WORD.findall(text))) for rule, how, language, text in rows]


def _rows(name: str) -> list[list[str]]:
    text = files("textflow_plugins.clean").joinpath(name).read_text("utf-8")
    rows = (line.partition("#")[0].strip() for line in text.split("\n"))
    return [[cell.strip() for cell in row.split("|")] for row in rows if row]


def opening(words: Words, phrases: Phrases) -> str | None:
    """Return the rule of the phrase that ``words`` begin with."""
    return _phrase_at(words, 0, phrases) if words else None


def holding(words: Words, phrases: Phrases) -> str | None:
    """Return the rule of the first phrase that stands among ``words``."""
    for at, word in enumerate(words):
        if word in phrases and (rule := _phrase_at(words, at, phrases)):
            return rule
    return None


def _phrase_at(words: Words, at: int, phrases: Phrases) -> str | None:
    for phrase, rule in phrases.get(words[at], ()):
        if words[at : at + len(phrase)] == phrase:
            return rule
    return None
