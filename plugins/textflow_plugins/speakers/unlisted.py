"""Unlisted verbs: what tells quoted words by its place alone, "...", trumpeted Holm."."""

from collections.abc import Iterator
from typing import Final

from textflow_plugins.languages import Form, Use, VerbForm
from textflow_plugins.speakers.tokens import QUOTED, STOPS, Unit

#: What an unlisted verb is taken for: one that only quoted words are told by.
_FORMS: Final[frozenset[Form]] = frozenset((Form.PRESENT,))
_USES: Final[frozenset[Use]] = frozenset((Use.QUOTE,))
UNLISTED = (VerbForm("", _FORMS, "", _USES),)
_PAST: Final[frozenset[Form]] = frozenset((Form.PAST,))
_TAG: Final[frozenset[Use]] = frozenset((Use.QUOTE, Use.TAG))
#: The same in front of its subject, where subjects are before their verbs: "...", faltered Ann.
TAG = VerbForm("", _PAST, "", _TAG)
_MOST_HELPERS, _LONGEST_NAME, _LEAST_VERB = 3, 5, 4
#: What quoted words end in that a verb may tell.
_TOLD = frozenset(",?!-\N{EM DASH}\N{HORIZONTAL ELLIPSIS}")


def tags(unit: Unit) -> Iterator[int]:
    """Yield each unknown word that tells quoted words before it: "...", faltered Ann."."""
    for at, quote in unit.quoted.items():
        first = at + 2 if unit.word(at + 1) == "," else at + 1
        if quote.ending in _TOLD and _inverts(unit, first):
            yield first
        elif quote.ending in _TOLD and _follows(unit, first + 1):
            yield first + 1


def _inverts(unit: Unit, at: int) -> bool:
    """Return whether a verb is here, and behind it one who speaks."""
    return _may_be_told(unit, at) and _names_speaker(unit, at + 1)


def _follows(unit: Unit, at: int) -> bool:
    """Return whether a verb is here that closes its clause, and before it one who speaks."""
    return _opens_tag(unit, at - 1) and _may_be_told(unit, at) and _stops(unit, at + 1)


def _may_be_told(unit: Unit, at: int) -> bool:
    """Return whether a word that is not listed looks like a verb in the past."""
    word, grammar = unit.word(at), unit.grammar
    return grammar.past(word) and word not in grammar.reporting and _may_tell(unit, at)


def _opens_tag(unit: Unit, at: int) -> bool:
    """Return whether a word names somebody by itself: "he", "Ann"."""
    return unit.word(at) in unit.grammar.subjects or (at < len(unit.low) and unit.names[at] == 1)


def _names_speaker(unit: Unit, at: int) -> bool:
    """Return whether somebody is named here: a name, a pronoun, "the" or "her" and a noun."""
    word, grammar = unit.word(at), unit.grammar
    if word in grammar.times:
        return False
    if word in grammar.subjects:
        return _stops(unit, at + 1) or unit.word(at + 1) in grammar.right_edges
    if word in grammar.articles or word in grammar.owning:
        return unit.word(at + 1).isalpha()
    return bool(word) and unit.names[at] == 1


def tells_quotation(unit: Unit, at: int) -> bool:
    """
    Return whether an unknown word behind quoted words is the verb that tells them.

    A name, a pronoun or a noun of people is behind it, and nothing more: what is said of
    something between quotation marks goes on.
    """
    return _is_behind_quotation(unit, at) and _may_tell(unit, at) and _has_speaker(unit, at + 1)


def _is_behind_quotation(unit: Unit, at: int) -> bool:
    first, lowest = at, max(0, at - _MOST_HELPERS)
    while first > lowest and unit.grammar.helps(unit.low[first - 1]):
        first -= 1
    return first > 1 and unit.low[first - 1] == "," and unit.low[first - 2] == QUOTED


def _may_tell(unit: Unit, at: int) -> bool:
    """Return whether a word may be a verb: in small letters, and nothing else that is known."""
    word, grammar = unit.low[at], unit.grammar
    if unit.capital(at) or not word.isalpha() or len(word) < _LEAST_VERB:
        return False
    if word in grammar.frames or word in grammar.person_nouns or word in grammar.roles:
        return False
    return not (grammar.adverb(word) or word in grammar.sources or word in grammar.times)


def _has_speaker(unit: Unit, at: int) -> bool:
    """Return whether somebody is named here, and a stop follows."""
    grammar, low = unit.grammar, unit.low
    while at < len(low) and low[at] in grammar.objects and low[at] not in grammar.subjects:
        at += 1  # "freute sich Holm"
    if unit.word(at) in grammar.subjects:
        return _stops(unit, at + 1)
    first = at
    while at < len(low) and at - first < _LONGEST_NAME and _names(unit, at):
        at += 1
    return at > first and _stops(unit, at) and _is_somebody(unit, first, at)


def _names(unit: Unit, at: int) -> bool:
    grammar, word = unit.grammar, unit.low[at]
    known = word in grammar.articles or word in grammar.person_nouns
    return known or unit.capital(at) or word in grammar.entities.particle


def _is_somebody(unit: Unit, first: int, last: int) -> bool:
    """Return whether the words are a name, or an article with a noun of people."""
    grammar, words = unit.grammar, unit.low[first:last]
    if not grammar.person_nouns.isdisjoint(words):
        return True
    article = words[0] in grammar.articles
    return not article and unit.names[last - 1] == 1


def _stops(unit: Unit, at: int) -> bool:
    return unit.word(at) in STOPS or at >= len(unit.low)
