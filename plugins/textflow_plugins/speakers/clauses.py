"""Clauses: from where to where indirect speech runs."""

from functools import cache

from textflow_plugins.speakers.cues import Cue
from textflow_plugins.speakers.lexicon import word_class
from textflow_plugins.speakers.nouns import capital, finite
from textflow_plugins.speakers.words import DASHES, QUOTED, Unit

_REACH = 25
_FULL = frozenset((".", "?", "!"))


def content_start(unit: Unit, cue: Cue) -> int:
    """Return the token at which what is reported begins, adjuncts of the cue passed over."""
    at = cue.last
    if cue.verb.uses & _SPOKEN_TO and not cue.passive:
        at = _past_addressee(unit, at)
    if cue.verb.uses & _INFINITIVE and _infinitive(unit, at):
        return at
    return _past_aside(unit, past_adjuncts(unit, at))


_SPOKEN_TO = frozenset(("addressee", "object"))
_INFINITIVE = frozenset(("to", "object"))
_ASIDE = 9


def _infinitive(unit: Unit, at: int) -> bool:
    """Tell whether "to" and a verb stand here: "to close", not "to the council"."""
    if at + 1 >= len(unit.low) or unit.low[at] != "to":
        return False
    after = unit.low[at + 1]
    return not (
        capital(unit, at + 1) or after in word_class("determiner") or after in word_class("object")
    )


def _past_aside(unit: Unit, at: int) -> int:
    """Pass over ", however," and ", in a letter," where "that" follows."""
    low = unit.low
    if at >= len(low) or low[at] != ",":
        return at
    for end in range(at + 1, min(len(low) - 1, at + _ASIDE)):
        if low[end] == ",":
            return end + 1 if low[end + 1] == "that" else at
        if low[end] == QUOTED or finite(low[end]):
            break
    return at


def _past_addressee(unit: Unit, at: int) -> int:
    low, size = unit.low, len(unit.low)
    if at >= size or low[at] in word_class("clause_opener") or low[at] in (",", ":", "to", QUOTED):
        return at
    if low[at] in word_class("object") or low[at] in ("you", "it", "reporters"):
        return at + 1
    end = at
    while end < size and _in_addressee(unit, end, at):
        end += 1
    return end


def _in_addressee(unit: Unit, at: int, first: int) -> bool:
    """Tell whether token ``at`` still belongs to the one spoken to."""
    word, before = unit.low[at], unit.low[at - 1]
    if (
        word in (",", ".", ":", ";", QUOTED)
        or word in word_class("clause_opener")
        or (finite(word) and not capital(unit, at))
    ):
        return False
    if at == first or before in ("of", "and", "the", "for", "at", "from"):
        return True
    if word in word_class("determiner") or word in word_class("pronoun"):
        return False
    if word in word_class("preposition"):
        return word in ("of", "at", "from", "for")
    same_case = capital(unit, at - 1) == capital(unit, at)
    titled = word in word_class("title") or not before.endswith("s")
    return same_case or before.endswith("'s") or before in word_class("determiner") or titled


def past_adjuncts(unit: Unit, at: int) -> int:
    """Return the first token from ``at`` on that is of no adverb, time or place."""
    size = len(unit.low)
    limit = min(size, at + _REACH)
    while at < limit:
        after = _past_adjunct(unit, at)
        if after == at:
            break
        at = after
    return at


def _past_adjunct(unit: Unit, at: int) -> int:
    """Return the token after one adverb, time or prepositional group, or ``at``."""
    low = unit.low
    word = low[at]
    if word in word_class("time") and word not in ("may", "march", "second"):
        return _past_date(unit, at + 1)
    if word in word_class("adverb") or (
        word.endswith("ly") and word not in ("only", "early", "family")
    ):
        return at + 1
    if word in word_class("timing") and _next(unit, at) in word_class("time"):
        return at + 2
    if word in word_class("preposition"):
        return _past_group(unit, at + 1)
    return at


def _next(unit: Unit, at: int) -> str:
    return unit.low[at + 1] if at + 1 < len(unit.low) else ""


def _past_date(unit: Unit, at: int) -> int:
    while at < len(unit.low) and (unit.low[at].isdigit() or unit.low[at] in word_class("time")):
        at += 1
    return at


def _past_group(unit: Unit, at: int) -> int:
    """Return the token after the noun group of a preposition."""
    first, size = at, len(unit.low)
    while at < size and _in_group(unit, at, first):
        at += 1
    return at


def _in_group(unit: Unit, at: int, first: int) -> bool:
    word = unit.low[at]
    if word in _PAUSES:
        return False
    return at == first or not _begins_group(unit, at)


_PAUSES = frozenset((",", ".", ":", ";", "?", "!", QUOTED)) | DASHES


def _begins_group(unit: Unit, at: int) -> bool:
    """Tell whether a new group of words begins at ``at``: a clause, a noun group, a verb."""
    word, before = unit.low[at], unit.low[at - 1]
    if _opens_group(word) or finite(word):
        return True
    if word in word_class("determiner") or word in word_class("contracted"):
        return before not in ("and", "all", "both") and not _expects_noun(before)
    if not capital(unit, at) or capital(unit, at - 1):
        return False
    glued = before in word_class("determiner") or before in word_class("timing")
    return not (glued or before in ("and", "&") or before.endswith("'s"))


@cache
def _expects_noun(word: str) -> bool:
    return word in word_class("preposition") or word in word_class("determiner")


@cache
def _opens_group(word: str) -> bool:
    return any(word in word_class(name) for name in ("clause_opener", "pronoun", "preposition"))
