"""Clauses: from where to where indirect speech runs."""

from functools import cache

from textflow_plugins.speakers.cues import Cue
from textflow_plugins.speakers.lexicon import word_class
from textflow_plugins.speakers.nouns import capital, finite
from textflow_plugins.speakers.scene import Scene
from textflow_plugins.speakers.words import DASHES, QUOTED, Unit

_REACH = 25
_FULL = frozenset((".", "?", "!"))


def content_start(unit: Unit, cue: Cue) -> int:
    """Return the token at which what is reported begins, adjuncts of the cue passed over."""
    at = cue.last
    if "addressee" in cue.verb.uses and not cue.passive:
        at = _past_addressee(unit, at)
    return past_adjuncts(unit, at)


def _past_addressee(unit: Unit, at: int) -> int:
    low, size = unit.low, len(unit.low)
    if at >= size or low[at] in word_class("clause_opener") or low[at] in (",", ":", QUOTED):
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
    if word in (",", ".", ":", ";", QUOTED) or word in word_class("clause_opener") or finite(word):
        return False
    if at == first or before in ("of", "and", "the", "for", "at", "from"):
        return True
    if word in word_class("determiner") or word in word_class("pronoun"):
        return False
    if word in word_class("preposition"):
        return word in ("of", "at", "from", "for")
    same_case = capital(unit, at - 1) == capital(unit, at)
    return same_case or before.endswith("'s") or before in word_class("determiner")


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
        return before not in ("and", "all", "both") and before not in word_class("preposition")
    if not capital(unit, at) or capital(unit, at - 1):
        return False
    glued = before in word_class("determiner") or before in word_class("timing")
    return not (glued or before in ("and", "&") or before.endswith("'s"))


@cache
def _opens_group(word: str) -> bool:
    return any(word in word_class(name) for name in ("clause_opener", "pronoun", "preposition"))


def content_end(scene: Scene, first: int) -> int:
    """Return the token at which the clause that begins at ``first`` ends."""
    low, size = scene.unit.low, len(scene.unit.low)
    for at in range(first + 1, size):
        word = low[at]
        if word in _FULL or word == ";":
            return at
        if (word in (",", "and", "but", "while") or word in DASHES) and _stops(scene, at):
            return at
    return size


def _stops(scene: Scene, at: int) -> bool:
    """Tell whether what follows a comma, a dash or a conjunction is the writer's again."""
    low, size = scene.unit.low, len(scene.unit.low)
    after = at + 1
    while after < size and after < at + 4 and low[after] in _SKIPPED:
        after += 1
    if after >= size:
        return True
    if low[after] in _LEAVES and low[at] not in ("and", "but"):
        return True
    if low[after] in ("a", "an") and any(
        word in word_class("writer_again") for word in low[after + 1 : after + 4]
    ):
        return low[at] == "," or low[at] in DASHES
    cue = scene.cues.get(after)
    if cue is not None and cue.first == after and _own_report(scene.unit, cue):
        return True
    return after in scene.opens


_SKIPPED = frozenset(("and", "but", "while", "then", "also", "later", ","))
_LEAVES = frozenset(("according", "referring", "citing"))


def _own_report(unit: Unit, cue: Cue) -> bool:
    """Tell whether the same speaker goes on, as in "and urged that"."""
    if cue.negated or cue.passive or cue.verb.form == "base":
        return False
    following = unit.low[cue.last] if cue.last < len(unit.low) else ""
    if cue.verb.form == "ing":
        return bool(cue.verb.uses & {"that", "addressee"}) or following == QUOTED
    return (
        following in word_class("clause_opener")
        or following in (QUOTED, ",", ":")
        or "zero" in cue.verb.uses
    )
