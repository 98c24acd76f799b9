"""Names: where people and institutions are named, and what stands beside the name."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from textflow_plugins.speakers.lexicon import lines, word_class
from textflow_plugins.speakers.nouns import Span, capital
from textflow_plugins.speakers.words import Unit

_FRAME = (
    "pronoun",
    "determiner",
    "preposition",
    "subordinator",
    "conjunction",
    "adverb",
    "contracted",
    "be",
    "have",
    "do",
    "modal",
    "expletive",
)


class Name(NamedTuple):
    """A name where it stands: tokens of a unit, titles left out."""

    unit: int
    first: int
    last: int
    #: Its words, possessive "'s" cut off.
    words: tuple[str, ...]
    #: Where the titles before it begin.
    titled: int

    @property
    def surname(self) -> str:
        """The last word in small letters."""
        return self.words[-1].lower()


@cache
def first_names() -> dict[str, str]:
    """Return first name to ``m``, ``f`` or ``u``."""
    return dict(line.split() for line in lines("first_names.txt"))


def bare(word: str) -> str:
    """Cut the possessive ending off a word."""
    for ending in ("'s", "\N{RIGHT SINGLE QUOTATION MARK}s"):
        if word.endswith(ending):
            return word[: -len(ending)]
    return word.rstrip("'\N{RIGHT SINGLE QUOTATION MARK}")


def names(unit: Unit, number: int, span: Span | None = None) -> Iterator[Name]:
    """Yield the runs of capitalised words of a unit, or of a span of it, as names."""
    at, size = span or (0, len(unit.low))
    while at < size:
        if not _name_word(unit, at):
            at += 1
            continue
        first = at
        at += 1
        while at < size and not _possessive(unit.low[at - 1]) and _goes_on(unit, at, size):
            at += 1
        yield from _name(unit, number, first, at)


def _possessive(word: str) -> bool:
    return word.endswith(("'s", "s'"))


def _goes_on(unit: Unit, at: int, size: int) -> bool:
    small = unit.low[at] in word_class("particle")
    after = at + 2 if unit.low[at + 1 : at + 2] == ["der"] else at + 1
    return (small and after < size and capital(unit, after)) or _name_word(unit, at)


@cache
def _frames(word: str) -> bool:
    return any(word in word_class(name) for name in _FRAME)


def _name_word(unit: Unit, at: int) -> bool:
    word = unit.low[at]
    if not capital(unit, at) or word in word_class("time") - word_class("month_word"):
        return False
    return not _frames(word) or word in word_class("month_word")


def _name(unit: Unit, number: int, first: int, last: int) -> Iterator[Name]:
    start = first
    for at in range(first, last - 1):
        if unit.low[at] in word_class("title"):
            start = at + 1
    words = tuple(bare(word) for word in unit.words[start:last])
    if all(words) and "/" not in "".join(words):
        yield Name(number, start, last, words, first)


def head_name(unit: Unit, number: int, group: Span) -> Name | None:
    """Return the name that heads a noun group, None if a common noun does."""
    end = group.first
    while end < group.last and unit.low[end] not in word_class("head_end"):
        end += 1
    found = _ending_name(unit, number, Span(group.first, end))
    if found is not None and found.surname in word_class("organisation"):
        return _with_of(unit, found)
    if found is None and end < group.last and unit.low[end] == ",":
        # "the company's president, Ann Lee": the name is the apposition.
        found = _ending_name(unit, number, Span(end + 1, group.last))
    return found


def _with_of(unit: Unit, name: Name) -> Name:
    """Return "Ministry of Fisheries" for "Ministry"."""
    low, last = unit.low, name.last
    if low[last : last + 1] != ["of"]:
        return name
    last += 2 if low[last + 1 : last + 2] == ["the"] else 1
    first = last
    while last < len(low) and _name_word(unit, last):
        last += 1
    words = tuple(bare(word) for word in unit.words[name.first : last])
    return name._replace(last=last, words=words) if last > first else name


def _ending_name(unit: Unit, number: int, span: Span) -> Name | None:
    if span.last <= span.first or not capital(unit, span.last - 1):
        return None
    found = [name for name in names(unit, number, span) if name.last == span.last]
    return found[-1] if found else None


def is_person(words: Sequence[str]) -> bool:
    """Tell whether the words look like a person's name."""
    if len(words) < 2 or words[0].lower() not in first_names():  # noqa: PLR2004 - first and last name
        return False
    if words[-1].lower() in word_class("region") or words[-1].lower() in word_class("place"):
        return False
    return not {word.lower() for word in words} & word_class("organisation")


def gender(words: Sequence[str]) -> str:
    """Return ``m``, ``f`` or ``u`` by the first name."""
    return first_names().get(words[0].lower(), "u")


def title_words(unit: Unit, name: Name) -> set[str]:
    """Return the titles beside a name: "Senator", "spokeswoman", "Mr"."""
    low = unit.low
    first = name.titled
    while first > 0 and first > name.titled - 3 and low[first - 1] in word_class("title"):
        first -= 1
    beside = low[first : name.first]
    if low[name.last : name.last + 1] == [","]:
        beside = beside + low[name.last + 1 : name.last + _BESIDE]
    titles = set(beside) & word_class("title")
    return titles | {_long_titles()[title] for title in titles & _long_titles().keys()}


@cache
def _long_titles() -> dict[str, str]:
    """Return abbreviated title to title."""
    pairs = (pair.partition("/") for pair in word_class("short_title"))
    return {short: title for short, _, title in pairs}


def role(unit: Unit, text: str, group: Span, name: Name) -> str | None:
    """Return what is said of somebody beside the name: a title before it or an apposition."""
    first = group.first
    while first < name.first and unit.low[first] in word_class("honorific"):
        first += 1
    if first < name.first and unit.low[name.first - 1] != ",":
        return unit.text(text, first, name.first)
    return _apposition(unit, text, name.last)


_LONGEST_ROLE, _BESIDE = 16, 8


def _apposition(unit: Unit, text: str, after: int) -> str | None:
    low = unit.low
    if after + 2 >= len(low) or low[after] != ",":
        return None
    first = last = after + 1
    while (
        last < len(low) and last - first < _LONGEST_ROLE and low[last] not in (",", ".", ";", "<q>")
    ):
        last += 1
    opens = low[first] in word_class("role_start") or low[first] in word_class("title")
    if not opens or last >= len(low) or last - first >= _LONGEST_ROLE:
        return None
    return unit.text(text, first, last)
